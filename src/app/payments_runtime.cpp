#include <condition_variable>
#include <latch>
#include <mutex>
#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/payments_runtime.hpp>
#include <src/app/program.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/payments/inbox.hpp>
#include <workers/payments/payments_processor.hpp>
#include <workers/payments/postgres_payments_store.hpp>
#include <workers/payments/repeat_refunds.hpp>
#include <workers/payments/sweep.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/http/stripe_client.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "payments";
constexpr const char* topic = "weir.payments";
// While nothing is stored; the worker of this process wakes it earlier, those of others do not.
constexpr auto look_each = std::chrono::milliseconds(200);
constexpr auto after_trouble = std::chrono::seconds(2);
constexpr std::int32_t most_at_once = 32;
constexpr auto sweep_each = std::chrono::seconds(5);  // looks whether one is due, and for refunds without an answer

http::stripe_client_options stripe_options(const settings& config) {
  http::stripe_client_options out;
  out.url = config.stripe_url;
  out.ca_file = config.stripe_ca_file;
  return out;
}

}  // namespace

struct payments_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t of, std::unique_ptr<kafka::topic_reader> log,
        std::unique_ptr<kafka::producer> writer)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        database(pool),
        partitions(of),
        reader(std::move(log)),
        publisher(std::move(writer)),
        leases(p.database("weir payments leases"), who),
        flushes({p.database("weir payments flushes"), true, std::chrono::seconds(5)}, who),
        processor(store,
                  [this](std::int64_t stored) {
                    if (stored > 0) wake();
                  }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        inbox(
            pool, system_clock(), [this](const contract::command& c) { send(c); },
            [](std::string_view state) {
              process_metrics().counter(metric::weir_provider_events_total, {state}).add();
            }),
        stripe(stripe_options(p.config()), system_clock(), process_metrics()),
        sweep(pool, *p.secrets, system_clock(),
              {[this](const postgres::due_sweep& of, const std::string& key, timestamp from, timestamp to,
                      const std::string& after) { return list(of, key, from, to, after); },
               [this](std::vector<contract::payment_record> records) { return publish(std::move(records)); }}),
        refunds(pool, *p.secrets, system_clock(),
                [this](const postgres::unanswered_refund& of, const payments::refund_request& with) {
                  return ask_again(of, with);
                }) {}

  void wake() {
    {
      std::scoped_lock lock(mutex);
      woken = true;
    }
    changed.notify_one();
  }

  void send(const contract::command& c) const {
    publisher->publish(contract::command_record(c, request_id{system_ids().next()}, partitions, {}),
                       [id = c.id.text()](const result<stream::position>& at) {
                         if (!at) log::warning("a command is sent later", {{"command", id}, {"error", at.error()}});
                       });
  }

  result<contract::event_page_answer> list(const postgres::due_sweep& of, const std::string& key, timestamp from,
                                           timestamp to, const std::string& after) {
    auto page = stripe.list_events({of.account, key, of.live}, {from, to, after});
    if (!page) return std::unexpected(page.error().what);
    return std::move(*page);
  }

  std::expected<std::string, payments::refund_refusal> ask_again(const postgres::unanswered_refund& of,
                                                                 const payments::refund_request& with) {
    auto made = stripe.create_refund({of.account, with.key, of.live},
                                     {of.refund.id,
                                      *of.of.intent,
                                      with.amount,
                                      {with.installation, of.of.tenant_id, of.of.invoice_id, of.of.id, of.refund.id}});
    if (!made) return std::unexpected(payments::refund_refusal{made.error().what, made.error().code});
    return std::move(made->id);
  }

  result<void> publish(std::vector<contract::payment_record> records) const;
  void look_for_missing(const std::stop_token& stop);
  void apply(const std::stop_token& stop);
  void measure();

  postgres::ownership who;
  postgres::pool& database;
  std::int32_t partitions;
  std::unique_ptr<kafka::topic_reader> reader;
  std::unique_ptr<kafka::producer> publisher;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  payments::postgres_payments_store store;
  payments::payments_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  payments::inbox inbox;
  http::stripe_client stripe;
  payments::sweep sweep;
  payments::refund_repeater refunds;
  engine_gauges gauges{consumer, topic};
  std::mutex mutex;
  std::condition_variable_any changed;
  bool woken = false;
  std::jthread apply_thread;  // these last: they use everything above
  std::jthread sweep_thread;
  std::jthread thread;
};

void payments_runtime::parts::apply(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto done = inbox.turn(most_at_once);
    if (!done) {
      log::warning("events of payment providers wait", {{"worker", consumer}, {"error", done.error()}});
      pause(stop, after_trouble);
      continue;
    }
    if (*done == static_cast<std::size_t>(most_at_once)) continue;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, look_each, [this] { return woken; });
    woken = false;
  }
}

// Waits for all of them: an account is read up to here only when the log has what was found.
result<void> payments_runtime::parts::publish(std::vector<contract::payment_record> records) const {
  std::latch acknowledged(std::ssize(records));
  std::mutex held;
  result<void> out;
  for (auto& record : records) {
    publisher->publish(
        contract::write_payment_record(std::move(record), request_id{system_ids().next()}, partitions, {}),
        [&](const result<stream::position>& at) {
          if (!at) {
            std::scoped_lock lock(held);
            out = std::unexpected(at.error());
          }
          acknowledged.count_down();
        });
  }
  acknowledged.wait();
  std::scoped_lock lock(held);
  return out;
}

void payments_runtime::parts::look_for_missing(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto done = sweep.turn(stop); !done) {
      log::warning("payment providers' lists of events wait", {{"worker", consumer}, {"error", done.error()}});
    }
    if (auto done = refunds.turn(stop); !done) {
      log::warning("refunds without an answer wait", {{"worker", consumer}, {"error", done.error()}});
    }
    pause(stop, sweep_each);
  }
}

void payments_runtime::parts::measure() {
  gauges.measure(engine);
  auto pending = database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                               [](postgres::executor& in) { return postgres::provider_events::count_pending(in); });
  if (!pending) return;  // as it was, until the next second
  process_metrics().gauge(metric::weir_provider_events_pending).set(static_cast<double>(*pending));
}

result<std::unique_ptr<payments_runtime>> payments_runtime::start(const program& p, postgres::pool& pool,
                                                                  std::int32_t partitions,
                                                                  std::function<void(const error&)> ended) {
  auto reader = kafka::topic_reader::open(p.kafka("weir-payments"), topic);
  if (!reader) return std::unexpected(reader.error());
  kafka::producer_settings settings;
  settings.queued_records = 1000;  // a page of a list has a hundred
  settings.topics = {"weir.commands", "weir.payments"};
  auto publisher = kafka::producer::open(p.kafka("weir-payments"), std::move(settings));
  if (!publisher) return std::unexpected(publisher.error());
  // There was no account at a payment provider before there was this worker.
  if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, partitions); !begun) {
    return std::unexpected(begun.error());
  }
  auto made = std::make_unique<parts>(p, pool, partitions, std::move(*reader), std::move(*publisher));
  made->apply_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments apply");
    raw->apply(stop);
  });
  made->sweep_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "payments sweep");
    raw->look_for_missing(stop);
  });
  made->thread = std::jthread([raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, ended, [raw] { raw->measure(); });
  });
  return std::unique_ptr<payments_runtime>(new payments_runtime(std::move(made)));
}

payments_runtime::payments_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

payments_runtime::~payments_runtime() {
  if (!parts_) return;
  parts_->apply_thread.request_stop();  // all end side by side
  parts_->sweep_thread.request_stop();
}

}  // namespace weir::app
