#include <condition_variable>
#include <deque>
#include <stop_token>
#include <thread>

#include <pthread.h>
#include <workers/usage/claim_storage.hpp>

namespace weir::usage {
namespace {

class threaded_chores final : public claim_chores {
 public:
  threaded_chores() : thread_([this](std::stop_token stop) { run(stop); }) {}

  void start(std::function<void()> chore) override {
    {
      const std::scoped_lock hold(lock_);
      waiting_.push_back(std::move(chore));
    }
    more_.notify_one();
  }

 private:
  void run(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "claims");
    while (true) {
      std::function<void()> chore;
      {
        std::unique_lock hold(lock_);
        if (!more_.wait(hold, stop, [this] { return !waiting_.empty(); }) || stop.stop_requested()) return;
        chore = std::move(waiting_.front());
        waiting_.pop_front();
      }
      chore();
    }
  }

  std::mutex lock_;
  std::condition_variable_any more_;
  std::deque<std::function<void()>> waiting_;  // one for each ledger at most
  std::jthread thread_;                        // last: it uses everything above
};

}  // namespace

std::unique_ptr<claim_chores> make_threaded_claim_chores() {
  return std::make_unique<threaded_chores>();
}

claim_storage::claim_storage(claim_storage_options options, claim_chores& chores)
    : options_(std::move(options)), chores_(chores), next_id_(options_.first_id) {}

bool claim_storage::account(std::ptrdiff_t more) {
  const auto now = memory_.fetch_add(more, std::memory_order_relaxed) + more;
  return now <= static_cast<std::ptrdiff_t>(options_.memory_bytes_most);
}

void claim_storage::distrust(stream::partition_number partition) {
  const std::scoped_lock hold(lock_);
  distrusted_.insert(partition);
}

bool claim_storage::distrusted(stream::partition_number partition) const {
  const std::scoped_lock hold(lock_);
  return distrusted_.contains(partition);
}

void claim_storage::trust(stream::partition_number partition) {
  const std::scoped_lock hold(lock_);
  distrusted_.erase(partition);
}

}  // namespace weir::usage
