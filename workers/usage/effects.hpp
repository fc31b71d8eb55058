// What a run of records does to the tables: plain values, computed by the processor, written by a usage_store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <workers/usage/cell_table.hpp>
#include <workers/usage/claim_list.hpp>
#include <workers/usage/claim_table.hpp>

#include <weir/base/error.hpp>
#include <weir/base/hash.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/lease.hpp>
#include <weir/stream/log.hpp>

namespace weir::usage {

// Days since 1970 on the broker's clock.
using arrival_day = std::int32_t;
// Hours since 1970 on the broker's clock.
using arrival_hour = std::int32_t;

constexpr arrival_hour hour_of_arrival(std::int64_t appended_ms) {
  return static_cast<arrival_hour>(appended_ms / 3'600'000);
}
constexpr arrival_day day_of_arrival(std::int64_t appended_ms) {
  return static_cast<arrival_day>(appended_ms / 86'400'000);
}

// What became of events; events is the sum of the others.
struct conservation_counts {
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::int64_t counted = 0;
  std::int64_t duplicate = 0;
  std::int64_t conflict = 0;
  std::int64_t unmatched = 0;
  std::int64_t rejected = 0;
  std::int64_t quarantined = 0;

  std::int64_t events() const { return counted + duplicate + conflict + unmatched + rejected + quarantined; }
};

struct meter_counts {
  std::int64_t counted = 0;
  std::int64_t invalid = 0;
};

// What became of rows of an import.
struct history_counts {
  std::int64_t counted = 0;
  std::int64_t duplicate = 0;
  std::int64_t conflict = 0;
  std::int64_t refused = 0;
  stream::offset last_offset = 0;  // of the last record with such rows
};

struct rejected_row {
  rejected_id id;
  std::int32_t tenant_number = 0;
  stream::partition_number partition = 0;
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::int32_t event_index = 0;  // -1: a range
  std::int64_t count = 1;
  std::optional<std::int32_t> meter_number;  // counted elsewhere, invalid for this meter only
  error_code code{};
  std::string detail;
  std::string event_id;
  std::string source;
  std::string type;
  std::string subject;
  std::optional<timestamp> event_time;
  std::int64_t appended_ms = 0;
};

struct conflict_row {
  std::int32_t tenant_number = 0;
  stream::offset offset = 0;
  std::int32_t event_index = 0;
  std::string event_id;
  std::string source;
  std::string type;
  std::string subject;
  std::int64_t appended_ms = 0;
};

// A value that a UNIQUE_COUNT cell saw in this batch, once for each distinct value, in log order.
struct unique_value {
  std::uint32_t cell = 0;  // index into cells
  hash128 value;
  std::int64_t events = 0;    // that brought it
  std::uint64_t id_sum = 0;   // of those
  stream::offset offset = 0;  // of the first
  std::int32_t event_index = 0;
  arrival_hour arrived = 0;
};

struct partition_effects {
  stream::partition_number partition = 0;
  stream::epoch epoch = 0;  // under which the partition is owned
  stream::offset first_offset = 0;
  stream::offset next_offset = 0;
  cell_table::contents cells;
  std::vector<unique_value> unique_values;
  std::map<arrival_day, claim_list> claims;
  std::map<std::pair<std::int32_t, arrival_hour>, conservation_counts> conservation;  // by tenant number and hour
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t, arrival_hour>, meter_counts>
      meter_conservation;                          // by generation, meter number, tenant number, hour
  std::map<std::int32_t, history_counts> history;  // by number of an open import
  std::vector<rejected_row> rejected;
  std::vector<conflict_row> conflicts;
  bool first_of_version = false;  // this version of the definitions applies from first_offset on
  bool first_of_owner = false;    // nothing that this owner counted is known to be in the database yet
};

struct usage_effects {
  std::int64_t definitions_version = 0;
  std::int64_t accept_days = 0;  // how old events could be
  std::vector<partition_effects> partitions;
};

}  // namespace weir::usage
