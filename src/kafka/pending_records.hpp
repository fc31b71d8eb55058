// Records handed to librdkafka: who is told what became of them, and until when.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
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
  enum class standing : std::uint8_t {
    settled,
    owed,  // `done` has not been called or taken
    late,  // `done` was taken when its deadline passed; librdkafka has not reported
  } is = standing::settled;
};

// In order of publishing, which is the order of deadlines, since all have the same time.
class pending_records {
 public:
  void add(pending_record& r) {
    const std::lock_guard lock(mutex_);
    r.is = pending_record::standing::owed;
    owed_.append(r);
  }

  // librdkafka is done with it, or never had it. True for exactly one caller: the one that has to call r.done.
  bool take(pending_record& r) {
    const std::lock_guard lock(mutex_);
    const auto was = std::exchange(r.is, pending_record::standing::settled);
    if (was == pending_record::standing::owed) owed_.remove(r);
    if (was == pending_record::standing::late) late_.remove(r);
    return was == pending_record::standing::owed;
  }

  // Moves the callbacks of records published at or before `since_ms` to `out`; the records stay with librdkafka.
  void take_older(std::int64_t since_ms, std::vector<stream::publisher::delivered>& out) {
    const std::lock_guard lock(mutex_);
    while (owed_.first != nullptr && owed_.first->since_ms <= since_ms) {
      auto& r = *owed_.first;
      out.push_back(std::move(r.done));
      owed_.remove(r);
      r.is = pending_record::standing::late;
      late_.append(r);
    }
  }

  // Late records will not be reported any more.
  void forget_late() {
    const std::lock_guard lock(mutex_);
    while (late_.first != nullptr) {
      late_.first->is = pending_record::standing::settled;
      late_.remove(*late_.first);
    }
  }

  // When the oldest was published; nothing is owed: `otherwise`.
  std::int64_t oldest_ms(std::int64_t otherwise) const {
    const std::lock_guard lock(mutex_);
    return owed_.first == nullptr ? otherwise : owed_.first->since_ms;
  }

  // The same of those that are late.
  std::int64_t oldest_late_ms(std::int64_t otherwise) const {
    const std::lock_guard lock(mutex_);
    return late_.first == nullptr ? otherwise : late_.first->since_ms;
  }

  // Records that are owed.
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return owed_.size;
  }

 private:
  struct list {
    pending_record* first = nullptr;
    pending_record* last = nullptr;
    std::size_t size = 0;

    void append(pending_record& r) {
      r.before = last;
      r.after = nullptr;
      (last == nullptr ? first : last->after) = &r;
      last = &r;
      ++size;
    }

    void remove(pending_record& r) {
      (r.before == nullptr ? first : r.before->after) = r.after;
      (r.after == nullptr ? last : r.after->before) = r.before;
      --size;
    }
  };

  mutable std::mutex mutex_;
  list owed_;
  list late_;
};

}  // namespace weir::kafka
