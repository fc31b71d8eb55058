#include <stop_token>
#include <thread>

#include <pthread.h>
#include <src/app/audit_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/audit/audit_processor.hpp>
#include <workers/audit/postgres_audit_store.hpp>
#include <workers/audit/postgres_checkpoint_signer.hpp>

#include <weir/base/log.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/pause.hpp>
#include <weir/base/random.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/kafka/topics.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "audit";
constexpr const char* topic = "weir.events";
constexpr auto sign_each = std::chrono::seconds(1);
constexpr auto sign_again_after = std::chrono::seconds(60);  // what an operator has to mend

audit::checkpoint_options checkpoint_pacing(const program& p) {
  audit::checkpoint_options out;
  out.entries = p.config().audit_checkpoint_entries;
  out.seconds = p.config().audit_checkpoint_seconds;
  return out;
}

void report_misfit(const std::string& chain) {
  process_metrics().counter(metric::weir_audit_misfits_total).add();
  log::error("an audit chain does not fit its head and is not signed: run weir audit verify --database",
             {{"chain", chain}});
}

}  // namespace

struct audit_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions, std::unique_ptr<kafka::topic_reader> log)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log)),
        leases(p.database("weir audit leases"), who),
        flushes({p.database("weir audit flushes"), true, std::chrono::seconds(5)}, who),
        store(pool),
        processor(store, [] { return random_bytes(32); }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)),
        signer(pool, system_clock(), *p.secrets, checkpoint_pacing(p), report_misfit) {}

  void run(const std::stop_token& stop, const std::function<void(const error&)>& ended);
  void sign(const std::stop_token& stop);

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  audit::postgres_audit_store store;
  audit::audit_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  audit::postgres_checkpoint_signer signer;
  engine_gauges gauges{consumer, topic};
  std::uint64_t shown = 0;
  std::jthread sign_thread;  // these last: they use everything above
  std::jthread thread;
};

void audit_runtime::parts::run(const std::stop_token& stop, const std::function<void(const error&)>& ended) {
  const auto entries = process_metrics().counter(metric::weir_audit_entries_total);
  run_engine(consumer, engine, leases, stop, ended, [&] {
    gauges.measure(engine);
    entries.add(processor.committed_events() - std::exchange(shown, processor.committed_events()));
  });
}

void audit_runtime::parts::sign(const std::stop_token& stop) {
  const auto signed_total = process_metrics().counter(metric::weir_audit_checkpoints_total);
  while (!stop.stop_requested()) {
    auto wait = std::chrono::milliseconds(sign_each);
    if (auto done = signer.sign_due(); done) {
      signed_total.add(*done);
    } else {
      if (!done.error().retryable()) wait = sign_again_after;
      log::warning("checkpoints wait", {{"worker", consumer}, {"error", done.error()}});
    }
    pause(stop, wait);
  }
}

result<std::unique_ptr<audit_runtime>> audit_runtime::start(const program& p, postgres::pool& pool,
                                                            std::function<void(const error&)> ended) {
  auto admin = kafka::topic_admin::open(p.kafka("weir-audit"), std::chrono::seconds(5));
  if (!admin) return std::unexpected(admin.error());
  auto partitions = (*admin)->partition_count(topic);
  if (!partitions) return std::unexpected(partitions.error());
  auto reader = kafka::topic_reader::open(p.kafka("weir-audit"), topic);
  if (!reader) return std::unexpected(reader.error());
  if (auto begun = begin_where_the_log_does(consumer, topic, **reader, pool, *partitions); !begun) {
    return std::unexpected(begun.error());
  }
  auto made = std::make_unique<parts>(p, pool, *partitions, std::move(*reader));
  made->sign_thread = std::jthread([raw = made.get()](const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "audit sign");
    raw->sign(stop);
  });
  made->thread = std::jthread(
      [raw = made.get(), ended = std::move(ended)](const std::stop_token& stop) { raw->run(stop, ended); });
  return std::unique_ptr<audit_runtime>(new audit_runtime(std::move(made)));
}

audit_runtime::audit_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

audit_runtime::~audit_runtime() {
  if (parts_) parts_->sign_thread.request_stop();  // both end side by side
}

}  // namespace weir::app
