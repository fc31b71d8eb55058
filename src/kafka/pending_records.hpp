// Records handed to librdkafka: who is told what became of them, and until when.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <weir/stream/publisher.hpp>

namespace weir::kafka {

// Owned by librdkafka's message from produce to delivery report; the value is not copied.
struct pending_record {
  stream::outgoing_record record;
  stream::publisher::delivered done;
  std::int64_t since_ms = 0;
  pending_record* before = nullptr;
  pending_record* after = nullptr;
  bool owed = false;  // in the list: `done` has not been called or taken
};

// In order of publishing, which is the order of deadlines, since all have the same time.
class pending_records {
 public:
  void add(pending_record& r) {
    const std::lock_guard lock(mutex_);
    r.owed = true;
    r.before = last_;
    r.after = nullptr;
    (last_ == nullptr ? first_ : last_->after) = &r;
    last_ = &r;
    ++size_;
  }

  // True for exactly one caller: the one that has to call r.done.
  bool take(pending_record& r) {
    const std::lock_guard lock(mutex_);
    return take_locked(r);
  }

  // Moves the callbacks of records published at or before `since_ms` to `out`; the records stay with librdkafka.
  void take_older(std::int64_t since_ms, std::vector<stream::publisher::delivered>& out) {
    const std::lock_guard lock(mutex_);
    while (first_ != nullptr && first_->since_ms <= since_ms) {
      auto& r = *first_;
      out.push_back(std::move(r.done));
      take_locked(r);
    }
  }

  // When the oldest was published; nothing is owed: `otherwise`.
  std::int64_t oldest_ms(std::int64_t otherwise) const {
    const std::lock_guard lock(mutex_);
    return first_ == nullptr ? otherwise : first_->since_ms;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return size_;
  }

 private:
  bool take_locked(pending_record& r) {
    if (!r.owed) return false;
    r.owed = false;
    (r.before == nullptr ? first_ : r.before->after) = r.after;
    (r.after == nullptr ? last_ : r.after->before) = r.before;
    --size_;
    return true;
  }

  mutable std::mutex mutex_;
  pending_record* first_ = nullptr;
  pending_record* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace weir::kafka
