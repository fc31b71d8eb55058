// stream::log_reader on one Kafka topic.
//
// One librdkafka consumer without a group. Each partition is started and stopped by itself
// (rd_kafka_consume_start_queue into one shared queue): stopping waits for librdkafka's confirmation and raises the
// partition's version, and records of an older version never leave the queue, so that re-assigning one partition
// neither disturbs the others nor lets a stale record through (librdkafka 2.0.2, rdkafka_partition.h, rktp_version).
// rd_kafka_assign would restart all of them. Offsets are checked besides: what is below the expected offset is dropped,
// what is above is log_gap.
//
// Memory: at most about reader_settings::queued_bytes plus one fetch, and the records of the last poll.
#pragma once

#include <memory>

#include <weir/base/time.hpp>
#include <weir/kafka/client_config.hpp>
#include <weir/stream/log.hpp>

namespace weir::kafka {

struct reader_settings {
  std::size_t queued_records = 40'000;
  std::size_t queued_bytes = 64 * 1024 * 1024;
  std::size_t fetch_bytes = 512 * 1024;  // for each partition and request
  int fetch_min_bytes = 1;
  int fetch_wait_ms = 50;
  std::chrono::milliseconds ask_busy{10};             // how often the end of the log is asked for while catching up,
  std::chrono::milliseconds ask_idle{250};            // and else
  std::chrono::milliseconds question_deadline{5000};  // of bounds() and fingerprint_at()
  std::chrono::milliseconds unavailable_after{2000};  // without an answer from the broker
  bool wake_fetches = true;  // off only to show librdkafka's fetch stall (see src/kafka/watermarks.hpp)
};

class topic_reader final : public stream::log_reader {
 public:
  // `topic` without the prefix. Opens no connection. Errors: setting_invalid.
  static result<std::unique_ptr<topic_reader>> open(const client_config& config, const std::string& topic,
                                                    const reader_settings& settings = {});
  ~topic_reader() override;

  result<void> assign(stream::partition_number partition, stream::offset next) override;
  void unassign(stream::partition_number partition) override;
  result<std::span<const stream::record>> poll(std::size_t most, std::chrono::milliseconds wait) override;
  std::optional<stream::partition_number> poll_error_partition() const override;
  result<stream::log_bounds> bounds(stream::partition_number partition) override;
  result<std::optional<stream::fingerprint>> fingerprint_at(stream::partition_number partition,
                                                            stream::offset at) override;

  // Of assigned partitions. Any thread.
  std::optional<watermark> latest_watermark(stream::partition_number partition) const override;

  // Records that wait in the local queue, and how often the fetch thread was woken. Any thread.
  struct counters {
    std::size_t queued = 0;
    std::uint64_t questions = 0;
    std::uint64_t dropped = 0;  // below the expected offset
  };
  counters count() const;

 private:
  struct parts;
  explicit topic_reader(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::kafka
