#include <src/postgres/done.hpp>
#include <src/postgres/payment_columns.hpp>

#include <weir/postgres/payment_facts.hpp>

namespace weir::postgres::payment_facts {
namespace {

const statement fact_lock{"payment_facts.lock", "SELECT " WEIR_PAYMENT_FACT WEIR_PAYMENT_TABLES R"sql(
WHERE p.provider_number = $1 AND (p.id = $2 OR p.intent = $3 OR p.session = $4)
ORDER BY p.id = $2 DESC, p.intent IS NOT DISTINCT FROM $3 DESC LIMIT 1 FOR UPDATE OF p)sql"};

const statement fact_update{"payment_facts.update", R"sql(
UPDATE payments SET state = $2, as_of = $3, received = $4, failure_code = nullif($5, ''), failure_message = nullif(left($6, 500), ''),
  refunded = $7, intent = $8, session = $9, version = $10, advice_code = nullif(left($11, 100), ''),
  network_advice_code = nullif(left($12, 100), ''), updated_at = clock_timestamp() WHERE number = $1)sql"};

const statement refund_find{"refund_facts.find", "SELECT " WEIR_REFUND_FACT R"sql( FROM refunds AS r
WHERE r.payment_number = $1 AND (r.reference = $2 OR (r.id = $3 AND r.reference IS NULL)) ORDER BY r.reference NULLS LAST LIMIT 1
FOR UPDATE)sql"};

const statement refund_add{"refund_facts.add", R"sql(
INSERT INTO refunds (id, payment_number, tenant_number, amount, state, reason, reference, failure_code, as_of, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), $9, $10))sql"};

const statement refund_update{"refund_facts.update", R"sql(
UPDATE refunds SET state = $2, as_of = $3, failure_code = nullif($4, ''), reference = $5, amount = $6, version = $7,
  updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement refund_sum{"refund_facts.sum", R"sql(
SELECT coalesce(sum(amount), 0)::bigint FROM refunds WHERE payment_number = $1 AND state = 'succeeded')sql"};

const statement dispute_find{"dispute_facts.find", "SELECT " WEIR_DISPUTE_FACT R"sql( FROM disputes AS d
WHERE d.payment_number = $1 AND d.reference = $2 FOR UPDATE)sql"};

const statement dispute_add{"dispute_facts.add", R"sql(
INSERT INTO disputes (id, payment_number, tenant_number, amount, state, reason, reference, respond_by, as_of)
VALUES ($1, $2, $3, $4, $5, left($6, 200), $7, $8, $9))sql"};

const statement dispute_update{"dispute_facts.update", R"sql(
UPDATE disputes SET state = $2, as_of = $3, respond_by = $4, amount = $5, reason = left($6, 200), version = $7,
  updated_at = clock_timestamp() WHERE id = $1)sql"};

}  // namespace

result<std::optional<payment_fact>> lock(executor& in, std::int32_t provider_number, const payment_names& names) {
  const auto named = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  return read_first_fact<payment_fact>(
      in.run(fact_lock, provider_number, named(names.id), named(names.intent), named(names.session)));
}

result<void> update(executor& in, payment_fact& f) {
  ++f.version;
  return done(in.run(fact_update, f.number, billing::name(f.progress.state), f.progress.as_of,
                     f.progress.received.minor, f.progress.failure_code, f.progress.failure_message, f.refunded.minor,
                     f.intent, f.session, f.version, f.progress.advice_code, f.progress.network_advice_code));
}

result<std::optional<refund_fact>> find_refund(executor& in, std::int64_t payment_number, const std::string& reference,
                                               const std::string& id) {
  return read_first_fact<refund_fact>(in.run(refund_find, payment_number, reference, id));
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
  return read_first_fact<dispute_fact>(in.run(dispute_find, payment_number, reference));
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
