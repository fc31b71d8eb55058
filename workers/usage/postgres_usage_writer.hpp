// Writes one batch's effects with the statements of a flush. Rows are written in key order, so that two workers never
// wait for each other in a circle.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <workers/usage/cell_frontier.hpp>
#include <workers/usage/effects.hpp>
#include <workers/usage/postgres_claim_merger.hpp>

#include <weir/postgres/flush_store.hpp>

namespace weir::usage {

class postgres_usage_writer {
 public:
  postgres_usage_writer(postgres::connection& inside, const std::string& consumer, cell_frontier& frontier,
                        postgres_claim_merger& merger)
      : c_(inside), consumer_(consumer), frontier_(frontier), merger_(merger) {}

  // Errors: definitions_changed, and the database's.
  result<void> write(const usage_effects& effects);

 private:
  // What a UNIQUE_COUNT cell at its limit does not take, taken out of what the batch says.
  struct refusals {
    std::map<const cell*, std::pair<std::int64_t, std::uint64_t>> cells;  // events and id_sum less
    std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t, arrival_hour>, std::int64_t> meters;
    std::vector<rejected_row> rejected;
  };

  result<void> check_definitions(const usage_effects& effects);
  result<void> write_history(const usage_effects& effects);
  result<refusals> find_refusals(const usage_effects& effects);
  result<void> write_cells(const usage_effects& effects, const refusals& refused);
  result<void> learn_series(const usage_effects& effects);
  result<void> merge(bool any_new, bool any_known);
  result<void> write_claims(const usage_effects& effects);
  result<void> write_conservation(const usage_effects& effects, const refusals& refused);
  result<void> write_rejected(const usage_effects& effects, const refusals& refused);
  result<void> write_conflicts(const usage_effects& effects);

  postgres::connection& c_;
  const std::string& consumer_;
  cell_frontier& frontier_;
  postgres_claim_merger& merger_;
  bool has_unique_ = false;
};

}  // namespace weir::usage
