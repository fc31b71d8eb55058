#include <algorithm>

#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/audit.hpp>

namespace weir::postgres::audit {
namespace {

const statement audit_chained{"audit.chained", "SELECT event_id FROM audit_entries WHERE event_id = ANY ($1::text[])"};

const statement audit_tenant_numbers{"audit.tenant_numbers",
                                     "SELECT id, number FROM tenants WHERE id = ANY ($1::text[])"};

const statement audit_make_head{"audit.make_head", R"sql(
INSERT INTO audit_heads (tenant_number, chain, hash, checkpoint_hash)
VALUES ($1, $2, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')) ON CONFLICT (tenant_number) DO NOTHING)sql"};

const statement audit_lock_head{"audit.lock_head",
                                "SELECT sequence, hash FROM audit_heads WHERE tenant_number = $1 FOR UPDATE"};

const statement audit_move_head{"audit.move_head", R"sql(
UPDATE audit_heads SET sequence = $2, hash = $3, unsigned_since = coalesce(unsigned_since, clock_timestamp())
WHERE tenant_number = $1)sql"};

const statement audit_add_entry{"audit.add_entry", R"sql(
INSERT INTO audit_entries (tenant_number, sequence, chain, previous_hash, hash, event_id, type, actor, subject, tenant,
  occurred_at, request, personal, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text[], $14, $15))sql"};

// Of somebody who was erased meanwhile the chain keeps the hash and nothing else is kept.
const statement audit_add_personal{"audit.add_personal", R"sql(
INSERT INTO audit_personal (tenant_number, sequence, name, person, salt, value) SELECT $1::int, $2::bigint, $3::text, $4::text, $5::bytea, $6::text
WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = $4 AND u.erased_at IS NOT NULL))sql"};

const statement audit_find_mark{"audit.find_mark", "SELECT seq, next_offset FROM audit_marks WHERE partition = $1"};

const statement audit_set_mark{"audit.set_mark", R"sql(
INSERT INTO audit_marks (partition, seq, next_offset) VALUES ($1, $2, $3)
ON CONFLICT (partition) DO UPDATE SET seq = EXCLUDED.seq, next_offset = EXCLUDED.next_offset)sql"};

const statement audit_lock_due{"audit.lock_due", R"sql(
SELECT h.tenant_number, h.chain, h.sequence, h.hash, h.checkpoint_number, h.checkpoint_hash,
  (SELECT e.hash FROM audit_entries AS e WHERE e.tenant_number = h.tenant_number AND e.sequence = h.sequence)
FROM audit_heads AS h WHERE h.sequence > h.signed_sequence
  AND (h.sequence - h.signed_sequence >= $1 OR h.unsigned_since <= clock_timestamp() - $2::bigint * interval '1 second')
ORDER BY h.unsigned_since LIMIT $3 FOR UPDATE OF h SKIP LOCKED)sql"};

const statement audit_add_checkpoint{"audit.add_checkpoint", R"sql(
INSERT INTO audit_checkpoints (tenant_number, number, chain, sequence, head, previous_hash, signed_at, key_id, signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};

const statement audit_head_signed{"audit.head_signed", R"sql(
UPDATE audit_heads SET signed_sequence = $2, checkpoint_number = $3, checkpoint_hash = $4,
  unsigned_since = CASE WHEN sequence > $2 THEN clock_timestamp() END
WHERE tenant_number = $1)sql"};

const statement audit_signing_key{"audit.signing_key", R"sql(
SELECT id, public_key, sealed_seed, created_at FROM audit_keys WHERE retired_at IS NULL)sql"};

const statement audit_add_key{"audit.add_key", R"sql(
INSERT INTO audit_keys (id, public_key, sealed_seed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};

const statement audit_retire_keys{"audit.retire_keys",
                                  "UPDATE audit_keys SET retired_at = clock_timestamp() WHERE retired_at IS NULL"};

template<std::size_t N>
std::array<std::uint8_t, N> fixed(const field& f) {
  const auto bytes = f.bytes();
  WEIR_ASSERT(bytes.size() == N, "the database checks the sizes of hashes");
  std::array<std::uint8_t, N> out{};
  std::copy_n(bytes.begin(), N, out.begin());
  return out;
}

}  // namespace

result<std::set<std::string>> chained(executor& in, std::span<const std::string> event_ids) {
  auto r = in.run(audit_chained, param::array(event_ids));
  if (!r) return std::unexpected(r.error());
  std::set<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.insert(r->at(i, 0).string());
  return out;
}

result<std::map<std::string, std::int32_t>> tenant_numbers(executor& in, std::span<const std::string> ids) {
  auto r = in.run(audit_tenant_numbers, param::array(ids));
  if (!r) return std::unexpected(r.error());
  std::map<std::string, std::int32_t> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.emplace(r->at(i, 0).string(), r->at(i, 1).int4());
  return out;
}

result<domain::audit_head> lock_head(executor& in, std::int32_t tenant_number, const std::string& chain) {
  auto r = in.run(audit_lock_head, tenant_number);
  if (r && r->empty()) {
    if (r = in.run(audit_make_head, tenant_number, chain); r) r = in.run(audit_lock_head, tenant_number);
  }
  if (!r) return std::unexpected(r.error());
  WEIR_ASSERT(!r->empty(), "the head was made above");
  return domain::audit_head{r->at(0, 0).int8(), fixed<32>(r->at(0, 1))};
}

result<void> move_head(executor& in, std::int32_t tenant_number, const domain::audit_head& head) {
  return done(in.run(audit_move_head, tenant_number, head.sequence, param::bytes(head.hash)));
}

result<void> add(executor& in, const row& r) {
  const auto& e = r.entry;
  std::vector<std::string> personal;
  for (const auto& p : e.personal)
    personal.push_back(p.name + "=" + hex(p.hash));
  return done(in.run(audit_add_entry, r.tenant_number, e.sequence, e.chain, param::bytes(e.previous),
                     param::bytes(e.hash), e.event_id, e.type, e.actor, e.subject, e.tenant, e.occurred_at, e.request,
                     param::array(personal), e.before, e.after));
}

result<void> add(executor& in, const personal_row& p) {
  return done(in.run(audit_add_personal, p.tenant_number, p.sequence, p.name, p.person, param::bytes(p.salt), p.value));
}

result<std::optional<mark>> find_mark(executor& in, std::int32_t partition) {
  auto r = in.run(audit_find_mark, partition);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return mark{r->at(0, 0).int8(), r->at(0, 1).int8()};
}

result<void> set_mark(executor& in, std::int32_t partition, const mark& m) {
  return done(in.run(audit_set_mark, partition, m.seq, m.next_offset));
}

result<std::vector<due_head>> lock_due(executor& in, std::int64_t entries, std::int64_t seconds, std::int32_t most) {
  auto r = in.run(audit_lock_due, entries, seconds, most);
  if (!r) return std::unexpected(r.error());
  std::vector<due_head> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    due_head d{r->at(i, 0).int4(), r->at(i, 1).string(),  {r->at(i, 2).int8(), fixed<32>(r->at(i, 3))}, {},
               r->at(i, 4).int8(), fixed<32>(r->at(i, 5))};
    if (!r->at(i, 6).is_null()) d.newest_hash = fixed<32>(r->at(i, 6));
    out.push_back(std::move(d));
  }
  return out;
}

result<void> add(executor& in, std::int32_t tenant_number, const domain::audit_checkpoint& c) {
  auto r = done(in.run(audit_add_checkpoint, tenant_number, c.number, c.chain, c.sequence, param::bytes(c.head),
                       param::bytes(c.previous), c.signed_at, c.key_id, param::bytes(c.signature)));
  if (!r) return r;
  return done(
      in.run(audit_head_signed, tenant_number, c.sequence, c.number, param::bytes(domain::audit_checkpoint_hash(c))));
}

result<std::optional<key_row>> signing_key(executor& in) {
  auto r = in.run(audit_signing_key);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return key_row{r->at(0, 0).string(), fixed<32>(r->at(0, 1)), r->at(0, 2).bytes(), r->at(0, 3).timestamp(), {}};
}

result<bool> add_key(executor& in, const key_row& k) {
  auto r = in.run(audit_add_key, k.id, param::bytes(k.public_key), param::bytes(k.sealed_seed));
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<void> retire_keys(executor& in) {
  return done(in.run(audit_retire_keys));
}

}  // namespace weir::postgres::audit
