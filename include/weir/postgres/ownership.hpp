// What the two halves of one worker share: the lease store (engine's thread) and the flush store (committer's thread).
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <weir/postgres/connection.hpp>

namespace weir::postgres {

// The server process that runs this worker's flushes. The lease store writes it into each row that it takes, the flush
// store rewrites those rows when it had to reconnect: so whoever takes a partition over from a stopped worker knows
// which backend still holds the row locks. Any thread.
class flush_backend {
 public:
  // While it is held, no row is taken and no backend is published, so that no row is left with an older backend.
  std::unique_lock<std::mutex> guard() { return std::unique_lock(mutex_); }

  const std::optional<backend_identity>& identity() const { return identity_; }  // under guard()
  void publish(backend_identity id) { identity_ = std::move(id); }               // under guard()

 private:
  std::mutex mutex_;
  std::optional<backend_identity> identity_;
};

struct ownership {
  std::string consumer;
  std::string topic;
  std::string owner;  // unique for each start of a process: a restarted worker is another owner
  std::chrono::milliseconds lease{10'000};
  std::shared_ptr<flush_backend> backend = std::make_shared<flush_backend>();
};

}  // namespace weir::postgres
