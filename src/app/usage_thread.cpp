#include <stop_token>
#include <thread>

#include <src/app/usage_thread.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/metrics.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/stream/engine.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "usage";
constexpr const char* topic = "weir.usage";

usage::processor_options processing(const usage_shared& shared) {
  usage::processor_options out;
  out.accept_days = shared.settings.config().accept_days;
  out.partitions = shared.partitions;
  return out;
}

}  // namespace

struct usage_thread::parts {
  parts(usage_shared& all, std::unique_ptr<kafka::topic_reader> log_reader)
      : shared(all),
        who{consumer, topic, owner_name(), std::chrono::seconds(all.settings.config().lease_seconds)},
        reader(std::move(log_reader)),
        leases(all.settings.database("weir usage leases"), who),
        flushes({all.settings.database("weir usage flushes"), false, std::chrono::seconds(5)}, who),
        store(all.pool, all.settings.database("weir usage claims"), consumer),
        processor(processing(all), store,
                  [this](auto partition) { return usage::make_sealed_claim_ledger(shared.claims, partition); }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(all.settings), all.partitions, *reader, leases, flushes, processor, *committer,
               system_clock(), report_engine(consumer)) {}

  void measure();

  usage_shared& shared;
  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  usage::postgres_usage_store store;
  usage::usage_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  engine_gauges gauges{consumer, topic};
  usage::usage_processor::totals shown;
  usage::claim_memory memory_shown;
  std::jthread thread;  // last: it uses everything above
};

// Counters and gauges are of the process: each thread adds what changed in its part.
void usage_thread::parts::measure() {
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
  gauges.measure(engine);
  const auto memory = processor.memory();
  auto move = [&](metric m, const char* tier, std::size_t usage::claim_memory::* field) {
    metrics.gauge(m, {tier}).add(static_cast<double>(memory.*field) - static_cast<double>(memory_shown.*field));
  };
  move(metric::weir_claims_remembered, "hot", &usage::claim_memory::hot_count);
  move(metric::weir_claims_bytes, "hot", &usage::claim_memory::hot_bytes);
  move(metric::weir_claims_remembered, "sealed", &usage::claim_memory::sealed_count);
  move(metric::weir_claims_bytes, "sealed", &usage::claim_memory::sealed_bytes);
  memory_shown = memory;
}

result<std::unique_ptr<usage_thread>> usage_thread::make(usage_shared& shared) {
  auto reader = kafka::topic_reader::open(shared.settings.kafka("weir-usage"), topic);
  if (!reader) return std::unexpected(reader.error());
  auto made = std::make_unique<parts>(shared, std::move(*reader));
  // A database that is away now is waited for by the engine.
  (void)made->leases.fair_share();
  return std::unique_ptr<usage_thread>(new usage_thread(std::move(made)));
}

void usage_thread::run() {
  parts_->thread = std::jthread([raw = parts_.get()](const std::stop_token& stop) {
    run_engine(consumer, raw->engine, raw->leases, stop, raw->shared.ended, [raw] {
      raw->measure();
      raw->processor.forget_claims_before(raw->shared.claims_since.load(std::memory_order_relaxed));
    });
  });
}

void usage_thread::stop() {
  parts_->thread.request_stop();
}

usage_thread::usage_thread(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
usage_thread::~usage_thread() = default;

}  // namespace weir::app
