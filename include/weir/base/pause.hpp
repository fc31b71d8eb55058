// Waiting that a request to stop ends.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace weir {

// Sleeps, unless told to stop.
inline void pause(const std::stop_token& stop, std::chrono::milliseconds how_long) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, how_long, [] { return false; });
}

}  // namespace weir
