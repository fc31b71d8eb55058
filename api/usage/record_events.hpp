// The events of one usage record, each as it stands in the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/kafka/bounded_reader.hpp>

namespace weir::api {

struct log_event {
  stream::partition_number partition = 0;
  stream::offset offset = 0;
  std::int32_t index = 0;
  std::int64_t appended_ms = 0;
  std::string id{};
  std::string source{};
  std::string type{};
  std::string subject{};  // empty: none
  timestamp time{};
  std::uint32_t content = 0;  // as claims remember it
  bool repeated = false;      // an earlier event of this record is the same: if one of them was counted, that one was
  std::string json{};         // the whole CloudEvent
  std::string tenant{};       // ten_…, as the record says
  std::string history{};      // him_…, of a row of an import; empty: a live event
};

std::string_view header_of(const kafka::owned_record& r, std::string_view name);  // empty when there is none

// Error: record_malformed, also for a record of another frame version.
result<std::vector<log_event>> read_events(const kafka::owned_record& r);

}  // namespace weir::api
