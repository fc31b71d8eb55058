#include <weir/postgres/history_imports.hpp>

#define WEIR_HISTORY_IMPORT_COLUMNS                                                                                 \
  "h.number, h.id, h.tenant_number, t.id, t.key, h.meter_number, m.id, m.slug, h.range_from, h.range_to, h.state, " \
  "h.counted, h.duplicate, h.conflict, h.refused, h.last_offset, h.replaced_cells, h.replaced_events, "             \
  "h.imported_cells, h.made_by, "                                                                                   \
  "h.job_id, h.version, h.created_at, h.started_at, h.imported_at, h.canceled_at FROM history_imports AS h JOIN "   \
  "tenants "                                                                                                        \
  "AS t ON t.number = h.tenant_number JOIN meters AS m ON m.number = h.meter_number "

namespace weir::postgres::history_imports {
namespace {

const statement import_create{"history_imports.create", R"sql(
INSERT INTO history_imports (id, tenant_number, meter_number, range_from, range_to, made_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_number, meter_number) WHERE state IN ('open', 'started') DO NOTHING RETURNING number)sql"};

const statement import_find{"history_imports.find", "SELECT " WEIR_HISTORY_IMPORT_COLUMNS "WHERE h.id = $1"};

const statement import_lock{"history_imports.lock", "SELECT number FROM history_imports WHERE id = $1 FOR UPDATE"};

const statement import_list{"history_imports.list", "SELECT " WEIR_HISTORY_IMPORT_COLUMNS R"sql(
WHERE ($1::int IS NULL OR h.tenant_number = $1) AND ($2::int = 0 OR h.number < $2) ORDER BY h.number DESC LIMIT $3)sql"};

const statement import_add{"history_imports.add_counts", R"sql(
UPDATE history_imports AS h SET counted = h.counted + c.a, duplicate = h.duplicate + c.d, conflict = h.conflict + c.x,
  refused = h.refused + c.r, last_offset = c.o
FROM (SELECT $1::int AS n, $2::bigint AS a, $3::bigint AS d, $4::bigint AS x, $5::bigint AS r, $6::bigint AS o) AS c
WHERE h.number = c.n AND h.state = 'open')sql"};

const statement import_start{"history_imports.start", R"sql(
UPDATE history_imports SET state = 'started', job_id = $2, started_at = coalesce(started_at, clock_timestamp()),
  version = version + 1 WHERE number = $1 AND state IN ('open', 'started'))sql"};

const statement import_cancel{"history_imports.cancel", R"sql(
UPDATE history_imports SET state = 'canceled', job_id = $2, canceled_at = clock_timestamp(), version = version + 1
WHERE number = $1 AND state = 'open')sql"};

const statement import_finish{"history_imports.finish", R"sql(
UPDATE history_imports SET state = 'imported', imported_at = clock_timestamp(), replaced_cells = $2, replaced_events = $3,
  imported_cells = $4, version = version + 1 WHERE number = $1 AND state = 'started')sql"};

const statement import_read{"history_imports.is_read_up_to_start", R"sql(
SELECT coalesce(l.data_through >= h.started_at, false) FROM history_imports AS h
JOIN tenants AS t ON t.number = h.tenant_number CROSS JOIN installation AS i
LEFT JOIN leases AS l ON l.consumer = 'usage' AND l.topic = 'weir.usage' AND l.partition = t.bucket % i.partitions
WHERE h.number = $1)sql"};

const statement import_in_place{"history_imports.in_place", "SELECT " WEIR_HISTORY_IMPORT_COLUMNS R"sql(
WHERE h.tenant_number = ANY ($1::integer[]) AND h.imported_at IS NOT NULL AND h.range_to > $2
ORDER BY h.imported_at, h.number)sql"};

const statement import_touched{"history_imports.touched", R"sql(
SELECT i.id, coalesce(i.number, ''), i.state, i.currency, i.period_from::text, i.period_to::text FROM invoices AS i
WHERE i.tenant_number = $1 AND i.state NOT IN ('draft', 'discarded', 'void') AND EXISTS (
  SELECT FROM invoice_lines AS l WHERE l.invoice_id = i.id AND l.kind = 'usage' AND l.charge_from < $4 AND l.charge_to > $3
    AND l.detail::json ->> 'meter' = $2)
ORDER BY i.as_of, i.id LIMIT $5)sql"};

history_import_row read(const rows& r, std::size_t i) {
  std::size_t c = 0;
  history_import_row out;
  out.number = r.at(i, c++).int4();
  out.id = r.at(i, c++).string();
  out.tenant_number = r.at(i, c++).int4();
  out.tenant_id = r.at(i, c++).string();
  out.tenant_key = r.at(i, c++).string();
  out.meter_number = r.at(i, c++).int4();
  out.meter_id = r.at(i, c++).string();
  out.meter_slug = r.at(i, c++).string();
  out.from = r.at(i, c++).timestamp();
  out.to = r.at(i, c++).timestamp();
  out.state = r.at(i, c++).string();
  out.counted = r.at(i, c++).int8();
  out.duplicate = r.at(i, c++).int8();
  out.conflict = r.at(i, c++).int8();
  out.refused = r.at(i, c++).int8();
  out.last_offset = r.at(i, c++).optional_int8();
  out.replaced_cells = r.at(i, c++).optional_int8();
  out.replaced_events = r.at(i, c++).optional_int8();
  out.imported_cells = r.at(i, c++).optional_int8();
  out.made_by = r.at(i, c++).string();
  out.job_id = r.at(i, c++).optional_string().value_or("");
  out.version = r.at(i, c++).int8();
  out.created_at = r.at(i, c++).timestamp();
  out.started_at = r.at(i, c++).optional_timestamp();
  out.imported_at = r.at(i, c++).optional_timestamp();
  out.canceled_at = r.at(i, c).optional_timestamp();
  return out;
}

// Of a row that its caller has locked in the right state.
result<void> changed(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->affected() != 1) return fail(error_code::history_import_state_refused);
  return {};
}

}  // namespace

result<history_import_row> create(executor& in, const new_import& wanted) {
  auto made = in.run(import_create, wanted.id, wanted.tenant_number, wanted.meter_number, wanted.from, wanted.to,
                     wanted.made_by);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::history_import_in_progress);
  return find(in, wanted.id);
}

result<history_import_row> find(executor& in, const std::string& id) {
  auto r = in.run(import_find, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::history_import_not_found);
  return read(*r, 0);
}

result<history_import_row> lock(executor& in, const std::string& id) {
  auto locked = in.run(import_lock, id);
  if (!locked) return std::unexpected(locked.error());
  return find(in, id);
}

result<std::vector<history_import_row>> list(executor& in, std::optional<std::int32_t> tenant, std::int32_t before,
                                             std::int32_t limit) {
  auto r = in.run(import_list, tenant, before, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<history_import_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<bool> add_counts(executor& in, const std::vector<row_counts>& counts) {
  for (const auto& c : counts) {
    auto r = in.run(import_add, c.number, c.counted, c.duplicate, c.conflict, c.refused, c.last_offset);
    if (!r) return std::unexpected(r.error());
    if (r->affected() != 1) return false;
  }
  return true;
}

result<void> start(executor& in, std::int32_t number, const std::string& job_id) {
  return changed(in.run(import_start, number, job_id));
}

result<void> cancel(executor& in, std::int32_t number, const std::string& job_id) {
  return changed(in.run(import_cancel, number, job_id));
}

result<void> finish(executor& in, std::int32_t number, const replacement& what) {
  return changed(in.run(import_finish, number, what.replaced_cells, what.replaced_events, what.imported_cells));
}

result<bool> is_read_up_to_start(executor& in, const history_import_row& which) {
  auto r = in.run(import_read, which.number);
  if (!r) return std::unexpected(r.error());
  return !r->empty() && r->at(0, 0).boolean();
}

result<std::vector<history_import_row>> in_place(executor& in, std::span<const std::int32_t> tenants, timestamp since) {
  auto r = in.run(import_in_place, param::array(tenants), since);
  if (!r) return std::unexpected(r.error());
  std::vector<history_import_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::vector<touched_invoice>> touched(executor& in, const history_import_row& which, std::int32_t limit) {
  auto r = in.run(import_touched, which.tenant_number, which.meter_slug, which.from, which.to, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<touched_invoice> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string(), r->at(i, 2).string(), r->at(i, 3).string(),
                   r->at(i, 4).string(), r->at(i, 5).string()});
  return out;
}

}  // namespace weir::postgres::history_imports
