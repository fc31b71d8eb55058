// What the usage worker needs of the database. The real one is postgres_usage_store; the twin is memory_usage_store.
#pragma once

#include <functional>
#include <optional>

#include <workers/usage/claim_run.hpp>
#include <workers/usage/definitions.hpp>
#include <workers/usage/effects.hpp>

#include <weir/base/hash.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/store.hpp>

namespace weir::usage {

// What the worker must know of a tenant; none of it ever changes.
struct tenant_facts {
  std::int32_t number = 0;
  int minute_offset = 0;
};

// What the worker must know of an import of past usage; only `is_open` ever changes, and never back.
struct history_facts {
  std::int32_t number = 0;
  std::int32_t tenant_number = 0;
  std::int32_t meter_number = 0;
  timestamp from{}, to{};
  bool is_open = false;
};
// Of the cells that an import's rows go to until they take their place.
constexpr std::int32_t history_generation(std::int32_t import_number) {
  return -import_number;
}

using take_claim = std::function<void(arrival_day, const claim_entry&)>;

inline constexpr std::int64_t claim_days_more = 2;  // than events may be old: clocks of broker and database differ
inline constexpr std::int64_t unique_values_most = 1'000'000;  // in one cell

class usage_store {
 public:
  virtual ~usage_store() = default;

  virtual result<keyed_hash::key_type> claim_key() = 0;
  virtual result<definitions_snapshot> load_definitions() = 0;

  // Nothing when there is no such tenant.
  virtual result<std::optional<tenant_facts>> find_tenant(tenant_id id) = 0;

  // Nothing when there is no such import.
  virtual result<std::optional<history_facts>> find_history_import(history_import_id id) = 0;

  // Every claim of a partition that arrived on `since` or later and stands at `from` or behind it, in any order, and
  // perhaps some before it. Of the others it returns the sums, by day, from the same snapshot.
  virtual result<claim_sums> load_claims(stream::partition_number partition, arrival_day since, stream::offset from,
                                         const take_claim& take) = 0;

  // Claims of days before this are no longer in the database.
  virtual result<arrival_day> claims_since() = 0;

  // The version that the partition's flushes before offset `next` last matched with; nothing before the first one. What
  // stands behind is another owner's, and a restored database may take it back.
  virtual result<std::optional<std::int64_t>> last_version(stream::partition_number partition, stream::offset next) = 0;

  // Writes a batch inside a flush's transaction. First compares the definitions' version: definitions_changed when it
  // moved, and when an import whose rows are in the batch is not open any more. Values beyond unique_values_most are
  // not admitted: their events leave their cell, count as invalid for the meter and are listed as rejected.
  virtual result<void> write(stream::transaction& tx, const usage_effects& effects) = 0;
};

}  // namespace weir::usage
