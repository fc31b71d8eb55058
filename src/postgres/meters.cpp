#include <weir/postgres/meters.hpp>

#define WEIR_METER_COLUMNS                                                                                             \
  "m.number, m.id, m.slug, m.name, m.description, m.event_type, m.aggregation, m.value_property, m.group_by, m.unit, " \
  "m.generation, m.state, m.version, m.created_at, m.updated_at"

namespace weir::postgres::meters {
namespace {

// First of all: the row's lock makes changes of meters follow one another, so that versions commit in their order.
const statement meter_bump{"meters.bump", R"sql(
UPDATE definitions SET version = version + 1, updated_at = clock_timestamp() RETURNING version)sql"};

const statement meter_create{"meters.create", R"sql(
INSERT INTO meters AS m (id, slug, name, description, event_type, aggregation, value_property, group_by, unit)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) ON CONFLICT (slug) WHERE state = 'active' DO NOTHING
RETURNING )sql" WEIR_METER_COLUMNS};

const statement meter_update{"meters.update", R"sql(
UPDATE meters AS m SET name = coalesce($3, m.name), description = coalesce($4, m.description), unit = coalesce($5, m.unit),
  version = m.version + 1, updated_at = clock_timestamp()
WHERE m.id = $1 AND m.state = 'active' AND ($2::bigint IS NULL OR m.version = $2) RETURNING )sql" WEIR_METER_COLUMNS};

const statement meter_remove{"meters.remove", R"sql(
UPDATE meters AS m SET state = 'deleted', version = m.version + 1, updated_at = clock_timestamp()
WHERE m.id = $1 AND m.state = 'active' RETURNING )sql" WEIR_METER_COLUMNS};

const statement meter_write_version{"meters.write_version", R"sql(
INSERT INTO meter_versions (meter_number, definitions_version, definition)
SELECT m.number, $2, to_jsonb(m) FROM meters AS m WHERE m.number = $1)sql"};

const statement meter_find{"meters.find", "SELECT " WEIR_METER_COLUMNS R"sql(
FROM meters AS m WHERE (m.id = $1 OR m.slug = $1) AND m.state = 'active')sql"};

const statement meter_find_ever{"meters.find_ever", "SELECT " WEIR_METER_COLUMNS R"sql(
FROM meters AS m WHERE m.slug = $1 ORDER BY m.state = 'active' DESC, m.number DESC LIMIT 1)sql"};

const statement meter_find_ever_at{"meters.find_ever_at", "SELECT " WEIR_METER_COLUMNS R"sql(
FROM (SELECT DISTINCT ON (meter_number) definition FROM meter_versions WHERE definitions_version <= $2
      ORDER BY meter_number, definitions_version DESC) AS v,
  jsonb_populate_record(NULL::meters, v.definition) AS m
WHERE m.slug = $1 ORDER BY m.state = 'active' DESC, m.number DESC LIMIT 1)sql"};

const statement meter_by_number{"meters.by_number",
                                "SELECT " WEIR_METER_COLUMNS " FROM meters AS m WHERE m.number = $1"};

const statement meter_list{"meters.list", "SELECT " WEIR_METER_COLUMNS R"sql(
FROM meters AS m WHERE m.number > $1 AND m.state = 'active' ORDER BY m.number LIMIT $2)sql"};

const statement meter_load{"meters.load", "SELECT " WEIR_METER_COLUMNS R"sql(, d.version
FROM definitions AS d LEFT JOIN meters AS m ON m.state = 'active' ORDER BY m.number)sql"};

const statement meter_load_at{"meters.load_at", "SELECT " WEIR_METER_COLUMNS R"sql(
FROM (SELECT DISTINCT ON (meter_number) definition FROM meter_versions WHERE definitions_version <= $1
      ORDER BY meter_number, definitions_version DESC) AS v,
  jsonb_populate_record(NULL::meters, v.definition) AS m
WHERE m.state = 'active' ORDER BY m.number)sql"};

const statement meter_version{"meters.definitions_version", "SELECT version FROM definitions"};

meter_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).int4(),   r.at(i, 1).string(),     r.at(i, 2).string(),    r.at(i, 3).string(),
          r.at(i, 4).string(), r.at(i, 5).string(),     r.at(i, 6).string(),    r.at(i, 7).optional_string(),
          r.at(i, 8).string(), r.at(i, 9).string(),     r.at(i, 10).int4(),     r.at(i, 11).string(),
          r.at(i, 12).int8(),  r.at(i, 13).timestamp(), r.at(i, 14).timestamp()};
}

// Bump, change, write the version. A change that finds nothing leaves the bump to be rolled back by the caller's error.
template<class Change>
result<std::optional<meter_row>> change(executor& in, Change make) {
  auto bumped = in.run(meter_bump);
  if (!bumped) return std::unexpected(bumped.error());
  const auto version = bumped->at(0, 0).int8();
  auto changed = make();
  if (!changed) return std::unexpected(changed.error());
  if (changed->empty()) return std::nullopt;
  auto m = read(*changed, 0);
  auto written = in.run(meter_write_version, m.number, version);
  if (!written) return std::unexpected(written.error());
  return m;
}

result<meter_row> one(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::meter_not_found);
  return read(*r, 0);
}

}  // namespace

result<meter_row> create(executor& in, const new_meter& m) {
  auto made = change(in, [&] {
    return in.run(meter_create, m.id, m.slug, m.name, m.description, m.event_type, m.aggregation, m.value_property,
                  m.group_by, m.unit);
  });
  if (!made) return std::unexpected(made.error());
  if (!*made) return fail(error_code::meter_slug_taken);
  return std::move(**made);
}

result<meter_row> update(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                         const meter_patch& patch) {
  auto made = change(in, [&] { return in.run(meter_update, id, expected, patch.name, patch.description, patch.unit); });
  if (!made) return std::unexpected(made.error());
  if (*made) return std::move(**made);
  auto found = find(in, id);
  if (!found) return found;
  return fail(error_code::precondition_failed);
}

result<meter_row> remove(executor& in, const std::string& id) {
  auto made = change(in, [&] { return in.run(meter_remove, id); });
  if (!made) return std::unexpected(made.error());
  if (!*made) return fail(error_code::meter_not_found);
  return std::move(**made);
}

result<meter_row> find(executor& in, const std::string& id_or_slug) {
  return one(in.run(meter_find, id_or_slug));
}

result<meter_row> find_ever(executor& in, const std::string& slug) {
  return one(in.run(meter_find_ever, slug));
}

result<meter_row> find_ever(executor& in, const std::string& slug, std::int64_t version) {
  return one(in.run(meter_find_ever_at, slug, version));
}

result<meter_row> by_number(executor& in, std::int32_t number) {
  return one(in.run(meter_by_number, number));
}

result<std::vector<meter_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  auto r = in.run(meter_list, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<meter_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<definitions> load_definitions(executor& in) {
  auto r = in.run(meter_load);
  if (!r) return std::unexpected(r.error());
  definitions out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.version = r->at(i, 15).int8();
    if (!r->at(i, 0).is_null()) out.meters.push_back(read(*r, i));
  }
  return out;
}

result<definitions> load_definitions(executor& in, std::int64_t version) {
  auto r = in.run(meter_load_at, version);
  if (!r) return std::unexpected(r.error());
  definitions out{version, {}};
  for (std::size_t i = 0; i < r->size(); ++i)
    out.meters.push_back(read(*r, i));
  return out;
}

result<std::int64_t> definitions_version(executor& in) {
  auto r = in.run(meter_version);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

}  // namespace weir::postgres::meters
