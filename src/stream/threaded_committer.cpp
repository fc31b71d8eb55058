#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stop_token>
#include <thread>

#include <weir/base/assert.hpp>
#include <weir/stream/committer.hpp>

namespace weir::stream {
namespace {

using namespace std::chrono_literals;

class threaded_committer final : public committer {
 public:
  threaded_committer() : thread_([this](std::stop_token stop) { run(stop); }) {}

  void start(std::unique_ptr<flush> f) override {
    std::scoped_lock lock(mutex_);
    WEIR_ASSERT(!waiting_ && !running_ && !ended_, "one flush at a time");
    waiting_ = std::move(f);
    changed_.notify_all();
  }

  bool busy() const override {
    std::scoped_lock lock(mutex_);
    return waiting_ || running_ || ended_;
  }

  std::unique_ptr<flush> take(std::chrono::milliseconds wait) override {
    std::unique_lock lock(mutex_);
    if (!ended_ && wait > 0ms) changed_.wait_for(lock, wait, [this] { return ended_ != nullptr; });
    return std::move(ended_);
  }

 private:
  void run(std::stop_token stop) {
    std::minstd_rand jitter{std::random_device{}()};
    while (true) {
      std::unique_ptr<flush> work;
      {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return waiting_ != nullptr; })) return;
        work = std::move(waiting_);
        running_ = true;
      }
      auto delay = 10ms;
      while (!work->done()) {
        if (stop.stop_requested()) return;
        if (work->step()) {
          std::unique_lock lock(mutex_);
          const auto jittered = delay / 2 + std::chrono::milliseconds(jitter() % static_cast<unsigned>(delay.count()));
          changed_.wait_for(lock, stop, jittered, [] { return false; });
          delay = std::min(delay * 2, 2000ms);
        } else {
          delay = 10ms;
        }
      }
      std::scoped_lock lock(mutex_);
      running_ = false;
      ended_ = std::move(work);
      changed_.notify_all();
    }
  }

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::unique_ptr<flush> waiting_;
  bool running_ = false;
  std::unique_ptr<flush> ended_;
  std::jthread thread_;  // last: it uses everything above
};

}  // namespace

std::unique_ptr<committer> make_threaded_committer() {
  return std::make_unique<threaded_committer>();
}

}  // namespace weir::stream
