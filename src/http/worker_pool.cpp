#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <weir/http/worker_pool.hpp>

namespace weir::http {
namespace {

// On Linux a thread has a niceness of its own, contrary to POSIX: man 2 setpriority.
void give_way(int niceness) {
  if (niceness == 0) return;
  const auto self = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, self, getpriority(PRIO_PROCESS, self) + niceness);
}

}  // namespace

struct worker_pool::state {
  worker_pool_options options;
  mutable std::mutex mutex;
  std::condition_variable work;
  std::deque<task> queue;
  std::size_t running = 0;
  bool stopping = false;
  std::vector<std::thread> threads;

  void report(std::size_t waiting, std::size_t now_running) const {
    if (options.on_change) options.on_change(waiting, now_running);
  }

  void run() {
    give_way(options.niceness);
    std::unique_lock lock(mutex);
    for (;;) {
      work.wait(lock, [&] { return stopping || !queue.empty(); });
      if (queue.empty()) return;
      auto next = std::move(queue.front());
      queue.pop_front();
      ++running;
      auto waiting = queue.size();
      auto now_running = running;
      lock.unlock();
      report(waiting, now_running);
      try {
        next();
      } catch (const std::exception& e) {
        if (options.on_exception) options.on_exception(e.what());
      }
      next = nullptr;
      lock.lock();
      --running;
    }
  }
};

worker_pool::worker_pool(worker_pool_options options) : state_(std::make_unique<state>()) {
  state_->options = std::move(options);
  for (unsigned i = 0; i < std::max(1u, state_->options.threads); ++i) {
    auto& thread = state_->threads.emplace_back([s = state_.get()] { s->run(); });
    pthread_setname_np(thread.native_handle(), state_->options.name.substr(0, 15).c_str());
  }
}

worker_pool::~worker_pool() {
  stop();
}

bool worker_pool::try_submit(task t) {
  std::size_t waiting = 0;
  std::size_t running = 0;
  {
    std::scoped_lock lock(state_->mutex);
    if (!state_->stopping && state_->queue.size() < state_->options.queue_max) {
      state_->queue.push_back(std::move(t));
      waiting = state_->queue.size();
      running = state_->running;
    }
  }
  if (waiting == 0) {
    if (state_->options.on_rejected) state_->options.on_rejected();
    return false;
  }
  state_->work.notify_one();
  state_->report(waiting, running);
  return true;
}

void worker_pool::stop() {
  {
    std::scoped_lock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->work.notify_all();
  for (auto& thread : state_->threads) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t worker_pool::waiting() const {
  std::scoped_lock lock(state_->mutex);
  return state_->queue.size();
}

handler blocking(worker_pool& pool, std::function<response(const request&)> work) {
  auto shared = std::make_shared<std::function<response(const request&)>>(std::move(work));
  return [&pool, shared](request req, responder respond) {
    // Shared so that a rejected task leaves the right to answer here.
    auto right = std::make_shared<responder>(std::move(respond));
    bool taken = pool.try_submit([req, right, shared] { (*right)((*shared)(req)); });
    if (!taken) (*right)(error(error_code::overloaded, "Too many requests are waiting; try again."));
  };
}

}  // namespace weir::http
