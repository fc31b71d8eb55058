#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/operations_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/billing/change_coupons.hpp>
#include <workers/billing/change_credits.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/billing/expire_credits.hpp>
#include <workers/billing/invoice_run.hpp>
#include <workers/billing/watch_budgets.hpp>
#include <workers/operations/operations_processor.hpp>
#include <workers/operations/postgres_operations_store.hpp>
#include <workers/operations/postgres_redrive_store.hpp>
#include <workers/operations/postgres_retention_store.hpp>
#include <workers/usage/change_history.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/jobs/runner.hpp>
#include <weir/jobs/scheduler.hpp>
#include <weir/kafka/bounded_reader.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/job_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "operations";
constexpr const char* topic = "weir.commands";
constexpr auto look_at_schedules_each = std::chrono::seconds(60);

class kafka_record_source final : public operations::record_source {
 public:
  explicit kafka_record_source(kafka::client_config config) : reader_(std::move(config), 1) {}

  result<std::optional<operations::stored_record>> read(const stream::position& at) override {
    auto page = reader_.read(at.topic, at.partition, at.offset, {1, 4 * 1024 * 1024, std::chrono::seconds(5)});
    if (!page) {
      const auto code = page.error().code;
      if (code == error_code::log_retention_passed || code == error_code::log_truncated) return std::nullopt;
      return std::unexpected(page.error());
    }
    if (page->records.empty()) {
      if (page->end_of_log) return std::nullopt;
      return fail(error_code::broker_timeout, "the log did not answer in time");
    }
    auto& r = page->records.front();
    return operations::stored_record{r.offset, std::move(r.key), std::move(r.value), std::move(r.headers)};
  }

 private:
  kafka::bounded_reader reader_;
};

// Commands of one tenant are carried out in their order, whichever worker's they are: one consumer reads them all.
operations::postgres_operations_store::handlers other_commands() {
  return {
      {contract::start_subscription::type, postgres::handles(billing::start_subscription)},
      {contract::change_subscription::type, postgres::handles(billing::change_subscription)},
      {contract::unschedule_subscription_change::type, postgres::handles(billing::unschedule_subscription_change)},
      {contract::change_invoice::type, postgres::handles(billing::change_invoice)},
      {contract::record_payment::type, postgres::handles(billing::record_payment)},
      {contract::release_billing::type, postgres::handles(billing::release_billing)},
      {contract::grant_credit::type, postgres::handles(billing::grant_credit)},
      {contract::void_credit::type, postgres::handles(billing::void_credit)},
      {contract::apply_coupon::type, postgres::handles(billing::apply_coupon)},
      {contract::remove_coupon::type, postgres::handles(billing::remove_coupon)},
      {contract::start_history_import::type, postgres::handles(usage::start_history_import)},
      {contract::cancel_history_import::type, postgres::handles(usage::cancel_history_import)},
  };
}

// After each full hour, when the workers have counted what came before it.
constexpr auto invoice_run_delay = std::chrono::minutes(5);

jobs::runner_options runner_options_of(const std::string& owner) {
  jobs::runner_options out;
  out.owner = owner;
  return out;
}

void job_ended(const jobs::job& j, std::string_view state, const std::optional<error>& cause) {
  process_metrics().counter(metric::weir_jobs_total, {j.kind, state}).add();
  if (cause) {
    log::warning("job ended", {{"job", j.id}, {"kind", j.kind}, {"state", state}, {"error", *cause}});
  } else {
    log::info("job ended", {{"job", j.id}, {"kind", j.kind}, {"state", state}});
  }
}

}  // namespace

struct operations_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions,
        std::unique_ptr<kafka::topic_reader> log_reader, std::unique_ptr<kafka::producer> writer)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log_reader)),
        publisher(std::move(writer)),
        leases(p.database("weir operations leases"), who),
        flushes({p.database("weir operations flushes"), true, std::chrono::seconds(5)}, who),
        store(system_clock(), other_commands()),
        processor(store),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        job_rows(pool),
        rejected(pool, system_clock()),
        records(p.kafka("weir-redrive")),
        expired(pool),
        runner(job_rows, runner_options_of(who.owner), job_ended),
        billing_runner(job_rows, runner_options_of(who.owner + "-billing"), job_ended),
        budgets(pool, system_clock()),
        schedules(job_rows, system_clock(), system_ids()) {
    runner.handle(std::string(operations::redrive_kind), operations::redrive_job(rejected, records, *publisher));
    runner.handle(std::string(operations::retention_kind), operations::retention_job(expired));
    runner.handle(std::string(usage::history_import_kind), usage::history_import_job(pool, system_clock()));
    auto utc = time_zone::find("UTC");
    WEIR_ASSERT(utc, "every zone database has UTC");
    schedules.add({.name = "retention",
                   .cadence = jobs::cadence::day,
                   .zone = *utc,
                   .kind = std::string(operations::retention_kind)});
    billing_runner.handle(std::string(billing::invoice_run_kind),
                          billing::invoice_run_job(pool, system_clock(), system_ids()));
    schedules.add({.name = "invoices",
                   .cadence = jobs::cadence::hour,
                   .zone = *utc,
                   .delay = invoice_run_delay,
                   .kind = std::string(billing::invoice_run_kind)});
    runner.handle(std::string(billing::expire_credits_kind), billing::expire_credits_job(pool, system_clock()));
    schedules.add({.name = "credit_expiry",
                   .cadence = jobs::cadence::hour,
                   .zone = *utc,
                   .kind = std::string(billing::expire_credits_kind)});
  }

  void run_schedules(const std::stop_token& stop);

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  std::unique_ptr<kafka::producer> publisher;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  operations::postgres_operations_store store;
  operations::operations_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  postgres::job_store job_rows;
  operations::postgres_redrive_store rejected;
  kafka_record_source records;
  operations::postgres_retention_store expired;
  jobs::runner runner;
  jobs::runner billing_runner;  // of its own: a run of invoices may take minutes
  billing::budget_watcher budgets;
  jobs::scheduler schedules;
  engine_gauges gauges{consumer, topic};
  std::jthread job_thread;  // these last: they use everything above
  std::jthread billing_thread;
  std::jthread budget_thread;
  std::jthread schedule_thread;
  std::jthread thread;
};

// A database that is away is asked again: what was missed is made up for.
void operations_runtime::parts::run_schedules(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto made = schedules.step(); !made) log::warning("schedules wait", {{"error", made.error()}});
    pause(stop, look_at_schedules_each);
  }
}

result<std::unique_ptr<operations_runtime>> operations_runtime::start(const program& p, postgres::pool& pool,
                                                                      std::int32_t partitions,
                                                                      std::function<void(const error&)> ended) {
  auto reader = kafka::topic_reader::open(p.kafka("weir-operations"), topic);
  if (!reader) return std::unexpected(reader.error());
  kafka::producer_settings settings;
  settings.queued_records = 1000;
  settings.topics = {"weir.usage"};
  auto publisher = kafka::producer::open(p.kafka("weir-redrive"), std::move(settings));
  if (!publisher) return std::unexpected(publisher.error());
  auto made = std::make_unique<parts>(p, pool, partitions, std::move(*reader), std::move(*publisher));
  made->job_thread = std::jthread([raw = made.get()](std::stop_token stop) {
    pthread_setname_np(pthread_self(), "jobs");
    raw->runner.run(std::move(stop));
  });
  made->billing_thread = std::jthread([raw = made.get()](std::stop_token stop) {
    pthread_setname_np(pthread_self(), "billing");
    raw->billing_runner.run(std::move(stop));
  });
  made->budget_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "budgets");
    raw->budgets.run(stop);
  });
  made->schedule_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "schedules");
    raw->run_schedules(stop);
  });
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->gauges.measure(raw->engine); });
  });
  return std::unique_ptr<operations_runtime>(new operations_runtime(std::move(made)));
}

operations_runtime::operations_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

operations_runtime::~operations_runtime() {
  if (!parts_) return;
  parts_->job_thread.request_stop();  // all end side by side
  parts_->billing_thread.request_stop();
  parts_->budget_thread.request_stop();
  parts_->schedule_thread.request_stop();
}

}  // namespace weir::app
