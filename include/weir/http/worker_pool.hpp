// Threads for work that waits: databases, files. io threads never do.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <weir/http/responder.hpp>

namespace weir::http {

struct worker_pool_options {
  std::string name = "http-work";  // of the threads, 15 characters at most
  unsigned threads = 4;
  std::size_t queue_max = 256;  // tasks waiting, not counting those that run
  int niceness = 0;             // above the process's own, 0 to 19: what takes a core for long gives way to the rest
  // Any thread; may be empty.
  std::function<void(std::size_t waiting, std::size_t running)> on_change;
  std::function<void()> on_rejected;
  std::function<void(std::string_view what)> on_exception;  // a task threw: a bug
};

class worker_pool {
 public:
  using task = std::move_only_function<void()>;

  explicit worker_pool(worker_pool_options options);
  ~worker_pool();  // stop()

  // False when the queue is full or the pool stops; the task is destroyed then. Any thread.
  bool try_submit(task t);

  // Finishes what is queued, takes nothing more, joins.
  void stop();

  std::size_t waiting() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// A handler whose work runs in `pool`, which outlives it. A full pool answers 503 overloaded.
handler blocking(worker_pool& pool, std::function<response(const request&)> work);

}  // namespace weir::http
