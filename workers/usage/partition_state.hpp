// What usage_processor knows of a partition and what is not in the database in this form. For its sources only.
#pragma once

#include <array>

#include <workers/usage/usage_processor.hpp>

namespace weir::usage {

struct usage_processor::partition_state {
  stream::partition_number partition = 0;
  stream::epoch epoch = 0;
  std::unique_ptr<claim_ledger> ledger;
  std::optional<std::int64_t> recorded_version;
  bool any_committed = false;  // of this owner
  struct listing {
    arrival_hour hour = 0;
    std::int64_t listed = 0;
  };
  std::map<std::int32_t, listing> listings;  // by tenant: rejections listed one by one in this hour

  // The open batch.
  partition_effects effects;
  cell_table cells;
  std::map<std::pair<std::uint32_t, hash128>, std::size_t> unique_seen;  // (cell, value) → index into unique_values
  std::map<std::tuple<std::int32_t, arrival_hour, error_code>, std::size_t> ranges;  // → index into rejected
  bool touched = false;

  // Rows found before, by a few bits of their keys: a map's nodes stay where they are.
  using tenant_key = std::pair<std::int32_t, arrival_hour>;
  using meter_key = std::tuple<std::int32_t, std::int32_t, std::int32_t, arrival_hour>;
  template<class Key, class Row>
  struct found_row {
    Key key{};
    Row* row = nullptr;
  };
  std::array<found_row<tenant_key, conservation_counts>, 64> found_tenants;
  std::array<found_row<meter_key, meter_counts>, 64> found_meters;
  arrival_day last_claims_day = 0;
  claim_list* last_claims = nullptr;

  conservation_counts& counts(std::int32_t tenant, const stream::record& r) {
    const tenant_key key{tenant, hour_of_arrival(r.appended_ms)};
    auto& found = found_tenants[static_cast<std::size_t>(tenant) % found_tenants.size()];
    if (!found.row || key != found.key) {
      auto [it, made] = effects.conservation.try_emplace(key);
      if (made) it->second.first_offset = r.offset;
      found = {key, &it->second};
    }
    found.row->last_offset = r.offset;
    return *found.row;
  }

  meter_counts& counts(const meter_key& key) {
    const auto [generation, meter, tenant, hour] = key;
    auto& found = found_meters[static_cast<std::size_t>(tenant + 7 * meter) % found_meters.size()];
    if (!found.row || key != found.key) found = {key, &effects.meter_conservation[key]};
    return *found.row;
  }

  claim_list& claims(arrival_day day) {
    if (!last_claims || day != last_claims_day) {
      last_claims = &effects.claims[day];
      last_claims_day = day;
    }
    return *last_claims;
  }

  void start_batch() {
    effects = {};
    effects.partition = partition;
    effects.epoch = epoch;
    unique_seen.clear();
    ranges.clear();
    touched = false;
    found_tenants = {};
    found_meters = {};
    last_claims = nullptr;
  }
};

// The cell that an event goes to by one meter's judgment. The key's texts are views of both.
inline cell_key cell_of(const tenant_facts& tenant, const contract::usage_event& event, std::int32_t hour_minutes,
                        const judged& j, std::int32_t generation) {
  return {tenant.number, j.meter->number, generation, hour_minutes, event.subject, j.dimensions};
}

}  // namespace weir::usage
