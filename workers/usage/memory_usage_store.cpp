#include <algorithm>
#include <memory>

#include <workers/usage/memory_usage_store.hpp>

#include <weir/base/assert.hpp>

namespace weir::usage {
namespace {

stored_cell_key stored_key(const cell_key& key) {
  return {key.tenant_number, key.meter_number,         key.generation,
          key.hour_minutes,  std::string(key.subject), std::string(key.dimensions)};
}

void apply(usage_tables& tables, const usage_effects& effects) {
  for (const auto& e : effects.partitions) {
    if (e.first_of_version)
      tables.definition_offsets.try_emplace({e.partition, effects.definitions_version}, e.first_offset);
    for (const auto& c : e.cells.cells) {
      const bool fits = merge(tables.cells[stored_key(c.key)], c);
      WEIR_ASSERT(fits, "a cell holds what histories count");
    }
    for (const auto& value : e.unique_values) {
      tables.cells[stored_key(e.cells.cells[value.cell].key)].unique_values.insert(value.value);
    }
    auto& claims = tables.claims[e.partition];
    for (const auto& [day, list] : e.claims) {
      for (const auto& block : list.blocks()) {
        for (const auto& entry : block)
          claims.push_back({day, entry});
      }
    }
    for (const auto& [key, counts] : e.conservation) {
      auto [it, made] = tables.conservation.try_emplace({e.partition, key.first, key.second}, counts);
      if (made) continue;
      auto& row = it->second;
      row.last_offset = counts.last_offset;
      row.counted += counts.counted;
      row.duplicate += counts.duplicate;
      row.conflict += counts.conflict;
      row.unmatched += counts.unmatched;
      row.rejected += counts.rejected;
      row.quarantined += counts.quarantined;
    }
    for (const auto& [key, counts] : e.meter_conservation) {
      auto& row = tables.meter_conservation[key];
      row.counted += counts.counted;
      row.invalid += counts.invalid;
    }
    for (const auto& [number, counts] : e.history) {
      auto& row = tables.history_counts_of[number];
      row.counted += counts.counted;
      row.duplicate += counts.duplicate;
      row.conflict += counts.conflict;
      row.refused += counts.refused;
      row.last_offset = counts.last_offset;
    }
    tables.rejected.insert(tables.rejected.end(), e.rejected.begin(), e.rejected.end());
    tables.conflicts.insert(tables.conflicts.end(), e.conflicts.begin(), e.conflicts.end());
  }
}

bool all_open(const usage_tables& tables, const usage_effects& effects) {
  return std::ranges::all_of(effects.partitions, [&](const partition_effects& e) {
    return std::ranges::all_of(tables.histories,
                               [&](const auto& h) { return h.second.is_open || !e.history.contains(h.second.number); });
  });
}

}  // namespace

memory_usage_store::memory_usage_store(stream::memory_database& database, fault before)
    : database_(database), before_(std::move(before)) {
  if (!database_.rows().tables.has_value()) database_.rows().tables = usage_tables{};
}

usage_tables& memory_usage_store::tables(stream::memory_database& database) {
  return std::any_cast<usage_tables&>(database.rows().tables);
}

const usage_tables& memory_usage_store::tables(const std::any& tables) {
  return std::any_cast<const usage_tables&>(tables);
}

result<keyed_hash::key_type> memory_usage_store::claim_key() {
  if (auto bad = ask("claim_key")) return std::unexpected(*bad);
  keyed_hash::key_type key{};
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<std::uint8_t>(i);
  return key;
}

result<definitions_snapshot> memory_usage_store::load_definitions() {
  if (auto bad = ask("load_definitions")) return std::unexpected(*bad);
  const auto& t = tables(database_);
  return definitions_snapshot{t.definitions_version, t.meters};
}

result<std::optional<tenant_facts>> memory_usage_store::find_tenant(tenant_id id) {
  if (auto bad = ask("find_tenant")) return std::unexpected(*bad);
  const auto& t = tables(database_);
  auto it = t.tenants.find(id);
  if (it == t.tenants.end()) return std::optional<tenant_facts>{};
  return std::optional(it->second);
}

result<std::optional<history_facts>> memory_usage_store::find_history_import(history_import_id id) {
  if (auto bad = ask("find_history_import")) return std::unexpected(*bad);
  const auto& t = tables(database_);
  auto it = t.histories.find(id);
  if (it == t.histories.end()) return std::optional<history_facts>{};
  return std::optional(it->second);
}

// A third of the claims before `from` come one by one, as if their runs stood across it.
result<claim_sums> memory_usage_store::load_claims(stream::partition_number partition, arrival_day since,
                                                   stream::offset from, const take_claim& take) {
  if (auto bad = ask("load_claims")) return std::unexpected(*bad);
  claim_sums sums;
  for (const auto& claim : tables(database_).claims[partition]) {
    if (claim.day < since) continue;
    if (claim.entry.offset >= from || claim.entry.offset % 3 == 0) {
      take(claim.day, claim.entry);
    } else {
      sums[claim.day].add(claim.entry);
    }
  }
  return sums;
}

result<arrival_day> memory_usage_store::claims_since() {
  if (auto bad = ask("claims_since")) return std::unexpected(*bad);
  return 0;
}

result<std::optional<std::int64_t>> memory_usage_store::last_version(stream::partition_number partition,
                                                                     stream::offset next) {
  if (auto bad = ask("last_version")) return std::unexpected(*bad);
  std::optional<std::int64_t> last;
  for (const auto& [key, from] : tables(database_).definition_offsets) {
    if (key.first == partition && from < next) last = std::max(last.value_or(key.second), key.second);
  }
  return last;
}

result<void> memory_usage_store::write(stream::transaction& tx, const usage_effects& effects) {
  auto& inside = static_cast<stream::memory_transaction&>(tx);
  if (tables(inside.tables()).definitions_version != effects.definitions_version ||
      !all_open(tables(inside.tables()), effects))
    return fail(error_code::definitions_changed);
  // Applied at commit; the batch outlives its transaction.
  return inside.stage([&effects](std::any& stored) { apply(std::any_cast<usage_tables&>(stored), effects); });
}

}  // namespace weir::usage
