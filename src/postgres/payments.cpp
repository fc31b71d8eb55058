#include <src/postgres/done.hpp>
#include <src/postgres/payment_columns.hpp>

#include <weir/postgres/payments.hpp>

#define WEIR_PAYMENT_COLUMNS                                                   \
  "SELECT " WEIR_PAYMENT_FACT                                                  \
  ", p.provider_number, p.url, p.url_expires_at, p.created_by, p.created_at, " \
  "p.updated_at" WEIR_PAYMENT_TABLES

namespace weir::postgres::payments {
namespace {

const statement payment_hold{"payments.hold", "SELECT pg_advisory_xact_lock(hashtext('payments'), hashtext($1))"};

const statement payment_unfinished{"payments.unfinished", WEIR_PAYMENT_COLUMNS R"sql(
WHERE p.invoice_id = $1 AND p.state IN ('open', 'processing', 'failed') ORDER BY p.id DESC)sql"};

const statement payment_unrecorded{"payments.unrecorded", R"sql(
SELECT 1 FROM payments AS p WHERE p.invoice_id = $1 AND p.state = 'succeeded' AND p.refunded < p.received
  AND NOT EXISTS (SELECT 1 FROM invoice_payments AS i WHERE i.method = $2 AND i.reference = coalesce(p.intent, p.session, p.id))
LIMIT 1)sql"};

const statement payment_create{"payments.create", R"sql(
INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};

const statement payment_set_page{"payments.set_page", R"sql(
UPDATE payments SET session = $2, url = $3, url_expires_at = $4, updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement payment_cancel{"payments.cancel", R"sql(
UPDATE payments SET state = 'canceled', failure_code = nullif($2, ''), failure_message = nullif(left($3, 500), ''), version = version + 1,
  updated_at = clock_timestamp()
WHERE id = $1 AND state IN ('open', 'failed'))sql"};

const statement payment_find{"payments.find", WEIR_PAYMENT_COLUMNS "WHERE p.id = $1"};
const statement payment_lock{"payments.lock", WEIR_PAYMENT_COLUMNS "WHERE p.id = $1 FOR UPDATE OF p"};

const statement payment_list{"payments.list", WEIR_PAYMENT_COLUMNS R"sql(
WHERE ($1 = '' OR p.invoice_id = $1) AND ($2 = '' OR p.state = $2) AND ($3 = '' OR p.id < $3) ORDER BY p.id DESC LIMIT $4)sql"};

#define WEIR_REFUND_COLUMNS                                             \
  "SELECT " WEIR_REFUND_FACT                                            \
  ", p.id, r.credit_note_id, r.created_by, r.created_at, r.updated_at " \
  "FROM refunds AS r JOIN payments AS p ON p.number = r.payment_number "

const statement refund_list{"refunds.list", WEIR_REFUND_COLUMNS "WHERE p.id = $1 ORDER BY r.id"};
const statement refund_find{"refunds.find", WEIR_REFUND_COLUMNS "WHERE r.id = $1"};

const statement refund_create{"refunds.create", R"sql(
INSERT INTO refunds (id, payment_number, tenant_number, amount, state, reason, credit_note_id, created_by)
VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7))sql"};

const statement refund_reference{"refunds.reference", R"sql(
UPDATE refunds SET reference = $2, updated_at = clock_timestamp() WHERE id = $1 AND reference IS NULL)sql"};

const statement refund_fail{"refunds.fail", R"sql(
UPDATE refunds SET state = 'failed', failure_code = $2, version = version + 1, updated_at = clock_timestamp()
WHERE id = $1 AND state = 'pending' AND reference IS NULL)sql"};

#define WEIR_DISPUTE_COLUMNS                                                                              \
  "SELECT " WEIR_DISPUTE_FACT                                                                             \
  ", p.id, t.id, p.invoice_id, p.currency, d.created_at, d.updated_at "                                   \
  "FROM disputes AS d JOIN payments AS p ON p.number = d.payment_number JOIN tenants AS t ON t.number = " \
  "p.tenant_number "

const statement dispute_of_payment{"disputes.of_payment", WEIR_DISPUTE_COLUMNS "WHERE p.id = $1 ORDER BY d.id"};
const statement dispute_find{"disputes.find", WEIR_DISPUTE_COLUMNS "WHERE d.id = $1"};
const statement dispute_list{"disputes.list", WEIR_DISPUTE_COLUMNS R"sql(
WHERE ($1 = '' OR d.state = $1) AND ($2::timestamptz IS NULL OR (d.created_at, d.id) < ($2, $3))
ORDER BY d.created_at DESC, d.id DESC LIMIT $4)sql"};

const statement customer_make{"payment_customers.make", R"sql(
INSERT INTO payment_customers (provider_number, tenant_number) VALUES ($1, $2) ON CONFLICT DO NOTHING)sql"};
const statement customer_find{"payment_customers.find", R"sql(
SELECT reference, generation FROM payment_customers WHERE provider_number = $1 AND tenant_number = $2)sql"};
const statement customer_set{"payment_customers.set", R"sql(
UPDATE payment_customers SET reference = $3, updated_at = clock_timestamp()
WHERE provider_number = $1 AND tenant_number = $2 AND reference IS NULL)sql"};
const statement customer_forget{"payment_customers.forget", R"sql(
UPDATE payment_customers SET reference = NULL, generation = generation + 1, updated_at = clock_timestamp()
WHERE provider_number = $1 AND tenant_number = $2 AND reference = $3)sql"};

payment_row read_payment(const rows& r, std::size_t i) {
  const auto more = [&](std::size_t column) -> const field& { return r.at(i, payment_fact_columns + column); };
  payment_row out;
  read_fact(r, i, out);
  out.provider_number = more(0).int4();
  out.url = more(1).optional_string();
  out.url_expires_at = more(2).optional_timestamp();
  out.created_by = more(3).string();
  out.created_at = more(4).timestamp();
  out.updated_at = more(5).timestamp();
  return out;
}

refund_row read_refund(const rows& r, std::size_t i) {
  const auto more = [&](std::size_t column) -> const field& { return r.at(i, refund_fact_columns + column); };
  refund_row out;
  read_fact(r, i, out);
  out.payment_id = more(0).string();
  out.credit_note_id = more(1).optional_string();
  out.created_by = more(2).string();
  out.created_at = more(3).timestamp();
  out.updated_at = more(4).timestamp();
  return out;
}

dispute_row read_dispute(const rows& r, std::size_t i) {
  const auto more = [&](std::size_t column) -> const field& { return r.at(i, dispute_fact_columns + column); };
  dispute_row out;
  read_fact(r, i, out);
  out.payment_id = more(0).string();
  out.tenant_id = more(1).string();
  out.invoice_id = more(2).string();
  out.currency = more(3).string();
  out.created_at = more(4).timestamp();
  out.updated_at = more(5).timestamp();
  return out;
}

template<class T>
result<std::vector<T>> read_all(const result<rows>& r, T (*read)(const rows&, std::size_t)) {
  if (!r) return std::unexpected(r.error());
  std::vector<T> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

template<class T>
result<T> read_one(const result<rows>& r, T (*read)(const rows&, std::size_t),
                   error_code none = error_code::payment_not_found) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(none);
  return read(*r, 0);
}

}  // namespace

result<void> hold_invoice(executor& in, const std::string& invoice) {
  return done(in.run(payment_hold, invoice));
}

result<std::vector<payment_row>> unfinished(executor& in, const std::string& invoice) {
  return read_all(in.run(payment_unfinished, invoice), read_payment);
}

result<bool> is_unrecorded(executor& in, const std::string& invoice, const std::string& method) {
  auto r = in.run(payment_unrecorded, invoice, method);
  if (!r) return std::unexpected(r.error());
  return !r->empty();
}

result<payment_row> create(executor& in, const payment_row& wanted) {
  auto made = done(in.run(payment_create, wanted.id, wanted.tenant_number, wanted.invoice_id, wanted.provider_number,
                          wanted.origin, wanted.amount.minor, wanted.currency, wanted.created_by));
  if (!made) return std::unexpected(made.error());
  return find(in, wanted.id);
}

result<void> set_page(executor& in, const std::string& id, const std::string& session, const std::string& url,
                      timestamp expires_at) {
  return done(in.run(payment_set_page, id, session, url, expires_at));
}

result<std::optional<payment_row>> cancel(executor& in, const std::string& id, const std::string& failure_code,
                                          const std::string& failure_message) {
  auto r = in.run(payment_cancel, id, failure_code, failure_message);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return std::nullopt;
  auto now = find(in, id);
  if (!now) return std::unexpected(now.error());
  return std::move(*now);
}

result<payment_row> find(executor& in, const std::string& id) {
  return read_one(in.run(payment_find, id), read_payment);
}

result<payment_row> lock(executor& in, const std::string& id) {
  return read_one(in.run(payment_lock, id), read_payment);
}

result<std::vector<payment_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit) {
  return read_all(in.run(payment_list, f.invoice, f.state, before, limit), read_payment);
}

result<std::vector<refund_row>> refunds(executor& in, const std::string& payment) {
  return read_all(in.run(refund_list, payment), read_refund);
}

result<std::vector<dispute_row>> disputes(executor& in, const std::string& payment) {
  return read_all(in.run(dispute_of_payment, payment), read_dispute);
}

result<std::vector<dispute_row>> list_disputes(executor& in, const std::string& state,
                                               const std::optional<dispute_mark>& before, std::int32_t limit) {
  const auto at = before ? std::optional(before->created_at) : std::nullopt;
  return read_all(in.run(dispute_list, state, at, before ? before->id : std::string(), limit), read_dispute);
}

result<dispute_row> find_dispute(executor& in, const std::string& id) {
  return read_one(in.run(dispute_find, id), read_dispute, error_code::dispute_not_found);
}

result<refund_row> create_refund(executor& in, const payment_row& of, const refund_row& wanted) {
  auto made = done(in.run(refund_create, wanted.id, of.number, of.tenant_number, wanted.amount.minor, wanted.reason,
                          wanted.credit_note_id, wanted.created_by));
  if (!made) return std::unexpected(made.error());
  return find_refund(in, wanted.id);
}

result<refund_row> find_refund(executor& in, const std::string& id) {
  return read_one(in.run(refund_find, id), read_refund);
}

result<void> set_reference(executor& in, const std::string& refund, const std::string& reference) {
  return done(in.run(refund_reference, refund, reference));
}

result<std::optional<refund_row>> fail_refund(executor& in, const std::string& refund,
                                              const std::string& failure_code) {
  auto r = in.run(refund_fail, refund, failure_code);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return std::nullopt;
  auto now = find_refund(in, refund);
  if (!now) return std::unexpected(now.error());
  return std::move(*now);
}

result<customer> customer_of(executor& in, std::int32_t provider, std::int32_t tenant) {
  if (auto made = in.run(customer_make, provider, tenant); !made) return std::unexpected(made.error());
  auto r = in.run(customer_find, provider, tenant);
  if (!r) return std::unexpected(r.error());
  return customer{r->at(0, 0).optional_string(), r->at(0, 1).int4()};
}

result<void> set_customer(executor& in, std::int32_t provider, std::int32_t tenant, const std::string& reference) {
  return done(in.run(customer_set, provider, tenant, reference));
}

result<void> forget_customer(executor& in, std::int32_t provider, std::int32_t tenant, const std::string& reference) {
  return done(in.run(customer_forget, provider, tenant, reference));
}

}  // namespace weir::postgres::payments
