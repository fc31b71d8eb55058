// Questions to the broker with a deadline, and single partitions read from a position.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "src/kafka/handles.hpp"
#include <weir/stream/log.hpp>

namespace weir::kafka {

using deadline = std::chrono::steady_clock::time_point;

int remaining_ms(deadline until);

// One ListOffsets request per leader. `which` is RD_KAFKA_OFFSET_BEGINNING or RD_KAFKA_OFFSET_END.
// rd_kafka_offsets_for_times and not rd_kafka_query_watermark_offsets: in librdkafka 2.0.2 the latter ignores its
// timeout once the request is out and then waits for socket.timeout.ms.
result<void> list_offsets(rd_kafka_t* rk, rd_kafka_topic_partition_list_t* partitions, std::int64_t which,
                          deadline until);

result<stream::log_bounds> query_bounds(rd_kafka_t* rk, const std::string& topic, stream::partition_number partition,
                                        deadline until);

// Reads one partition from an offset on a side consumer (conf.hpp). Not thread-safe; one at a time for each client and
// partition.
class partition_scan {
 public:
  static result<partition_scan> start(rd_kafka_t* rk, const std::string& topic, stream::partition_number partition,
                                      stream::offset from);
  ~partition_scan();
  partition_scan(partition_scan&&) noexcept = default;

  struct step {
    message_handle message;  // nothing at the end of the log or the deadline
    bool end_of_log = false;
    bool out_of_range = false;  // the log does not hold the offset asked for
  };
  result<step> next(deadline until);

 private:
  partition_scan(rd_kafka_t* rk, topic_handle topic, stream::partition_number partition);
  queue_handle queue_;
  topic_handle topic_;
  stream::partition_number partition_;
  bool started_ = false;
};

// The views of a consumed message as a record without headers.
stream::record to_record(const rd_kafka_message_t& message);

}  // namespace weir::kafka
