#include "src/kafka/watermarks.hpp"

#include <algorithm>

#include "src/kafka/errors.hpp"
#include "src/kafka/queries.hpp"

namespace weir::kafka {

watermarks::watermarks(rd_kafka_t* rk, std::string topic, const reader_settings& settings)
    : rk_(rk), topic_(std::move(topic)), settings_(settings), thread_([this] { run(); }) {}

watermarks::~watermarks() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void watermarks::add(stream::partition_number partition) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const entry& e) { return e.partition == partition; });
    if (entries_.empty()) last_answer_ms_ = last_found_ms_ = system_clock().monotonic_ms();
    entries_.push_back({partition, std::nullopt});
    woken_ = true;
  }
  changed_.notify_all();
}

void watermarks::remove(stream::partition_number partition) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const entry& e) { return e.partition == partition; });
}

std::optional<topic_reader::watermark> watermarks::get(stream::partition_number partition) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(entries_, partition, &entry::partition);
  return found == entries_.end() ? std::nullopt : found->known;
}

void watermarks::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void watermarks::run() {
  int quiet_turns = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (entries_.empty()) {
      unreachable_ = topic_missing_ = false;
      changed_.wait(lock, [&] { return stopping_ || !entries_.empty(); });
      continue;
    }
    lock.unlock();
    ask();
    lock.lock();
    quiet_turns = busy_.exchange(false, std::memory_order_relaxed) ? 0 : quiet_turns + 1;
    const bool idle = quiet_turns > 10 || !settings_.wake_fetches;
    idle_.store(idle, std::memory_order_relaxed);
    woken_ = false;
    changed_.wait_for(lock, idle ? settings_.ask_idle : settings_.ask_busy,
                      [&] { return stopping_ || (idle && settings_.wake_fetches && woken_); });
  }
}

void watermarks::ask() {
  const auto asked_ms = system_clock().monotonic_ms();
  auto list = make_partition_list(8);
  {
    const std::lock_guard lock(mutex_);
    for (const auto& e : entries_)
      rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), e.partition);
  }
  if (list->cnt == 0) return;
  // Short, so that shutdown waits no longer than this.
  const auto answered = list_offsets(rk_, list.get(), RD_KAFKA_OFFSET_END,
                                     std::chrono::steady_clock::now() + std::chrono::milliseconds(500));
  questions_.fetch_add(1, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  bool missing = !answered && answered.error().code == error_code::log_topic_missing;
  for (int i = 0; answered && i < list->cnt; ++i) {
    const auto& got = list->elems[i];
    missing = missing || topic_is_missing(got.err);
    const auto found = std::ranges::find(entries_, got.partition, &entry::partition);
    if (got.err == RD_KAFKA_RESP_ERR_NO_ERROR && got.offset >= 0 && found != entries_.end()) {
      found->known = {got.offset, asked_ms};
    }
  }
  note(answered.has_value() || missing, missing);
}

void watermarks::note(bool answered, bool missing) {
  const auto now = system_clock().monotonic_ms();
  const auto patience = settings_.unavailable_after.count();
  if (answered) last_answer_ms_ = now;
  if (answered && !missing) last_found_ms_ = now;
  unreachable_ = now - last_answer_ms_ > patience;
  if (answered) topic_missing_ = missing && now - last_found_ms_ > patience;
}

}  // namespace weir::kafka
