#include <src/postgres/columns.hpp>

#include <weir/postgres/tenants.hpp>

namespace weir::postgres::tenants {
namespace {

const statement tenant_create{"tenants.create", R"sql(
WITH t AS (
  INSERT INTO tenants (id, bucket, key, name, time_zone, minute_offset, currency)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING RETURNING *),
named AS (INSERT INTO subject_aliases (subject, tenant_number, is_key) SELECT key, number, true FROM t)
SELECT )sql" WEIR_TENANT_COLUMNS " FROM t"};

const statement tenant_by_id{"tenants.by_id", "SELECT " WEIR_TENANT_COLUMNS " FROM tenants AS t WHERE t.id = $1"};

const statement tenant_by_number{"tenants.by_number",
                                 "SELECT " WEIR_TENANT_COLUMNS " FROM tenants AS t WHERE t.number = $1"};

const statement tenant_by_numbers{"tenants.by_numbers", "SELECT " WEIR_TENANT_COLUMNS R"sql(
FROM tenants AS t WHERE t.number = ANY ($1::integer[]) ORDER BY t.number)sql"};

const statement tenant_list{"tenants.list", "SELECT " WEIR_TENANT_COLUMNS R"sql(
FROM tenants AS t WHERE t.number > $1 AND t.state <> 'deleted' ORDER BY t.number LIMIT $2)sql"};

const statement tenant_all_after{"tenants.all_after", "SELECT " WEIR_TENANT_COLUMNS R"sql(
FROM tenants AS t WHERE t.number > $1 ORDER BY t.number LIMIT $2)sql"};

const statement tenant_update{"tenants.update", R"sql(
UPDATE tenants AS t SET name = coalesce($3, t.name), time_zone = coalesce($4, t.time_zone),
  currency = coalesce($5, t.currency), state = coalesce($6, t.state), version = t.version + 1, updated_at = clock_timestamp()
WHERE t.id = $1 AND t.state <> 'deleted' AND ($2::bigint IS NULL OR t.version = $2)
RETURNING )sql" WEIR_TENANT_COLUMNS};

result<tenant_row> single(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::tenant_not_found);
  return read(*r, 0);
}

result<std::vector<tenant_row>> several(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  std::vector<tenant_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

}  // namespace

tenant_row read(const rows& r, std::size_t row, std::size_t first) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(row, first + column); };
  return {at(0).int4(), at(1).string(), at(2).int4(),   at(3).string(), at(4).string(),     at(5).string(),
          at(6).int4(), at(7).string(), at(8).string(), at(9).int8(),   at(10).timestamp(), at(11).timestamp()};
}

result<tenant_row> create(executor& in, const new_tenant& t) {
  auto r = in.run(tenant_create, t.id, t.bucket, t.key, t.name, t.time_zone, t.minute_offset, t.currency);
  if (!r && r.error().code == error_code::database_constraint && in.last_error().constraint == "subject_aliases_pkey") {
    return fail(error_code::tenant_key_taken);
  }
  if (r && r->empty()) return fail(error_code::tenant_key_taken);
  return single(std::move(r));
}

result<tenant_row> by_id(executor& in, const std::string& id) {
  return single(in.run(tenant_by_id, id));
}

result<tenant_row> by_number(executor& in, std::int32_t number) {
  return single(in.run(tenant_by_number, number));
}

result<std::vector<tenant_row>> by_numbers(executor& in, std::span<const std::int32_t> numbers) {
  return several(in.run(tenant_by_numbers, param::array(numbers)));
}

result<std::vector<tenant_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  return several(in.run(tenant_list, after, limit));
}

result<std::vector<tenant_row>> all_after(executor& in, std::int32_t after, std::int32_t limit) {
  return several(in.run(tenant_all_after, after, limit));
}

result<tenant_row> update(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                          const tenant_patch& patch) {
  auto r = in.run(tenant_update, id, expected, patch.name, patch.time_zone, patch.currency, patch.state);
  if (!r) return std::unexpected(r.error());
  if (!r->empty()) return read(*r, 0);
  auto found = by_id(in, id);
  if (!found) return found;
  return fail(found->state == "deleted" ? error_code::tenant_not_found : error_code::precondition_failed);
}

}  // namespace weir::postgres::tenants
