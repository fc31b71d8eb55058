#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/postgres/audit.hpp>

#define WEIR_AUDIT_COLUMNS                                                                                            \
  "e.tenant_number, e.sequence, e.chain, e.previous_hash, e.hash, e.event_id, e.type, e.actor, e.subject, e.tenant, " \
  "e.occurred_at, e.request, e.personal, e.before, e.after"

namespace weir::postgres::audit {
namespace {

const statement audit_keys_list{
    "audit.keys", "SELECT id, public_key, created_at, retired_at FROM audit_keys ORDER BY created_at, id"};

const statement audit_list{"audit.list", "SELECT " WEIR_AUDIT_COLUMNS R"sql(
FROM audit_entries AS e WHERE ($1::int IS NULL OR e.tenant_number = $1) AND ($2::text IS NULL OR e.type = $2)
  AND ($3::text IS NULL OR e.actor = $3) AND ($4::text IS NULL OR e.subject = $4)
  AND ($5::timestamptz IS NULL OR e.occurred_at >= $5) AND ($6::timestamptz IS NULL OR e.occurred_at < $6)
  AND ($7::timestamptz IS NULL OR (e.occurred_at, e.tenant_number, e.sequence) < ($7, $8::int, $9::bigint))
  AND ($11::text IS NULL OR e.actor = $11 OR e.subject = $11)
ORDER BY e.occurred_at DESC, e.tenant_number DESC, e.sequence DESC LIMIT $10)sql"};

const statement audit_in_order{"audit.in_order", "SELECT " WEIR_AUDIT_COLUMNS R"sql(
FROM audit_entries AS e WHERE ($1::int IS NULL OR e.tenant_number = $1)
  AND (e.tenant_number, e.sequence) > ($2::int, $3::bigint)
ORDER BY e.tenant_number, e.sequence LIMIT $4)sql"};

const statement audit_checkpoints_list{"audit.checkpoints", R"sql(
SELECT tenant_number, number, chain, sequence, head, previous_hash, signed_at, key_id, signature
FROM audit_checkpoints WHERE ($1::int IS NULL OR tenant_number = $1) AND (tenant_number, number) > ($2::int, $3::bigint)
ORDER BY tenant_number, number LIMIT $4)sql"};

const statement audit_personal_of{"audit.personal_of", R"sql(
SELECT p.tenant_number, p.sequence, p.name, p.person, p.salt, p.value FROM audit_personal AS p
JOIN unnest($1::int[], $2::bigint[]) AS wanted (tenant_number, sequence) USING (tenant_number, sequence)
ORDER BY p.tenant_number, p.sequence, p.name)sql"};

const statement audit_chains{"audit.chains", R"sql(
WITH known AS (SELECT tenant_number FROM audit_heads UNION SELECT tenant_number FROM audit_entries
  UNION SELECT tenant_number FROM audit_checkpoints)
SELECT k.tenant_number, CASE WHEN k.tenant_number = 0 THEN 'platform' ELSE t.id END, h.sequence, h.hash
FROM known AS k LEFT JOIN tenants AS t ON t.number = k.tenant_number LEFT JOIN audit_heads AS h USING (tenant_number)
WHERE $1::int IS NULL OR k.tenant_number = $1 ORDER BY k.tenant_number)sql"};

const statement audit_overdue{"audit.overdue", R"sql(
SELECT count(*) FROM audit_heads WHERE sequence > signed_sequence
  AND unsigned_since < clock_timestamp() - $1::bigint * interval '1 second')sql"};

const statement audit_erase_person{"audit.erase_person", "DELETE FROM audit_personal WHERE person = $1"};

// Whoever tampers as superuser can leave any bytes: a hash of another size is one that fits nothing.
template<std::size_t N>
std::array<std::uint8_t, N> fixed(const field& f) {
  const auto bytes = f.bytes();
  std::array<std::uint8_t, N> out{};
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
  return out;
}

bytes32 hash_of(std::string_view text) {
  const auto bytes = from_hex(text).value_or("");
  bytes32 out{};
  std::copy_n(bytes.begin(), std::min(out.size(), bytes.size()), out.begin());
  return out;
}

row read(const rows& r, std::size_t i) {
  row x;
  x.tenant_number = r.at(i, 0).int4();
  auto& e = x.entry;
  e.sequence = r.at(i, 1).int8();
  e.chain = r.at(i, 2).string();
  e.previous = fixed<32>(r.at(i, 3));
  e.hash = fixed<32>(r.at(i, 4));
  e.event_id = r.at(i, 5).string();
  e.type = r.at(i, 6).string();
  e.actor = r.at(i, 7).string();
  e.subject = r.at(i, 8).string();
  e.tenant = r.at(i, 9).optional_string();
  e.occurred_at = r.at(i, 10).timestamp();
  e.request = r.at(i, 11).string();
  for (const auto& p : r.at(i, 12).text_array()) {
    const auto equals = p.find('=');
    e.personal.push_back({p.substr(0, equals), hash_of(equals == std::string::npos ? "" : p.substr(equals + 1))});
  }
  e.before = r.at(i, 13).optional_string();
  e.after = r.at(i, 14).optional_string();
  return x;
}

result<std::vector<row>> all(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<row> out;
  out.reserve(r->size());
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

param part(const auto& cursor, auto member) {
  return cursor ? param((*cursor).*member) : param(std::nullopt);
}

}  // namespace

result<std::vector<key_row>> list_keys(executor& in) {
  auto r = in.run(audit_keys_list);
  if (!r) return std::unexpected(r.error());
  std::vector<key_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back(
        {r->at(i, 0).string(), fixed<32>(r->at(i, 1)), {}, r->at(i, 2).timestamp(), r->at(i, 3).optional_timestamp()});
  }
  return out;
}

result<std::vector<row>> list(executor& in, const filter& f, const std::optional<time_cursor>& after,
                              std::int32_t limit) {
  return all(in.run(audit_list, f.tenant_number, f.type, f.actor, f.subject, f.from, f.to,
                    part(after, &time_cursor::occurred_at), part(after, &time_cursor::tenant_number),
                    part(after, &time_cursor::sequence), limit, f.about));
}

result<std::vector<row>> in_order(executor& in, std::optional<std::int32_t> tenant_number, const chain_cursor& after,
                                  std::int32_t limit) {
  return all(in.run(audit_in_order, tenant_number, after.tenant_number, after.number, limit));
}

result<std::vector<checkpoint_row>> checkpoints(executor& in, std::optional<std::int32_t> tenant_number,
                                                const chain_cursor& after, std::int32_t limit) {
  auto r = in.run(audit_checkpoints_list, tenant_number, after.tenant_number, after.number, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<checkpoint_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(),
                   {r->at(i, 2).string(), r->at(i, 1).int8(), r->at(i, 3).int8(), fixed<32>(r->at(i, 4)),
                    fixed<32>(r->at(i, 5)), r->at(i, 6).timestamp(), r->at(i, 7).string(), fixed<64>(r->at(i, 8))}});
  }
  return out;
}

result<std::vector<personal_row>> personal_of(executor& in, std::span<const row> entries) {
  std::vector<std::int32_t> tenants;
  std::vector<std::int64_t> sequences;
  for (const auto& e : entries) {
    if (e.entry.personal.empty()) continue;
    tenants.push_back(e.tenant_number);
    sequences.push_back(e.entry.sequence);
  }
  if (tenants.empty()) return std::vector<personal_row>{};
  auto r = in.run(audit_personal_of, param::array(tenants), param::array(sequences));
  if (!r) return std::unexpected(r.error());
  std::vector<personal_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int8(), r->at(i, 2).string(), r->at(i, 3).string(),
                   r->at(i, 4).bytes(), r->at(i, 5).string()});
  }
  return out;
}

result<std::vector<chain_row>> chains(executor& in, std::optional<std::int32_t> tenant_number) {
  auto r = in.run(audit_chains, tenant_number);
  if (!r) return std::unexpected(r.error());
  std::vector<chain_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    chain_row c{r->at(i, 0).int4(), r->at(i, 1).optional_string().value_or("unknown"), {}};
    if (!r->at(i, 2).is_null()) c.head = {r->at(i, 2).int8(), fixed<32>(r->at(i, 3))};
    out.push_back(std::move(c));
  }
  return out;
}

result<std::int64_t> overdue(executor& in, std::int64_t seconds) {
  auto r = in.run(audit_overdue, seconds);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

result<std::uint64_t> erase_person(executor& in, const std::string& person) {
  auto r = in.run(audit_erase_person, person);
  if (!r) return std::unexpected(r.error());
  return r->affected();
}

}  // namespace weir::postgres::audit
