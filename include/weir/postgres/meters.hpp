// Meters and the versions of all definitions. Every change bumps `definitions.version` and writes the meter as it is
// from then on into `meter_versions`, in one transaction: a worker that reads the version inside its flush cannot miss
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct meter_row {
  std::int32_t number = 0;
  std::string id;
  std::string slug;
  std::string name;
  std::string description;
  std::string event_type;
  std::string aggregation;  // COUNT, SUM, MIN, MAX, AVG, LATEST, UNIQUE_COUNT
  std::optional<std::string> value_property{};
  std::string group_by;  // JSON array of {"name", "path"}
  std::string unit;
  std::int32_t generation = 1;
  std::string state;  // active, deleted
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace meters {

struct new_meter {
  std::string id;
  std::string slug;
  std::string name;
  std::string description;
  std::string event_type;
  std::string aggregation;
  std::optional<std::string> value_property{};
  std::string group_by = "[]";
  std::string unit;
};

// What is absent stays as it is. Nothing that changes what is counted can be changed.
struct meter_patch {
  std::optional<std::string> name{};
  std::optional<std::string> description{};
  std::optional<std::string> unit{};
};

// Error: meter_slug_taken.
result<meter_row> create(executor& in, const new_meter& m);

// Errors: meter_not_found, precondition_failed.
result<meter_row> update(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                         const meter_patch& patch);

// Error: meter_not_found. The slug is free again, the cells stay.
result<meter_row> remove(executor& in, const std::string& id);

// An active meter by id or slug. Error: meter_not_found.
result<meter_row> find(executor& in, const std::string& id_or_slug);

// The active meter of this slug, or the last one that had it. Error: meter_not_found, when none ever did.
result<meter_row> find_ever(executor& in, const std::string& slug);
// As it was at `version` of the definitions.
result<meter_row> find_ever(executor& in, const std::string& slug, std::int64_t version);

// Whatever its state. Error: meter_not_found.
result<meter_row> by_number(executor& in, std::int32_t number);

// Active ones, by number, after `after` (0: from the first).
result<std::vector<meter_row>> list(executor& in, std::int32_t after, std::int32_t limit);

struct definitions {
  std::int64_t version = 0;
  std::vector<meter_row> meters;  // active at that version, by number
};
// The newest ones, version and meters of one snapshot.
result<definitions> load_definitions(executor& in);
// As they were at `version`: what a replay matches with.
result<definitions> load_definitions(executor& in, std::int64_t version);

result<std::int64_t> definitions_version(executor& in);

}  // namespace meters
}  // namespace weir::postgres
