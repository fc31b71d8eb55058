// One thread that keeps the API's caches fresh and knows whether PostgreSQL answers.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace weir::api {

class services;

class refresher {
 public:
  explicit refresher(services& with);
  ~refresher();

  void start();

  // No answer within the last seconds, also while a question hangs.
  bool database_away() const;

 private:
  void run();

  services& with_;
  std::atomic<std::int64_t> answered_ms_;  // when the database answered last
  std::atomic<bool> started_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace weir::api
