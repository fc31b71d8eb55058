// The log's in-memory twin: partitions of records, a reader over them and the bad days of a real log. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/stream/log.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::stream {

struct stored_record {
  std::int64_t appended_ms = 0;
  std::string key;
  std::string value;
  std::vector<owned_header> headers;
};

class memory_log {
 public:
  explicit memory_log(partition_number partitions) : partitions_(static_cast<std::size_t>(partitions)) {}

  partition_number partition_count() const { return static_cast<partition_number>(partitions_.size()); }

  offset append(partition_number partition, stored_record record);
  const stored_record* find(partition_number partition, offset at) const;
  log_bounds bounds(partition_number partition) const;

  void delete_before(partition_number partition, offset start);  // retention
  void truncate(partition_number partition, offset high);        // a log that lost its tail
  void recreate(partition_number partition);                     // the topic was deleted and made again

 private:
  struct partition_log {
    offset start = 0;
    std::vector<stored_record> records;
  };
  std::vector<partition_log> partitions_;
};

// A reader with faults: `before` is asked at each call and may return an error or throw (a crash).
class memory_log_reader final : public log_reader {
 public:
  using fault = std::function<std::optional<error>(std::string_view call)>;

  memory_log_reader(const memory_log& log, const clock_source& clock, fault before = {});

  result<void> assign(partition_number partition, offset next) override;
  void unassign(partition_number partition) override;
  result<std::span<const record>> poll(std::size_t most, std::chrono::milliseconds wait) override;
  std::optional<partition_number> poll_error_partition() const override { return failed_; }
  result<log_bounds> bounds(partition_number partition) override;
  std::optional<watermark> latest_watermark(partition_number partition) const override;
  result<std::optional<fingerprint>> fingerprint_at(partition_number partition, offset at) override;

 private:
  record view(partition_number partition, offset at, const stored_record& stored);
  void spoil();  // what was polled is valid no longer: whoever still reads it shall notice

  const memory_log& log_;
  const clock_source& clock_;
  fault before_;
  std::map<partition_number, offset> assigned_;
  std::optional<partition_number> failed_;
  partition_number turn_ = 0;
  std::vector<record> records_;
  std::vector<stored_record> copies_;
  std::vector<std::vector<header>> headers_;
};

}  // namespace weir::stream
