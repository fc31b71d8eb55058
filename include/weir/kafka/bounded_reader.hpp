// Reads a stretch of one partition for people: at most so many records and bytes, at most so long, then a cursor goes
// on. Any threads; each call borrows a consumer from a small pool. Not for workers: those have topic_reader.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <weir/kafka/client_config.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::kafka {

struct owned_record {
  stream::partition_number partition = 0;
  stream::offset offset = 0;
  std::int64_t appended_ms = 0;
  std::string key;
  std::string value;
  std::vector<stream::owned_header> headers;
};

struct read_limits {
  std::size_t records = 1000;
  std::size_t bytes = 4 * 1024 * 1024;  // of keys and values; the record that passes it is the last
  std::chrono::milliseconds time{2000};
};

struct record_page {
  std::vector<owned_record> records;
  stream::offset next = 0;  // where to go on
  bool end_of_log = false;  // nothing was behind `next` when this was read
};

class bounded_reader {
 public:
  // At most `consumers` reads at the same time; more of them wait within their own time.
  explicit bounded_reader(client_config config, std::size_t consumers = 4);
  ~bounded_reader();

  // `topic` without the prefix. Nothing in time is an empty page, not an error. Errors: log_retention_passed (`from` is
  // before the log), log_truncated (behind it), log_topic_missing, broker_unavailable.
  result<record_page> read(const std::string& topic, stream::partition_number partition, stream::offset from,
                           const read_limits& limits);

  // What the log holds. Errors as above.
  result<stream::log_bounds> bounds(const std::string& topic, stream::partition_number partition,
                                    std::chrono::milliseconds time);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::kafka
