#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>

#include <api/openmeter/newest_events.hpp>

namespace weir::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds time_of_all{5000};
constexpr milliseconds time_of_one{2000};
constexpr std::size_t bytes_of_all = 64 * 1024 * 1024;
constexpr std::size_t readers = 4;  // as many consumers as the log's reader lends

class newest_events {
 public:
  newest_events(log_source& log, std::span<const stream::partition_number> partitions, const event_filter& wanted,
                std::size_t limit)
      : log_(log), partitions_(partitions), wanted_(wanted), limit_(limit) {}

  result<std::vector<log_event>> run() {
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min(readers, partitions_.size()); ++i)
        threads.emplace_back([this] { read(); });
      read();
    }
    if (failure_) return std::unexpected(*failure_);
    std::ranges::sort(events_, std::greater{},
                      [](const log_event& e) { return std::tuple(e.appended_ms, e.partition, e.offset, e.index); });
    if (events_.size() > limit_) events_.resize(limit_);
    return std::move(events_);
  }

 private:
  // Until no partition is left.
  void read() {
    for (auto i = next_.fetch_add(1); i < partitions_.size(); i = next_.fetch_add(1)) {
      const auto left = std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now());
      if (left <= milliseconds(0)) return;
      auto got = read_backwards(
          log_, partitions_[i], std::nullopt, wanted_,
          {.events = limit_, .bytes = bytes_of_all / partitions_.size(), .time = std::min(left, time_of_one)});
      const std::lock_guard lock(mutex_);
      if (!got) {
        failure_ = got.error();
        return;
      }
      std::ranges::move(got->events, std::back_inserter(events_));
    }
  }

  log_source& log_;
  std::span<const stream::partition_number> partitions_;
  const event_filter& wanted_;
  const std::size_t limit_;
  const steady_clock::time_point deadline_ = steady_clock::now() + time_of_all;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::vector<log_event> events_;
  std::optional<error> failure_;
};

}  // namespace

result<std::vector<log_event>> read_newest(log_source& log, std::span<const stream::partition_number> partitions,
                                           const event_filter& wanted, std::size_t limit) {
  return newest_events(log, partitions, wanted, limit).run();
}

}  // namespace weir::api
