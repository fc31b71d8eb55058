// The usage store's in-memory twin, on stream::memory_database: for simulations. One thread.
#pragma once

#include <map>
#include <tuple>

#include <workers/usage/stored_cell.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::usage {

// (tenant, meter, generation, hour in minutes, subject, dimensions): the key of usage_cells.
using stored_cell_key = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::int32_t, std::string, std::string>;

struct stored_claim {
  arrival_day day = 0;
  claim_entry entry;
};

// What the tables hold; lives in memory_database::contents::tables, so that backups have it.
struct usage_tables {
  std::int64_t definitions_version = 1;
  std::vector<live_meter> meters;
  std::map<tenant_id, tenant_facts> tenants;
  std::map<history_import_id, history_facts> histories;
  std::map<std::int32_t, history_counts> history_counts_of;  // by number of the import
  std::map<stored_cell_key, stored_cell> cells;
  std::map<stream::partition_number, std::vector<stored_claim>> claims;
  std::map<std::tuple<stream::partition_number, std::int32_t, arrival_hour>, conservation_counts> conservation;
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t, arrival_hour>, meter_counts> meter_conservation;
  std::vector<rejected_row> rejected;
  std::vector<conflict_row> conflicts;
  std::map<std::pair<stream::partition_number, std::int64_t>, stream::offset> definition_offsets;
};

class memory_usage_store final : public usage_store {
 public:
  using fault = std::function<std::optional<error>(std::string_view call)>;

  explicit memory_usage_store(stream::memory_database& database, fault before = {});

  static usage_tables& tables(stream::memory_database& database);
  static const usage_tables& tables(const std::any& tables);

  result<keyed_hash::key_type> claim_key() override;
  result<definitions_snapshot> load_definitions() override;
  result<std::optional<tenant_facts>> find_tenant(tenant_id id) override;
  result<std::optional<history_facts>> find_history_import(history_import_id id) override;
  result<claim_sums> load_claims(stream::partition_number partition, arrival_day since, stream::offset from,
                                 const take_claim& take) override;
  result<arrival_day> claims_since() override;
  result<std::optional<std::int64_t>> last_version(stream::partition_number partition, stream::offset next) override;
  result<void> write(stream::transaction& tx, const usage_effects& effects) override;

 private:
  std::optional<error> ask(std::string_view call) const { return before_ ? before_(call) : std::nullopt; }

  stream::memory_database& database_;
  fault before_;
};

}  // namespace weir::usage
