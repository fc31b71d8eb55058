#include <workers/usage/replace_history.hpp>
#include <workers/usage/usage_store.hpp>

namespace weir::usage {
namespace {

using postgres::executor;
using postgres::statement;

const statement delete_cells{"usage.delete_replaced_cells", R"sql(
WITH gone AS (
  DELETE FROM usage_cells AS c USING meters AS m
  WHERE m.number = $2 AND c.tenant_number = $1 AND c.meter_number = m.number AND c.generation = m.generation
    AND c.hour >= $3 AND c.hour < $4 RETURNING c.events)
SELECT count(*), coalesce(sum(events), 0)::bigint FROM gone)sql"};

const statement delete_values{"usage.delete_replaced_values", R"sql(
DELETE FROM usage_unique_values AS v USING meters AS m
WHERE m.number = $2 AND v.tenant_number = $1 AND v.meter_number = m.number AND v.generation = m.generation
  AND v.hour >= $3 AND v.hour < $4)sql"};

const statement place_cells{"usage.place_history_cells", R"sql(
UPDATE usage_cells AS c SET generation = m.generation FROM meters AS m
WHERE m.number = $2 AND c.tenant_number = $1 AND c.meter_number = m.number AND c.generation = $3)sql"};

const statement place_values{"usage.place_history_values", R"sql(
UPDATE usage_unique_values AS v SET generation = m.generation FROM meters AS m
WHERE m.number = $2 AND v.tenant_number = $1 AND v.meter_number = m.number AND v.generation = $3)sql"};

const statement drop_cells{"usage.drop_history_cells", R"sql(
DELETE FROM usage_cells WHERE tenant_number = $1 AND meter_number = $2 AND generation = $3)sql"};

const statement drop_values{"usage.drop_history_values", R"sql(
DELETE FROM usage_unique_values WHERE tenant_number = $1 AND meter_number = $2 AND generation = $3)sql"};

}  // namespace

result<postgres::history_imports::replacement> replace_history(executor& in, const postgres::history_import_row& i) {
  const auto staged = history_generation(i.number);
  auto gone = in.run(delete_cells, i.tenant_number, i.meter_number, i.from, i.to);
  if (!gone) return std::unexpected(gone.error());
  if (auto r = in.run(delete_values, i.tenant_number, i.meter_number, i.from, i.to); !r)
    return std::unexpected(r.error());
  auto placed = in.run(place_cells, i.tenant_number, i.meter_number, staged);
  if (!placed) return std::unexpected(placed.error());
  if (auto r = in.run(place_values, i.tenant_number, i.meter_number, staged); !r) return std::unexpected(r.error());
  return postgres::history_imports::replacement{gone->at(0, 0).int8(), gone->at(0, 1).int8(),
                                                static_cast<std::int64_t>(placed->affected())};
}

result<void> drop_history(executor& in, const postgres::history_import_row& i) {
  for (const auto* which : {&drop_cells, &drop_values}) {
    auto r = in.run(*which, i.tenant_number, i.meter_number, history_generation(i.number));
    if (!r) return std::unexpected(r.error());
  }
  return {};
}

}  // namespace weir::usage
