// Asks the broker for the end of every assigned partition, from a thread of its own.
//
// The answer is one half of data_through. The question is the cure of librdkafka 2.0.2's fetch stall: when the local
// queue is over queued.min.messages the broker thread goes to sleep for up to a second (rd_kafka_broker_consumer_serve)
// and only a request to the same broker wakes it, so a consumer slower than the fetcher runs in one-second bursts. A
// question to each broker every 10 ms keeps it fetching. From 2.2 on fetch.queue.backoff.ms exists.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "src/kafka/handles.hpp"
#include <weir/kafka/topic_reader.hpp>

namespace weir::kafka {

class watermarks {
 public:
  watermarks(rd_kafka_t* rk, std::string topic, const reader_settings& settings);
  ~watermarks();

  void add(stream::partition_number partition);
  void remove(stream::partition_number partition);
  std::optional<topic_reader::watermark> get(stream::partition_number partition) const;

  // The reader has more records waiting than it takes at once: ask often for a while. Cheap; called by each poll.
  void note_busy() {
    if (!busy_.exchange(true, std::memory_order_relaxed) && idle_.load(std::memory_order_relaxed)) wake();
  }

  // Partitions are assigned, and no question was answered for `unavailable_after`.
  bool unreachable() const { return unreachable_.load(std::memory_order_relaxed); }

  // The broker has answered for `unavailable_after` that it does not know the topic or an assigned partition.
  // librdkafka 2.0.2 tells this to error callbacks only, not to the queue of a partition, and forgets the partition.
  bool topic_missing() const { return topic_missing_.load(std::memory_order_relaxed); }

  std::uint64_t questions() const { return questions_.load(std::memory_order_relaxed); }

 private:
  void run();
  void ask();
  void wake();

  struct entry {
    stream::partition_number partition = 0;
    std::optional<topic_reader::watermark> known;
  };

  rd_kafka_t* rk_;
  std::string topic_;
  reader_settings settings_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<entry> entries_;
  bool stopping_ = false;
  bool woken_ = false;
  std::atomic<bool> busy_ = false;
  std::atomic<bool> idle_ = true;
  std::atomic<bool> unreachable_ = false;
  std::atomic<bool> topic_missing_ = false;
  std::atomic<std::uint64_t> questions_ = 0;
  void note(bool answered, bool missing);

  std::int64_t last_answer_ms_ = 0;
  std::int64_t last_found_ms_ = 0;
  std::thread thread_;
};

}  // namespace weir::kafka
