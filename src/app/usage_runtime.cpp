#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <src/app/usage_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/log.hpp>
#include <weir/base/ulid.hpp>
#include <weir/kafka/lag_offsets.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/stream/engine.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "usage";
constexpr const char* topic = "weir.usage";

}  // namespace

struct usage_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions,
        std::unique_ptr<kafka::topic_reader> log_reader)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log_reader)),
        leases(p.database("weir usage leases"), who),
        flushes({p.database("weir usage flushes"), false, std::chrono::seconds(5)}, who),
        store(pool, p.database("weir usage claims"), consumer),
        processor(processing(p, partitions), store,
                  [most = static_cast<std::size_t>(p.config().claim_memory_mb) << 20](auto) {
                    return usage::make_memory_claim_ledger(most);
                  }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)) {}

  static usage::processor_options processing(const program& p, std::int32_t partitions) {
    usage::processor_options out;
    out.accept_days = p.config().accept_days;
    out.partitions = partitions;
    return out;
  }

  void run(std::stop_token stop, const std::function<void(const error&)>& ended);
  void measure();

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  usage::postgres_usage_store store;
  usage::usage_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  usage::usage_processor::totals shown;
  std::int64_t next_measure_ms = 0;
  std::jthread thread;  // last: it uses everything above
};

void usage_runtime::parts::measure() {
  const auto now = system_clock().monotonic_ms();
  if (now < next_measure_ms) return;
  next_measure_ms = now + 1000;
  auto& metrics = process_metrics();
  const auto& totals = processor.committed_totals();
  auto show = [&](const char* result, std::uint64_t usage::usage_processor::totals::* field) {
    metrics.counter(metric::weir_events_counted_total, {result}).add(totals.*field - shown.*field);
  };
  show("counted", &usage::usage_processor::totals::counted);
  show("duplicate", &usage::usage_processor::totals::duplicate);
  show("conflict", &usage::usage_processor::totals::conflict);
  show("unmatched", &usage::usage_processor::totals::unmatched);
  show("rejected", &usage::usage_processor::totals::rejected);
  show("quarantined", &usage::usage_processor::totals::quarantined);
  shown = totals;
  measure_engine(engine, consumer, topic);
  const auto memory = processor.memory();
  metrics.gauge(metric::weir_claims_remembered, {"hot"}).set(static_cast<double>(memory.hot_count));
  metrics.gauge(metric::weir_claims_bytes, {"hot"}).set(static_cast<double>(memory.hot_bytes));
  metrics.gauge(metric::weir_claims_remembered, {"sealed"}).set(static_cast<double>(memory.sealed_count));
  metrics.gauge(metric::weir_claims_bytes, {"sealed"}).set(static_cast<double>(memory.sealed_bytes));
}

void usage_runtime::parts::run(std::stop_token stop, const std::function<void(const error&)>& ended) {
  pthread_setname_np(pthread_self(), "usage");
  while (!stop.stop_requested()) {
    if (auto done = engine.step(); !done) {
      log::error("worker ends", {{"worker", consumer}, {"error", done.error()}});
      ended(done.error());
      return;
    }
    measure();
  }
  if (auto stopped = engine.stop(std::chrono::seconds(10)); !stopped) {
    log::warning("worker did not end cleanly", {{"worker", consumer}, {"error", stopped.error()}});
  }
  (void)leases.leave();
}

result<std::unique_ptr<usage_runtime>> usage_runtime::start(const program& p, postgres::pool& pool,
                                                            std::int32_t partitions,
                                                            std::function<void(const error&)> ended) {
  auto reader = kafka::topic_reader::open(p.kafka("weir-usage"), topic);
  if (!reader) return std::unexpected(reader.error());
  auto made = std::make_unique<parts>(p, pool, partitions, std::move(*reader));
  made->thread =
      std::jthread([raw = made.get(), ended = std::move(ended)](std::stop_token stop) { raw->run(stop, ended); });
  return std::unique_ptr<usage_runtime>(new usage_runtime(std::move(made)));
}

usage_runtime::usage_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
usage_runtime::~usage_runtime() = default;

}  // namespace weir::app
