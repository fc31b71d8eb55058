#include <weir/postgres/rejected.hpp>

#define WEIR_REJECTED_COLUMNS                                                                                        \
  "id, tenant_number, topic, partition, first_offset, last_offset, event_index, count, meter_number, code, detail, " \
  "event_id, source, type, subject, event_time, appended_at, rejected_at, state, decided_at, decided_by"

namespace weir::postgres {
namespace {

const statement rejected_list{"rejected.list", "SELECT " WEIR_REJECTED_COLUMNS R"sql(
FROM rejected WHERE ($1::int IS NULL OR tenant_number = $1) AND ($2::text IS NULL OR code = $2)
  AND ($3::text IS NULL OR state = $3) AND ($4::int IS NULL OR meter_number = $4)
  AND ($5::text IS NULL OR event_id = $5) AND ($6::text IS NULL OR source = $6)
  AND ($7::timestamptz IS NULL OR rejected_at >= $7) AND ($8::timestamptz IS NULL OR rejected_at < $8)
  AND ($9::timestamptz IS NULL OR (rejected_at, id) < ($9, $10::text))
ORDER BY rejected_at DESC, id DESC LIMIT $11)sql"};

const statement rejected_count{"rejected.count", R"sql(
SELECT code, count(*), sum(count)::bigint
FROM rejected WHERE ($1::int IS NULL OR tenant_number = $1) AND ($2::text IS NULL OR code = $2)
  AND ($3::text IS NULL OR state = $3) AND ($4::int IS NULL OR meter_number = $4)
  AND ($5::text IS NULL OR event_id = $5) AND ($6::text IS NULL OR source = $6)
  AND ($7::timestamptz IS NULL OR rejected_at >= $7) AND ($8::timestamptz IS NULL OR rejected_at < $8)
GROUP BY code ORDER BY 2 DESC, 1)sql"};

const statement rejected_get{"rejected.get", "SELECT " WEIR_REJECTED_COLUMNS " FROM rejected WHERE id = $1"};

const statement rejected_decide{"rejected.decide", R"sql(
UPDATE rejected SET state = $2, decided_at = clock_timestamp(), decided_by = $3 WHERE id = $1 AND state = 'open'
RETURNING )sql" WEIR_REJECTED_COLUMNS};

const statement rejected_find_all{"rejected.find_all", "SELECT " WEIR_REJECTED_COLUMNS R"sql(
FROM rejected WHERE id = ANY ($1::text[]) AND ($2::int IS NULL OR tenant_number = $2))sql"};

// Rows are locked in one order, so that two calls cannot deadlock.
const statement rejected_decide_all{"rejected.decide_all", R"sql(
WITH open AS MATERIALIZED (
  SELECT id FROM rejected WHERE id = ANY ($1::text[]) AND ($2::int IS NULL OR tenant_number = $2) AND state = 'open'
  ORDER BY id FOR UPDATE)
UPDATE rejected SET state = $3, decided_at = clock_timestamp(), decided_by = $4 WHERE id IN (SELECT id FROM open)
RETURNING )sql" WEIR_REJECTED_COLUMNS};

const statement conflicts_list{"conflicts.list", R"sql(
SELECT tenant_number, partition, log_offset, event_index, event_id, source, type, subject, appended_at, noticed_at
FROM conflicts WHERE ($1::int IS NULL OR tenant_number = $1) AND ($2::text IS NULL OR event_id = $2)
  AND ($3::text IS NULL OR source = $3)
  AND ($4::timestamptz IS NULL OR (noticed_at, partition, log_offset, event_index) < ($4, $5::int, $6::bigint, $7::int))
ORDER BY noticed_at DESC, partition DESC, log_offset DESC, event_index DESC LIMIT $8)sql"};

rejected_row read(const rows& r, std::size_t i) {
  rejected_row x;
  x.id = r.at(i, 0).string();
  x.tenant_number = r.at(i, 1).int4();
  x.topic = r.at(i, 2).string();
  x.partition = r.at(i, 3).int4();
  x.first_offset = r.at(i, 4).int8();
  x.last_offset = r.at(i, 5).int8();
  x.event_index = r.at(i, 6).int4();
  x.count = r.at(i, 7).int8();
  x.meter_number = r.at(i, 8).optional_int4();
  x.code = r.at(i, 9).string();
  x.detail = r.at(i, 10).string();
  x.event_id = r.at(i, 11).optional_string();
  x.source = r.at(i, 12).optional_string();
  x.type = r.at(i, 13).optional_string();
  x.subject = r.at(i, 14).optional_string();
  x.event_time = r.at(i, 15).optional_timestamp();
  x.appended_at = r.at(i, 16).timestamp();
  x.rejected_at = r.at(i, 17).timestamp();
  x.state = r.at(i, 18).string();
  x.decided_at = r.at(i, 19).optional_timestamp();
  x.decided_by = r.at(i, 20).optional_string();
  return x;
}

result<std::vector<rejected_row>> all(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<rejected_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

param instant(const auto& cursor, auto member) {
  return cursor ? param((*cursor).*member) : param(std::nullopt);
}

}  // namespace

namespace rejected {

result<std::vector<rejected_row>> list(executor& in, const filter& f, const std::optional<cursor>& after,
                                       std::int32_t limit) {
  auto r = in.run(rejected_list, f.tenant_number, f.code, f.state, f.meter_number, f.event_id, f.source, f.from, f.to,
                  instant(after, &cursor::rejected_at), instant(after, &cursor::id), limit);
  return all(r);
}

result<std::vector<code_count>> count_by_code(executor& in, const filter& f) {
  auto r = in.run(rejected_count, f.tenant_number, f.code, f.state, f.meter_number, f.event_id, f.source, f.from, f.to);
  if (!r) return std::unexpected(r.error());
  std::vector<code_count> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).int8(), r->at(i, 2).int8()});
  return out;
}

result<rejected_row> get(executor& in, const std::string& id) {
  auto r = in.run(rejected_get, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::rejected_not_found);
  return read(*r, 0);
}

result<rejected_row> decide(executor& in, const std::string& id, const std::string& state, const std::string& by) {
  auto r = in.run(rejected_decide, id, state, by);
  if (!r) return std::unexpected(r.error());
  if (!r->empty()) return read(*r, 0);
  auto found = get(in, id);
  if (!found) return found;
  return fail(error_code::rejected_state, "it is " + found->state);
}

result<std::vector<rejected_row>> find_all(executor& in, std::span<const std::string> ids,
                                           std::optional<std::int32_t> tenant_number) {
  return all(in.run(rejected_find_all, param::array(ids), tenant_number));
}

result<std::vector<rejected_row>> decide_all(executor& in, std::span<const std::string> ids,
                                             std::optional<std::int32_t> tenant_number, const std::string& state,
                                             const std::string& by) {
  return all(in.run(rejected_decide_all, param::array(ids), tenant_number, state, by));
}

}  // namespace rejected

namespace conflicts {

result<std::vector<conflict_row>> list(executor& in, const filter& f, const std::optional<cursor>& after,
                                       std::int32_t limit) {
  auto r = in.run(conflicts_list, f.tenant_number, f.event_id, f.source, instant(after, &cursor::noticed_at),
                  instant(after, &cursor::partition), instant(after, &cursor::log_offset),
                  instant(after, &cursor::event_index), limit);
  if (!r) return std::unexpected(r.error());
  std::vector<conflict_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int4(), r->at(i, 2).int8(), r->at(i, 3).int4(), r->at(i, 4).string(),
                   r->at(i, 5).string(), r->at(i, 6).string(), r->at(i, 7).string(), r->at(i, 8).timestamp(),
                   r->at(i, 9).timestamp()});
  }
  return out;
}

}  // namespace conflicts
}  // namespace weir::postgres
