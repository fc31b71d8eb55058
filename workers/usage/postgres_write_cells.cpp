// postgres_usage_writer's cells: by COPY into a temporary table, from there into usage_cells. New rows and rows that
// may be there go by statements of their own.
#include <algorithm>
#include <limits>
#include <tuple>

#include <workers/usage/postgres_columns.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

namespace weir::usage {
namespace {

using postgres::copy_writer;
using postgres::statement;

constexpr const char* copy_cells = "COPY pg_temp.flush_cells FROM STDIN (FORMAT binary)";

#define WEIR_CELL_COLUMNS                                                                                           \
  "tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum, " \
  "sum,"                                                                                                            \
  " min, max, latest, latest_ns, latest_hash, unique_values"

constexpr const char* insert_cells = "INSERT INTO usage_cells (" WEIR_CELL_COLUMNS ") SELECT " WEIR_CELL_COLUMNS
                                     " FROM pg_temp.flush_cells WHERE is_new";
constexpr const char* merge_cells =
    "INSERT INTO usage_cells AS c (" WEIR_CELL_COLUMNS ") SELECT " WEIR_CELL_COLUMNS
    " FROM pg_temp.flush_cells WHERE NOT is_new"
    " ON CONFLICT (tenant_number, meter_number, generation, hour, subject, dimensions) DO UPDATE SET"
    " events = c.events + EXCLUDED.events,"
    " first_offset = least(c.first_offset, EXCLUDED.first_offset),"
    " last_offset = greatest(c.last_offset, EXCLUDED.last_offset),"
    " id_sum = (c.id_sum + EXCLUDED.id_sum) & 4611686018427387903,"
    " sum = c.sum + EXCLUDED.sum,"
    " min = least(c.min, EXCLUDED.min),"
    " max = greatest(c.max, EXCLUDED.max),"
    " latest = CASE WHEN (EXCLUDED.latest_ns, EXCLUDED.latest_hash) > (c.latest_ns, c.latest_hash)"
    "  THEN EXCLUDED.latest ELSE c.latest END,"
    " latest_hash = CASE WHEN (EXCLUDED.latest_ns, EXCLUDED.latest_hash) > (c.latest_ns, c.latest_hash)"
    "  THEN EXCLUDED.latest_hash ELSE c.latest_hash END,"
    " latest_ns = greatest(c.latest_ns, EXCLUDED.latest_ns),"
    " unique_values = c.unique_values + EXCLUDED.unique_values";

constexpr const char* merge_unique_values =
    "WITH added AS (INSERT INTO usage_unique_values (tenant_number, meter_number, generation, hour, subject, "
    "dimensions,"
    "   value_hash) SELECT tenant_number, meter_number, generation, hour, subject, dimensions, value_hash"
    "  FROM pg_temp.flush_unique_values ORDER BY 1, 2, 3, 4, 5, 6, 7 ON CONFLICT DO NOTHING"
    "  RETURNING tenant_number, meter_number, generation, hour, subject, dimensions),"
    " counted AS (SELECT tenant_number, meter_number, generation, hour, subject, dimensions, count(*) AS n FROM added"
    "  GROUP BY 1, 2, 3, 4, 5, 6)"
    " UPDATE pg_temp.flush_cells AS f SET unique_values = n.n FROM counted AS n"
    " WHERE f.tenant_number = n.tenant_number AND f.meter_number = n.meter_number AND f.generation = n.generation"
    " AND f.hour = n.hour AND f.subject = n.subject AND f.dimensions = n.dimensions";

const statement select_last_hours{
    "usage.last_hours",
    "SELECT (extract(epoch FROM (SELECT max(c.hour) FROM usage_cells AS c WHERE c.tenant_number = k.t AND"
    " c.meter_number = k.m AND c.generation = k.g)) / 60)::bigint"
    " FROM unnest($1::int[], $2::int[], $3::int[]) WITH ORDINALITY AS k (t, m, g, ordinal) ORDER BY k.ordinal"};

auto order_of(const cell_key& k) {
  return std::tuple(k.tenant_number, k.meter_number, k.generation, k.hour_minutes, k.subject, k.dimensions);
}

}  // namespace

// Up to which hour each series that this owner has not written to yet may have cells.
result<void> postgres_usage_writer::learn_series(const usage_effects& effects) {
  std::vector<std::pair<stream::partition_number, cell_frontier::series>> asked;
  column<std::int32_t> tenants, meters, generations;
  for (const auto& e : effects.partitions) {
    frontier_.enter(e.partition, e.epoch);
    for (const auto& c : e.cells.cells) {
      const auto series = cell_frontier::series_of(c.key);
      if (frontier_.knows(e.partition, series)) continue;
      frontier_.learn(e.partition, series, std::numeric_limits<std::int32_t>::max());  // until it is answered
      asked.emplace_back(e.partition, series);
      tenants.add(series.tenant_number);
      meters.add(series.meter_number);
      generations.add(series.generation);
    }
  }
  if (asked.empty()) return {};
  auto hours = c_.run(select_last_hours, tenants, meters, generations);
  if (!hours) return std::unexpected(hours.error());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    std::optional<std::int32_t> last;
    if (auto minutes = hours->at(i, 0).optional_int8()) last = static_cast<std::int32_t>(*minutes);
    frontier_.learn(asked[i].first, asked[i].second, last);
  }
  return {};
}

result<void> postgres_usage_writer::merge(bool any_new, bool any_known) {
  if (any_new) {
    if (auto r = c_.execute(insert_cells); !r) {
      if (r.error().code != error_code::database_constraint) return r;
      // Somebody wrote cells without the lease. The flush goes again and looks for each of them.
      frontier_.distrust();
      return fail(error_code::database_conflict, r.error().detail);
    }
  }
  return any_known ? c_.execute(merge_cells) : result<void>();
}

result<void> postgres_usage_writer::write_cells(const usage_effects& effects, const refusals& refused) {
  struct due {
    const cell* what;
    stream::partition_number partition;
    std::uint64_t hash;
  };
  std::vector<due> cells;
  for (const auto& e : effects.partitions) {
    for (std::size_t i = 0; i < e.cells.cells.size(); ++i)
      cells.push_back({&e.cells.cells[i], e.partition, e.cells.hashes[i]});
  }
  if (cells.empty()) return {};
  if (auto r = learn_series(effects); !r) return r;
  std::ranges::sort(cells, [](const due& a, const due& b) { return order_of(a.what->key) < order_of(b.what->key); });

  bool any_new = false;
  bool any_known = false;
  copy_writer copy(c_, copy_cells);
  for (const auto& [c, partition, hash] : cells) {
    auto events = c->events;
    auto id_sum = c->id_sum;
    if (auto less = refused.cells.find(c); less != refused.cells.end()) {
      events -= less->second.first;
      id_sum = (id_sum - less->second.second) & id_sum_mask;
      if (events == 0) continue;
    }
    const bool is_new = frontier_.take_new(partition, c->key, hash);
    (is_new ? any_new : any_known) = true;
    using domain::aggregation;
    const auto kind = c->aggregation;
    auto numeric_if = [&](bool has, const decimal& value) { has ? copy.numeric(value) : copy.null(); };
    copy.row(18);
    append_key(copy, c->key);
    copy.int8(events);
    copy.int8(c->first_offset);
    copy.int8(c->last_offset);
    copy.int8(static_cast<std::int64_t>(id_sum));
    numeric_if(kind == aggregation::sum || kind == aggregation::avg, c->sum);
    numeric_if(kind == aggregation::min, c->least);
    numeric_if(kind == aggregation::max, c->most);
    numeric_if(kind == aggregation::latest, c->latest);
    if (kind == aggregation::latest) {
      copy.int8(c->latest_ns);
      copy.int8(c->latest_hash);
    } else {
      copy.null();
      copy.null();
    }
    kind == aggregation::unique_count ? copy.int8(0) : copy.null();
    copy.boolean(is_new);
  }
  if (auto r = done(copy.finish()); !r) return r;
  if (has_unique_) {
    if (auto r = c_.execute(merge_unique_values); !r) return r;
  }
  auto merged = merge(any_new, any_known);
  // A sum beyond numeric(38,9): counting on without it would be wrong, so the worker stops and says so.
  if (!merged && merged.error().code == error_code::database_data_invalid) {
    return fail(error_code::cell_overflow, merged.error().detail);
  }
  return merged;
}

}  // namespace weir::usage
