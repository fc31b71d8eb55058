#include "src/kafka/queries.hpp"

#include <algorithm>
#include <thread>

#include "src/kafka/errors.hpp"

namespace weir::kafka {

int remaining_ms(deadline until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 120'000));
}

result<void> list_offsets(rd_kafka_t* rk, rd_kafka_topic_partition_list_t* partitions, std::int64_t which,
                          deadline until) {
  while (true) {
    for (int i = 0; i < partitions->cnt; ++i)
      partitions->elems[i].offset = which;
    const auto code = rd_kafka_offsets_for_times(rk, partitions, std::max(1, remaining_ms(until)));
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const bool moving =
        code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION || code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
    if (!moving || remaining_ms(until) < 100) return std::unexpected(read_error(code, "ListOffsets"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // a leader is being elected, or the topic is new
  }
}

result<stream::log_bounds> query_bounds(rd_kafka_t* rk, const std::string& topic, stream::partition_number partition,
                                        deadline until) {
  const auto ask = [&](std::int64_t which) -> result<stream::offset> {
    const auto list = make_partition_list(1);
    const auto* asked = rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    const auto answered = list_offsets(rk, list.get(), which, until);
    if (!answered) return std::unexpected(answered.error());
    if (asked->err != RD_KAFKA_RESP_ERR_NO_ERROR) return std::unexpected(read_error(asked->err, topic));
    if (asked->offset < 0)
      return fail(error_code::broker_unavailable, topic + ": ListOffsets has no answer for the partition");
    return asked->offset;
  };
  const auto start = ask(RD_KAFKA_OFFSET_BEGINNING);
  if (!start) return std::unexpected(start.error());
  const auto end = ask(RD_KAFKA_OFFSET_END);
  if (!end) return std::unexpected(end.error());
  return stream::log_bounds{*start, *end};
}

partition_scan::partition_scan(rd_kafka_t* rk, topic_handle topic, stream::partition_number partition)
    : queue_(rd_kafka_queue_new(rk)), topic_(std::move(topic)), partition_(partition) {}

partition_scan::~partition_scan() {
  if (topic_ && started_) rd_kafka_consume_stop(topic_.get(), partition_);
}

result<partition_scan> partition_scan::start(rd_kafka_t* rk, const std::string& topic,
                                             stream::partition_number partition, stream::offset from) {
  topic_handle made(rd_kafka_topic_new(rk, topic.c_str(), nullptr));
  if (!made) return std::unexpected(read_error(rd_kafka_last_error(), topic));
  partition_scan scan(rk, std::move(made), partition);
  if (rd_kafka_consume_start_queue(scan.topic_.get(), partition, from, scan.queue_.get()) != 0) {
    return std::unexpected(read_error(rd_kafka_last_error(), topic));
  }
  scan.started_ = true;
  return scan;
}

result<partition_scan::step> partition_scan::next(deadline until) {
  message_handle message(rd_kafka_consume_queue(queue_.get(), remaining_ms(until)));
  if (!message) return step{};
  switch (message->err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return step{std::move(message), false, false};
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return step{nullptr, true, false};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return step{nullptr, false, true};
    default:
      return std::unexpected(read_error(message->err, rd_kafka_topic_name(topic_.get())));
  }
}

stream::record to_record(const rd_kafka_message_t& message) {
  stream::record out;
  out.partition = message.partition;
  out.offset = message.offset;
  out.appended_ms = rd_kafka_message_timestamp(&message, nullptr);
  out.key = {static_cast<const char*>(message.key), message.key_len};
  out.value = {static_cast<const char*>(message.payload), message.len};
  return out;
}

}  // namespace weir::kafka
