// A tenant's events, newest first: its partition of weir.usage read backwards, within bounds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <api/usage/record_events.hpp>

#include <weir/stream/log.hpp>

namespace weir::api {

// What the log is read through; the twin in tests is a vector. Errors as kafka::bounded_reader's.
class log_source {
 public:
  virtual ~log_source() = default;
  virtual result<kafka::record_page> read(stream::partition_number partition, stream::offset from,
                                          const kafka::read_limits& limits) = 0;
  virtual result<stream::log_bounds> bounds(stream::partition_number partition, std::chrono::milliseconds time) = 0;
};

class usage_log final : public log_source {
 public:
  explicit usage_log(kafka::bounded_reader& reader) : reader_(reader) {}
  result<kafka::record_page> read(stream::partition_number partition, stream::offset from,
                                  const kafka::read_limits& limits) override;
  result<stream::log_bounds> bounds(stream::partition_number partition, std::chrono::milliseconds time) override;

 private:
  kafka::bounded_reader& reader_;
};

struct event_filter {
  std::optional<tenant_id> tenant{};  // absent: all, platform only
  std::optional<std::string> type{};
  std::optional<std::string> subject{};
  std::optional<std::string> source{};
  std::optional<std::string> id{};
  std::optional<timestamp> from{};  // of arrival, by the broker's clock
  std::optional<timestamp> to{};
  std::optional<timestamp> time_from{};  // of the event's own time
  std::optional<timestamp> time_to{};
  stream::offset first = 0;  // of the records; earlier ones are not read
  bool parts = false;        // subject and id match where they contain the text
};

// Everything before event `index` of the record at `offset`.
struct log_place {
  stream::offset offset = 0;
  std::int32_t index = 0;
};

struct scan_limits {
  std::size_t events = 50;
  std::size_t bytes = 16 * 1024 * 1024;
  std::chrono::milliseconds time{2000};
};

struct event_page {
  std::vector<log_event> events{};  // newest first
  std::optional<log_place> next{};  // nothing: the log, or the range asked for, has no earlier ones
  stream::offset log_start = 0;     // the first offset that the log still has
};

// `before` absent: from the end of the log. Bytes may be passed by one chunk of records. Errors: broker_unavailable,
// log_topic_missing.
result<event_page> read_backwards(log_source& log, stream::partition_number partition, std::optional<log_place> before,
                                  const event_filter& wanted, const scan_limits& limits);

// The record at an offset; nothing when the log does not hold it any more, or did not give it in time.
result<std::optional<kafka::owned_record>> read_record(log_source& log, stream::partition_number partition,
                                                       stream::offset at, std::chrono::milliseconds time);

}  // namespace weir::api
