#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/collections.hpp>
#include <weir/postgres/plans.hpp>

#define WEIR_COLLECTION_SELECT                                                                                         \
  "SELECT c.invoice_id, c.tenant_number, t.id, c.state, c.steps_done, c.next_act, c.next_at, c.due_at, c.attempts, "   \
  "c.reminded_at, c.paused, c.outcome, c.version, c.created_at, c.updated_at, c.started_at, c.ended_at, i.number, "    \
  "i.state, i.currency, i.due - i.paid, i.issued_day, i.due_day, d.id, d.failure_code, d.failure_message, d.as_of "    \
  "FROM invoice_collections AS c JOIN invoices AS i ON i.id = c.invoice_id JOIN tenants AS t ON t.number = "           \
  "c.tenant_number LEFT JOIN LATERAL (SELECT p.id, p.state, p.failure_code, p.failure_message, p.as_of FROM payments " \
  "AS p WHERE p.invoice_id = c.invoice_id AND p.state IN ('failed', 'processing', 'succeeded') ORDER BY p.as_of "      \
  "DESC, p.id DESC LIMIT 1) AS d ON d.state = 'failed' "

namespace weir::postgres::collections {
namespace {

const statement collection_open{"collections.open", R"sql(
INSERT INTO invoice_collections (invoice_id, tenant_number, due_at)
SELECT id, tenant_number, $2 FROM invoices WHERE id = ANY ($1::text[]) AND due > paid ON CONFLICT DO NOTHING)sql"};

// Of one that has ended, when it left something paused.
const statement collection_look_again{"collections.look_again", R"sql(
UPDATE invoice_collections SET due_at = '-infinity' WHERE invoice_id = $1 AND (state <> 'ended' OR paused <> '{}'))sql"};

const statement collection_look_again_of{"collections.look_again_of", R"sql(
UPDATE invoice_collections SET due_at = '-infinity' WHERE tenant_number = $1 AND state IN ('waiting', 'running'))sql"};

const statement collection_take{"collections.take", R"sql(
UPDATE invoice_collections SET due_at = $1::timestamptz + make_interval(secs => $3), attempts = attempts + 1
WHERE invoice_id IN (SELECT invoice_id FROM invoice_collections WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING invoice_id)sql"};

const statement collection_lock{"collections.lock",
                                "SELECT 1 FROM invoice_collections WHERE invoice_id = $1 FOR UPDATE"};

const statement collection_find{"collections.find", WEIR_COLLECTION_SELECT "WHERE c.invoice_id = $1"};

const statement collection_list{"collections.list", WEIR_COLLECTION_SELECT R"sql(
WHERE ($1::integer IS NULL OR c.tenant_number = $1) AND ($2 = '' OR c.state = $2)
  AND (NOT $3::boolean OR (c.state <> 'ended' AND d.id IS NOT NULL)) AND ($4 = '' OR c.invoice_id < $4)
ORDER BY c.invoice_id DESC LIMIT $5)sql"};

const statement collection_update{"collections.update", R"sql(
UPDATE invoice_collections SET state = $2, steps_done = $3, next_act = $4, next_at = $5, due_at = $6, attempts = $7, reminded_at = $8,
  paused = $9::text[], outcome = $10, version = $11, started_at = $12, ended_at = $13, updated_at = clock_timestamp()
WHERE invoice_id = $1)sql"};

const statement collection_hold{"collections.hold", R"sql(
UPDATE invoice_collections SET state = 'held', due_at = NULL, attempts = 0, version = version + 1, updated_at = clock_timestamp()
WHERE invoice_id = $1 AND state IN ('waiting', 'running'))sql"};

const statement collection_resume{"collections.resume", R"sql(
UPDATE invoice_collections SET state = CASE WHEN started_at IS NULL THEN 'waiting' ELSE 'running' END, due_at = $2, attempts = 0,
  outcome = '', version = version + 1, updated_at = clock_timestamp()
WHERE invoice_id = $1 AND state = 'held')sql"};

const statement step_add{"collection_steps.add", R"sql(
INSERT INTO collection_steps (invoice_id, number, tenant_number, act, day, result, outcome, payment_id, taken_at)
VALUES ($1, $2, $3, $4, $5::date, $6, $7, $8, $9))sql"};

const statement step_list{"collection_steps.list", R"sql(
SELECT number, act, day, result, outcome, payment_id, taken_at FROM collection_steps WHERE invoice_id = $1 ORDER BY number)sql"};

const statement collection_plan{"collections.plan", R"sql(
SELECT l.plan_code, l.plan_version FROM invoice_lines AS l JOIN subscriptions AS s ON s.id = l.subscription_id
WHERE l.invoice_id = $1 ORDER BY s.add_on_to IS NOT NULL, l.number LIMIT 1)sql"};

const statement collection_subscriptions{"collections.subscriptions", R"sql(
WITH billed AS (SELECT DISTINCT subscription_id AS id FROM invoice_lines WHERE invoice_id = $1)
SELECT s.id FROM billed AS b JOIN subscriptions AS s ON s.id = b.id
WHERE s.add_on_to IS NULL OR s.add_on_to NOT IN (SELECT id FROM billed) ORDER BY s.id)sql"};

const statement collection_under_way{"collections.under_way", R"sql(
SELECT 1 FROM payments AS p JOIN payment_providers AS a ON a.number = p.provider_number
WHERE p.invoice_id = $1 AND (p.state = 'processing' OR (p.state = 'succeeded' AND p.refunded < p.received
  AND NOT EXISTS (SELECT 1 FROM invoice_payments AS i WHERE i.method = a.provider AND i.reference = coalesce(p.intent, p.session, p.id))))
LIMIT 1)sql"};

const statement collection_method{"collections.method", R"sql(
SELECT m.id, m.created_at, p.id IS NOT NULL, p.failure_code, p.advice_code FROM payment_methods AS m
LEFT JOIN LATERAL (SELECT d.id, d.failure_code, d.advice_code FROM payments AS d
  WHERE d.invoice_id = $2 AND d.method_id = m.id AND d.state = 'failed' ORDER BY d.as_of DESC, d.id DESC LIMIT 1) AS p ON true
WHERE m.tenant_number = $1 AND m.is_default ORDER BY m.id LIMIT 1)sql"};

const statement collection_hold_paused{"collections.hold_paused",
                                       "SELECT pg_advisory_xact_lock(hashtext('collections_paused'), $1)"};

const statement collection_paused_by_others{"collections.paused_by_others", R"sql(
SELECT DISTINCT unnest(paused) FROM invoice_collections WHERE tenant_number = $1 AND invoice_id <> $2 AND paused <> '{}')sql"};

const statement collection_count_due{"collections.count_due",
                                     "SELECT count(*) FROM invoice_collections WHERE due_at <= $1"};

civil_day day_of(const field& f) {
  auto day = parse_civil_day(f.text());
  WEIR_ASSERT(day, "a date of the database");
  return *day;
}

std::optional<std::string> act_text(const std::optional<billing::dunning_act>& act) {
  return act ? std::optional(std::string(billing::name(*act))) : std::nullopt;
}

collection_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  const auto invoice_state = billing::invoice_state_from_name(at(18).text());
  WEIR_ASSERT(invoice_state, "checked by the database");
  collection_row out;
  out.invoice_id = at(0).string();
  out.tenant_number = at(1).int4();
  out.tenant_id = at(2).string();
  out.state = at(3).string();
  out.steps_done = at(4).int4();
  if (!at(5).is_null()) out.next_act = billing::dunning_act_from_name(at(5).text());
  out.next_at = at(6).optional_timestamp();
  out.due_at = at(7).optional_timestamp();
  out.attempts = at(8).int4();
  out.reminded_at = at(9).optional_timestamp();
  out.paused = at(10).text_array();
  out.outcome = at(11).string();
  out.version = at(12).int8();
  out.created_at = at(13).timestamp();
  out.updated_at = at(14).timestamp();
  out.started_at = at(15).optional_timestamp();
  out.ended_at = at(16).optional_timestamp();
  out.invoice_number = at(17).string();
  out.invoice_state = *invoice_state;
  out.currency = at(19).string();
  out.open = {at(20).int8()};
  out.issued_day = day_of(at(21));
  out.due_day = day_of(at(22));
  if (!at(23).is_null())
    out.declined = {at(23).string(), at(24).optional_string().value_or(""), at(25).optional_string().value_or(""),
                    at(26).timestamp()};
  return out;
}

result<collection_row> changed(executor& in, const result<rows>& r, const std::string& invoice, const char* refused) {
  if (!r) return std::unexpected(r.error());
  auto row = find(in, invoice);
  if (row && r->affected() == 0) return fail(error_code::collection_state_refused, refused);
  return row;
}

result<std::vector<std::string>> texts(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

}  // namespace

result<void> open(executor& in, std::span<const std::string> invoices, timestamp now) {
  return done(in.run(collection_open, param::array(invoices), now));
}

result<void> look_again(executor& in, const std::string& invoice) {
  return done(in.run(collection_look_again, invoice));
}

result<void> look_again_of(executor& in, std::int32_t tenant) {
  return done(in.run(collection_look_again_of, tenant));
}

result<std::vector<std::string>> take(executor& in, timestamp now, std::int32_t most, std::int32_t seconds) {
  return texts(in.run(collection_take, now, most, seconds));
}

result<void> lock(executor& in, const std::string& invoice) {
  return done(in.run(collection_lock, invoice));
}

result<collection_row> find(executor& in, const std::string& invoice) {
  auto r = in.run(collection_find, invoice);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::collection_not_found);
  return read(*r, 0);
}

result<void> update(executor& in, const collection_row& c) {
  return done(in.run(collection_update, c.invoice_id, c.state, c.steps_done, act_text(c.next_act), c.next_at, c.due_at,
                     c.attempts, c.reminded_at, param::array(c.paused), c.outcome, c.version, c.started_at,
                     c.ended_at));
}

result<void> add_step(executor& in, const collection_row& of, const collection_step_row& s) {
  return done(in.run(step_add, of.invoice_id, s.number, of.tenant_number, billing::name(s.act), text(s.day), s.result,
                     s.outcome, s.payment_id, s.taken_at));
}

result<std::vector<collection_step_row>> steps(executor& in, const std::string& invoice) {
  auto r = in.run(step_list, invoice);
  if (!r) return std::unexpected(r.error());
  std::vector<collection_step_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto act = billing::dunning_act_from_name(r->at(i, 1).text());
    WEIR_ASSERT(act, "checked by the database");
    out.push_back({r->at(i, 0).int4(), *act, day_of(r->at(i, 2)), r->at(i, 3).string(), r->at(i, 4).string(),
                   r->at(i, 5).optional_string(), r->at(i, 6).timestamp()});
  }
  return out;
}

result<schedule> schedule_of(executor& in, const std::string& invoice) {
  auto r = in.run(collection_plan, invoice);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::collection_not_found);
  schedule out{r->at(0, 0).string(), r->at(0, 1).int4(), {}};
  auto found = plans::find(in, out.plan_code, out.plan_version);
  if (!found) return std::unexpected(found.error());
  auto plan = contract::parse_plan_definition(found->definition, found->version);
  if (!plan) return std::unexpected(plan.error());
  out.steps = plan->dunning ? std::move(*plan->dunning) : billing::usual_dunning();
  return out;
}

result<std::vector<std::string>> subscriptions_of(executor& in, const std::string& invoice) {
  return texts(in.run(collection_subscriptions, invoice));
}

result<bool> is_under_way(executor& in, const std::string& invoice) {
  auto r = in.run(collection_under_way, invoice);
  if (!r) return std::unexpected(r.error());
  return !r->empty();
}

result<std::optional<method_standing>> charged_method(executor& in, std::int32_t tenant, const std::string& invoice) {
  auto r = in.run(collection_method, tenant, invoice);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return method_standing{r->at(0, 0).string(), r->at(0, 1).timestamp(), r->at(0, 2).boolean(),
                         r->at(0, 3).optional_string().value_or(""), r->at(0, 4).optional_string().value_or("")};
}

result<void> hold_paused(executor& in, std::int32_t tenant) {
  return done(in.run(collection_hold_paused, tenant));
}

result<std::vector<std::string>> paused_by_others(executor& in, std::int32_t tenant, const std::string& invoice) {
  return texts(in.run(collection_paused_by_others, tenant, invoice));
}

result<std::vector<collection_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit) {
  auto r = in.run(collection_list, f.tenant, f.state, f.declined, before, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<collection_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<collection_row> hold(executor& in, const std::string& invoice) {
  return changed(in, in.run(collection_hold, invoice), invoice, "It is held already, or has ended.");
}

result<collection_row> resume(executor& in, const std::string& invoice, timestamp now) {
  return changed(in, in.run(collection_resume, invoice, now), invoice, "It is not held.");
}

result<std::int64_t> count_due(executor& in, timestamp now) {
  auto r = in.run(collection_count_due, now);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

}  // namespace weir::postgres::collections
