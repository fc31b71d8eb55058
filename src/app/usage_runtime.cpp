#include <atomic>
#include <cstring>
#include <filesystem>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <src/app/usage_runtime.hpp>
#include <src/app/worker_parts.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/base/log.hpp>
#include <weir/base/random.hpp>
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
constexpr std::int64_t forget_every_ms = 3'600'000;

}  // namespace

struct usage_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions,
        std::unique_ptr<kafka::topic_reader> log_reader)
      : who{consumer, topic, owner_name(), std::chrono::seconds(p.config().lease_seconds)},
        reader(std::move(log_reader)),
        leases(p.database("weir usage leases"), who),
        flushes({p.database("weir usage flushes"), false, std::chrono::seconds(5)}, who),
        store(pool, p.database("weir usage claims"), consumer),
        accept_days(p.config().accept_days),
        chores(usage::make_threaded_claim_chores()),
        claims(claim_options(p), *chores),
        processor(processing(p, partitions), store,
                  [this](auto partition) { return usage::make_sealed_claim_ledger(claims, partition); }),
        committer(stream::make_threaded_committer()),
        engine(engine_pacing(p), partitions, *reader, leases, flushes, processor, *committer, system_clock(),
               report_engine(consumer)) {}

  static usage::processor_options processing(const program& p, std::int32_t partitions) {
    usage::processor_options out;
    out.accept_days = p.config().accept_days;
    out.partitions = partitions;
    return out;
  }

  static usage::claim_storage_options claim_options(const program& p);

  void run(std::stop_token stop, const std::function<void(const error&)>& ended);
  void measure();
  void forget_old_claims();

  postgres::ownership who;
  std::unique_ptr<kafka::topic_reader> reader;
  postgres::lease_store leases;
  postgres::flush_store flushes;
  usage::postgres_usage_store store;
  std::int64_t accept_days;
  std::unique_ptr<usage::claim_chores> chores;
  usage::claim_storage claims;
  usage::usage_processor processor;
  std::unique_ptr<stream::committer> committer;
  stream::engine engine;
  usage::usage_processor::totals shown;
  std::int64_t next_measure_ms = 0;
  std::int64_t next_forget_ms = 0;
  std::atomic<usage::arrival_day> claims_since{0};  // as the chore has found it
  std::uint64_t sealed_shown = 0, rebuilds_shown = 0, failures_shown = 0;
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
  auto grown = [&](metric m, std::uint64_t now, std::uint64_t& before) {
    metrics.counter(m, {}).add(now - before);
    before = now;
  };
  grown(metric::weir_claims_sealed_total, claims.sealed, sealed_shown);
  grown(metric::weir_claims_file_rebuilds_total, claims.rebuilds, rebuilds_shown);
  grown(metric::weir_claims_file_failures_total, claims.failures, failures_shown);
  const auto memory = processor.memory();
  metrics.gauge(metric::weir_claims_remembered, {"hot"}).set(static_cast<double>(memory.hot_count));
  metrics.gauge(metric::weir_claims_bytes, {"hot"}).set(static_cast<double>(memory.hot_bytes));
  metrics.gauge(metric::weir_claims_remembered, {"sealed"}).set(static_cast<double>(memory.sealed_count));
  metrics.gauge(metric::weir_claims_bytes, {"sealed"}).set(static_cast<double>(memory.sealed_bytes));
}

// Days that no accepted event can come from are dropped by whichever worker looks first; the others follow.
void usage_runtime::parts::forget_old_claims() {
  processor.forget_claims_before(claims_since.load(std::memory_order_relaxed));
  const auto now = system_clock().monotonic_ms();
  if (now < next_forget_ms) return;
  next_forget_ms = now + forget_every_ms;
  chores->start([this] {
    auto since = store.forget_claims(accept_days);
    if (since) {
      claims_since.store(*since, std::memory_order_relaxed);
    } else {
      log::warning("old claims stay", {{"error", since.error()}});
    }
  });
}

usage::claim_storage_options usage_runtime::parts::claim_options(const program& p) {
  usage::claim_storage_options out;
  out.hot_most = static_cast<std::size_t>(p.config().claim_seal_count);
  out.memory_bytes_most = static_cast<std::size_t>(p.config().claim_memory_mb) << 20;
  const auto seed = random_bytes(sizeof out.first_id);
  std::memcpy(&out.first_id, seed.data(), sizeof out.first_id);
  out.report = [](std::string_view what, stream::partition_number partition, const error& why) {
    log::warning(what, {{"partition", partition}, {"error", why}});
  };
  out.folder = [root = std::filesystem::path(p.config().data_dir) / "claims"](const hash128& installation,
                                                                              stream::partition_number partition) {
    return usage::open_disk_claim_folder(root / fmt::format("{:016x}", installation.high) / std::to_string(partition));
  };
  return out;
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
    forget_old_claims();
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
