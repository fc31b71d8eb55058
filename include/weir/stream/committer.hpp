// Runs one flush at a time beside the engine, so that the next batch is parsed while the last one commits.
#pragma once

#include <chrono>
#include <memory>

#include <weir/stream/flush.hpp>

namespace weir::stream {

class committer {
 public:
  virtual ~committer() = default;

  // Only when idle.
  virtual void start(std::unique_ptr<flush> f) = 0;

  virtual bool busy() const = 0;

  // The flush when it has ended, waiting at most so long; null while it runs or when there is none.
  virtual std::unique_ptr<flush> take(std::chrono::milliseconds wait) = 0;
};

// On a thread of its own; repeats a retryable step after a jittered back-off of 10 ms to 2 s. Destruction abandons a
// running flush after its current store call: the outcome is then what the database says.
std::unique_ptr<committer> make_threaded_committer();

}  // namespace weir::stream
