// The usage store in PostgreSQL. Reads go through the pool as weir_worker; write() runs inside the flush's transaction.
#pragma once

#include <workers/usage/cell_frontier.hpp>
#include <workers/usage/postgres_claim_merger.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/postgres/connection.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::usage {

// Meters were validated when they were made; one that no longer parses is damage. Error: database_error.
result<live_meter> to_live_meter(const postgres::meter_row& row);
result<definitions_snapshot> to_snapshot(const postgres::meters::definitions& loaded);

class postgres_usage_store final : public usage_store {
 public:
  // `consumer` is the worker's name in leases and definition_offsets.
  postgres_usage_store(postgres::pool& pool, postgres::connection_options options, std::string consumer);

  result<keyed_hash::key_type> claim_key() override;
  result<definitions_snapshot> load_definitions() override;
  result<std::optional<tenant_facts>> find_tenant(tenant_id id) override;
  result<std::optional<history_facts>> find_history_import(history_import_id id) override;
  result<claim_sums> load_claims(stream::partition_number partition, arrival_day since, stream::offset from,
                                 const take_claim& take) override;
  result<arrival_day> claims_since() override;
  result<std::optional<std::int64_t>> last_version(stream::partition_number partition, stream::offset next) override;
  // Drops the days of claims that no event can be compared with any more, by the database's clock, and returns the
  // first that stays. Any thread.
  result<arrival_day> forget_claims(std::int64_t accept_days);
  result<void> write(stream::transaction& tx, const usage_effects& effects) override;

 private:
  static result<claim_sums> read_claims(postgres::connection& c, stream::partition_number partition, arrival_day since,
                                        stream::offset from, const take_claim& take);

  postgres::pool& pool_;
  postgres::connection_options options_;
  std::string consumer_;
  // Of load_claims() alone: the entries travel in binary, and there may be gigabytes of them. Kept, because partitions
  // are opened in a row, and opening a connection takes longer than all else of it.
  std::unique_ptr<postgres::connection> claims_connection_;
  cell_frontier frontier_;        // of write()
  postgres_claim_merger merger_;  // of the committer's thread
};

}  // namespace weir::usage
