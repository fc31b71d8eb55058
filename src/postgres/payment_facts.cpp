#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/payment_facts.hpp>

namespace weir::postgres::payment_facts {
namespace {

const statement fact_lock{"payment_facts.lock", R"sql(
SELECT p.id, p.number, p.tenant_number, t.id, p.invoice_id, p.origin, p.amount, p.currency, p.intent, p.session, p.state,
  p.as_of, p.received, p.failure_code, p.failure_message, p.refunded, p.version
FROM payments AS p JOIN tenants AS t ON t.number = p.tenant_number
WHERE p.provider_number = $1 AND (p.id = $2 OR p.intent = $3 OR p.session = $4)
ORDER BY p.id = $2 DESC, p.intent IS NOT DISTINCT FROM $3 DESC LIMIT 1 FOR UPDATE OF p)sql"};

const statement fact_update{"payment_facts.update", R"sql(
UPDATE payments SET state = $2, as_of = $3, received = $4, failure_code = nullif($5, ''), failure_message = nullif(left($6, 500), ''),
  refunded = $7, intent = $8, session = $9, version = $10, updated_at = clock_timestamp() WHERE number = $1)sql"};

const statement refund_find{"refund_facts.find", R"sql(
SELECT id, payment_number, amount, reason, reference, state, as_of, failure_code, version FROM refunds
WHERE payment_number = $1 AND (reference = $2 OR (id = $3 AND reference IS NULL)) ORDER BY reference NULLS LAST LIMIT 1 FOR UPDATE)sql"};

const statement refund_add{"refund_facts.add", R"sql(
INSERT INTO refunds (id, payment_number, tenant_number, amount, state, reason, reference, failure_code, as_of, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), $9, $10))sql"};

const statement refund_update{"refund_facts.update", R"sql(
UPDATE refunds SET state = $2, as_of = $3, failure_code = nullif($4, ''), reference = $5, amount = $6, version = $7,
  updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement refund_sum{"refund_facts.sum", R"sql(
SELECT coalesce(sum(amount), 0)::bigint FROM refunds WHERE payment_number = $1 AND state = 'succeeded')sql"};

const statement dispute_find{"dispute_facts.find", R"sql(
SELECT id, payment_number, amount, reason, reference, state, as_of, respond_by, version FROM disputes
WHERE payment_number = $1 AND reference = $2 FOR UPDATE)sql"};

const statement dispute_add{"dispute_facts.add", R"sql(
INSERT INTO disputes (id, payment_number, tenant_number, amount, state, reason, reference, respond_by, as_of)
VALUES ($1, $2, $3, $4, $5, left($6, 200), $7, $8, $9))sql"};

const statement dispute_update{"dispute_facts.update", R"sql(
UPDATE disputes SET state = $2, as_of = $3, respond_by = $4, amount = $5, reason = left($6, 200), version = $7,
  updated_at = clock_timestamp() WHERE id = $1)sql"};

template<class state>
state checked(std::optional<state> s) {
  WEIR_ASSERT(s, "states are checked by the database");
  return *s;
}

payment_fact read_payment(const rows& r) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(0, column); };
  payment_fact out;
  out.id = at(0).string();
  out.number = at(1).int8();
  out.tenant_number = at(2).int4();
  out.tenant_id = at(3).string();
  out.invoice_id = at(4).string();
  out.origin = at(5).string();
  out.amount = {at(6).int8()};
  out.currency = at(7).string();
  out.intent = at(8).optional_string();
  out.session = at(9).optional_string();
  out.progress.state = checked(billing::payment_state_from_name(at(10).text()));
  out.progress.as_of = at(11).timestamp();
  out.progress.received = {at(12).int8()};
  out.progress.failure_code = at(13).optional_string().value_or("");
  out.progress.failure_message = at(14).optional_string().value_or("");
  out.refunded = {at(15).int8()};
  out.version = at(16).int8();
  return out;
}

}  // namespace

result<std::optional<payment_fact>> lock(executor& in, std::int32_t provider_number, const payment_names& names) {
  const auto named = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  auto r = in.run(fact_lock, provider_number, named(names.id), named(names.intent), named(names.session));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read_payment(*r);
}

result<void> update(executor& in, payment_fact& f) {
  ++f.version;
  return done(in.run(fact_update, f.number, billing::name(f.progress.state), f.progress.as_of,
                     f.progress.received.minor, f.progress.failure_code, f.progress.failure_message, f.refunded.minor,
                     f.intent, f.session, f.version));
}

result<std::optional<refund_fact>> find_refund(executor& in, std::int64_t payment_number, const std::string& reference,
                                               const std::string& id) {
  auto r = in.run(refund_find, payment_number, reference, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const auto at = [&](std::size_t column) -> const field& { return r->at(0, column); };
  refund_fact out;
  out.id = at(0).string();
  out.payment_number = at(1).int8();
  out.amount = {at(2).int8()};
  out.reason = at(3).string();
  out.reference = at(4).optional_string();
  out.progress.state = checked(billing::refund_state_from_name(at(5).text()));
  out.progress.as_of = at(6).timestamp();
  out.progress.failure_code = at(7).optional_string().value_or("");
  out.version = at(8).int8();
  return out;
}

result<void> add_refund(executor& in, const payment_fact& of, const refund_fact& f, const std::string& created_by) {
  return done(in.run(refund_add, f.id, of.number, of.tenant_number, f.amount.minor, billing::name(f.progress.state),
                     f.reason, f.reference, f.progress.failure_code, f.progress.as_of, created_by));
}

result<void> update(executor& in, refund_fact& f) {
  ++f.version;
  return done(in.run(refund_update, f.id, billing::name(f.progress.state), f.progress.as_of, f.progress.failure_code,
                     f.reference, f.amount.minor, f.version));
}

result<billing::money> refunded(executor& in, std::int64_t payment_number) {
  auto r = in.run(refund_sum, payment_number);
  if (!r) return std::unexpected(r.error());
  return billing::money{r->at(0, 0).int8()};
}

result<std::optional<dispute_fact>> find_dispute(executor& in, std::int64_t payment_number,
                                                 const std::string& reference) {
  auto r = in.run(dispute_find, payment_number, reference);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const auto at = [&](std::size_t column) -> const field& { return r->at(0, column); };
  dispute_fact out;
  out.id = at(0).string();
  out.payment_number = at(1).int8();
  out.amount = {at(2).int8()};
  out.reason = at(3).string();
  out.reference = at(4).string();
  out.progress.state = checked(billing::dispute_state_from_name(at(5).text()));
  out.progress.as_of = at(6).timestamp();
  out.progress.respond_by = at(7).optional_timestamp();
  out.version = at(8).int8();
  return out;
}

result<void> add_dispute(executor& in, const payment_fact& of, const dispute_fact& f) {
  return done(in.run(dispute_add, f.id, of.number, of.tenant_number, f.amount.minor, billing::name(f.progress.state),
                     f.reason, f.reference, f.progress.respond_by, f.progress.as_of));
}

result<void> update(executor& in, dispute_fact& f) {
  ++f.version;
  return done(in.run(dispute_update, f.id, billing::name(f.progress.state), f.progress.as_of, f.progress.respond_by,
                     f.amount.minor, f.reason, f.version));
}

}  // namespace weir::postgres::payment_facts
