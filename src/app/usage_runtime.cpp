#include <algorithm>
#include <cstring>
#include <filesystem>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <src/app/usage_runtime.hpp>
#include <src/app/usage_thread.hpp>
#include <workers/usage/postgres_usage_store.hpp>

#include <weir/base/log.hpp>
#include <weir/base/pause.hpp>
#include <weir/base/random.hpp>

namespace weir::app {
namespace {

constexpr const char* consumer = "usage";
constexpr std::chrono::seconds measure_every{1};
constexpr std::int64_t forget_every_ms = 3'600'000;
constexpr unsigned threads_most = 4;  // of those that nobody asked for: each costs three connections

std::size_t thread_count(const program& p) {
  if (p.config().usage_threads > 0) return static_cast<std::size_t>(p.config().usage_threads);
  return std::clamp(std::thread::hardware_concurrency(), 1U, threads_most);
}

usage::claim_storage_options claim_options(const program& p) {
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

}  // namespace

struct usage_runtime::parts {
  parts(const program& p, postgres::pool& pool, std::int32_t partitions, std::function<void(const error&)> ended)
      : store(pool, p.database("weir usage chores"), consumer),
        accept_days(p.config().accept_days),
        chores(usage::make_threaded_claim_chores()),
        claims(claim_options(p), *chores),
        shared{p, pool, partitions, claims, {}, std::move(ended)} {}

  ~parts() {
    for (auto& thread : threads)
      thread->stop();  // all at once, before each is waited for
  }

  void look_after(const std::stop_token& stop);
  void measure();
  void forget_old_claims();

  usage::postgres_usage_store store;
  std::int64_t accept_days;
  std::unique_ptr<usage::claim_chores> chores;
  usage::claim_storage claims;
  usage_shared shared;
  std::vector<std::unique_ptr<usage_thread>> threads;
  std::int64_t next_forget_ms = 0;
  std::uint64_t sealed_shown = 0, rebuilds_shown = 0, failures_shown = 0;
  std::jthread keeper;  // last: it uses everything above
};

void usage_runtime::parts::measure() {
  auto grown = [](metric m, std::uint64_t now, std::uint64_t& before) {
    process_metrics().counter(m, {}).add(now - before);
    before = now;
  };
  grown(metric::weir_claims_sealed_total, claims.sealed, sealed_shown);
  grown(metric::weir_claims_file_rebuilds_total, claims.rebuilds, rebuilds_shown);
  grown(metric::weir_claims_file_failures_total, claims.failures, failures_shown);
}

// Days that no accepted event can come from are dropped by whichever process looks first; the others follow.
void usage_runtime::parts::forget_old_claims() {
  const auto now = system_clock().monotonic_ms();
  if (now < next_forget_ms) return;
  next_forget_ms = now + forget_every_ms;
  auto since = store.forget_claims(accept_days);
  if (since) {
    shared.claims_since.store(*since, std::memory_order_relaxed);
  } else {
    log::warning("old claims stay", {{"error", since.error()}});
  }
}

void usage_runtime::parts::look_after(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    measure();
    forget_old_claims();
    pause(stop, measure_every);
  }
}

result<std::unique_ptr<usage_runtime>> usage_runtime::start(const program& p, postgres::pool& pool,
                                                            std::int32_t partitions,
                                                            std::function<void(const error&)> ended) {
  auto made = std::make_unique<parts>(p, pool, partitions, std::move(ended));
  const auto count = std::min(thread_count(p), static_cast<std::size_t>(partitions));
  for (std::size_t i = 0; i < count; ++i) {
    auto thread = usage_thread::make(made->shared);
    if (!thread) return std::unexpected(thread.error());
    made->threads.push_back(std::move(*thread));
  }
  // Only when all are known as owners: the first would take everything, and give most of it back.
  for (auto& thread : made->threads)
    thread->run();
  made->keeper = std::jthread([raw = made.get()](const std::stop_token& stop) { raw->look_after(stop); });
  return std::unique_ptr<usage_runtime>(new usage_runtime(std::move(made)));
}

usage_runtime::usage_runtime(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
usage_runtime::~usage_runtime() = default;

}  // namespace weir::app
