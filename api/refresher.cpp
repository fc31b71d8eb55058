#include <chrono>

#include <api/active_types.hpp>
#include <api/context.hpp>
#include <api/feature_flags.hpp>
#include <api/key_cache.hpp>
#include <api/provider_doors.hpp>
#include <api/refresher.hpp>
#include <api/session_cache.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/log.hpp>

namespace weir::api {
namespace {

constexpr std::int64_t away_after_ms = 3'000;

}  // namespace

refresher::refresher(services& with) : with_(with), answered_ms_(with.clock.monotonic_ms()) {}

refresher::~refresher() {
  {
    std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void refresher::start() {
  answered_ms_ = with_.clock.monotonic_ms();
  started_ = true;
  thread_ = std::thread([this] { run(); });
}

bool refresher::database_away() const {
  return started_.load(std::memory_order_relaxed) &&
         with_.clock.monotonic_ms() - answered_ms_.load(std::memory_order_relaxed) > away_after_ms;
}

void refresher::run() {
  bool was_away = false;
  for (;;) {
    auto answered = with_.types->refresh();
    if (answered) {
      answered_ms_ = with_.clock.monotonic_ms();
      if (was_away) log::info("PostgreSQL answers again");
      with_.keys->refresh();
      with_.sessions->refresh();
      with_.subjects->refresh();
      with_.doors->refresh();
      (void)with_.flags->refresh();  // as they were, until the next second
    } else if (!was_away) {
      log::warning("PostgreSQL does not answer: known keys and subjects go on", {{"error", answered.error()}});
    }
    was_away = !answered;
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_; })) return;
  }
}

}  // namespace weir::api
