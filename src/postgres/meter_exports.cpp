#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/meter_exports.hpp>

#define WEIR_EXPORT_COLUMNS                                                                                    \
  "SELECT x.meter_number, m.id, m.slug, x.event_name, x.exported_from, x.enabled, x.created_at, x.updated_at " \
  "FROM meter_exports AS x JOIN meters AS m ON m.number = x.meter_number "

namespace weir::postgres::meter_exports {
namespace {

constexpr std::int32_t most_troubles = 10;

const statement export_list{"meter_exports.list", WEIR_EXPORT_COLUMNS R"sql(
WHERE x.provider_number = $1 AND x.meter_number > $2 ORDER BY x.meter_number LIMIT $3)sql"};

// A slug may have been another meter's before.
const statement export_find{"meter_exports.find", WEIR_EXPORT_COLUMNS R"sql(
WHERE x.provider_number = $1 AND (m.id = $2 OR m.slug = $2) ORDER BY m.state = 'active' DESC, m.number DESC LIMIT 1)sql"};

const statement export_figures{"meter_exports.figures", R"sql(
SELECT count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'pending'),
  count(*) FILTER (WHERE state = 'failed'), max(hour) FILTER (WHERE state = 'sent') + interval '1 hour'
FROM meter_export_hours WHERE provider_number = $1 AND meter_number = $2)sql"};

const statement export_troubles{"meter_exports.troubles", R"sql(
SELECT state, failure_code, coalesce((array_agg(failure_message ORDER BY hour DESC))[1], ''), count(*), max(hour)
FROM meter_export_hours WHERE provider_number = $1 AND meter_number = $2 AND failure_code IS NOT NULL
GROUP BY state, failure_code ORDER BY count(*) DESC, state, failure_code LIMIT $3)sql"};

const statement export_put{"meter_exports.put", R"sql(
INSERT INTO meter_exports (provider_number, meter_number, event_name, exported_from, enabled) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (provider_number, meter_number) DO UPDATE SET event_name = EXCLUDED.event_name,
  exported_from = EXCLUDED.exported_from, enabled = EXCLUDED.enabled, updated_at = clock_timestamp())sql"};

const statement export_remove{"meter_exports.remove",
                              "DELETE FROM meter_exports WHERE provider_number = $1 AND meter_number = $2"};

meter_export_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).int4(),      r.at(i, 1).string(),  r.at(i, 2).string(),    r.at(i, 3).string(),
          r.at(i, 4).timestamp(), r.at(i, 5).boolean(), r.at(i, 6).timestamp(), r.at(i, 7).timestamp()};
}

}  // namespace

result<std::vector<meter_export_row>> list(executor& in, std::int32_t provider, std::int32_t after,
                                           std::int32_t limit) {
  auto r = in.run(export_list, provider, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<meter_export_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::optional<meter_export_row>> find(executor& in, std::int32_t provider, const std::string& meter) {
  auto r = in.run(export_find, provider, meter);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read(*r, 0);
}

result<meter_export_figures> figures(executor& in, std::int32_t provider, std::int32_t meter) {
  auto counted = in.run(export_figures, provider, meter);
  if (!counted) return std::unexpected(counted.error());
  auto troubles = in.run(export_troubles, provider, meter, most_troubles);
  if (!troubles) return std::unexpected(troubles.error());
  meter_export_figures out{counted->at(0, 0).int8(), counted->at(0, 1).int8(), counted->at(0, 2).int8(),
                           counted->at(0, 3).optional_timestamp()};
  for (std::size_t i = 0; i < troubles->size(); ++i)
    out.troubles.push_back({troubles->at(i, 0).string(), troubles->at(i, 1).string(), troubles->at(i, 2).string(),
                            troubles->at(i, 3).int8(), troubles->at(i, 4).timestamp()});
  return out;
}

result<meter_export_row> put(executor& in, std::int32_t provider, const meter_row& meter,
                             const meter_export_row& wanted) {
  auto done = in.run(export_put, provider, meter.number, wanted.event_name, wanted.from, wanted.enabled);
  if (!done) return std::unexpected(done.error());
  auto now = find(in, provider, meter.id);
  if (!now) return std::unexpected(now.error());
  WEIR_ASSERT(now->has_value(), "it was put in this transaction");
  return std::move(**now);
}

result<void> remove(executor& in, std::int32_t provider, std::int32_t meter) {
  return done(in.run(export_remove, provider, meter));
}

}  // namespace weir::postgres::meter_exports
