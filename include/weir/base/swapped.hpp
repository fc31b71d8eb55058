// A value that many threads read and that is exchanged now and then while they do: a key ring, say. Reading is one
// load.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace weir {

// Earlier values stay until the end, as readers are not counted: for small ones that change by an operator's hand.
template<class T>
class swapped {
 public:
  explicit swapped(T first) { set(std::move(first)); }
  swapped(const swapped&) = delete;
  swapped& operator=(const swapped&) = delete;

  // Any thread; valid as long as this.
  const T& get() const { return *now_.load(std::memory_order_acquire); }

  void set(T next) {
    std::scoped_lock lock(mutex_);
    if (!all_.empty() && *all_.back() == next) return;
    all_.push_back(std::make_unique<const T>(std::move(next)));
    now_.store(all_.back().get(), std::memory_order_release);
  }

 private:
  std::atomic<const T*> now_{nullptr};
  std::mutex mutex_;
  std::vector<std::unique_ptr<const T>> all_;
};

}  // namespace weir
