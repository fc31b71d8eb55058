#include <array>

#include <src/postgres/arrays.hpp>
#include <src/postgres/done.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/provider_events.hpp>

#define WEIR_EVENT_COLUMNS                                                                                            \
  "e.id, e.number, p.id, e.provider_number, e.provider, e.event_id, e.type, e.object_id, e.related_id, "              \
  "e.api_version, e.occurred_at, e.received_at, e.source, e.state, e.outcome, e.detail, e.command_id, e.payment_id, " \
  "e.runs, e.attempts, e.created_at, e.ended_at"
#define WEIR_EVENT_TABLES " FROM provider_events AS e JOIN payment_providers AS p ON p.number = e.provider_number "

namespace weir::postgres::provider_events {
namespace {

// Bodies are UTF-8 without NUL, as they are JSON: the text's bytes are the body's.
const statement event_store{
    "provider_events.store",
    R"sql(
WITH stored AS (
  INSERT INTO provider_events (id, provider_number, provider, event_id, type, object_id, related_id, api_version, occurred_at,
    received_at, source, body)
  SELECT w.id, p.number, w.provider, w.event_id, w.type, w.object_id, w.related_id, w.api_version, w.occurred_at, w.received_at,
    w.source, convert_to(w.body, 'UTF8')
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[]) WITH ORDINALITY
    AS w (id, account, provider, event_id, type, object_id, related_id, api_version, occurred_at, received_at, source, body, place)
  JOIN payment_providers AS p ON p.id = w.account ORDER BY w.place ON CONFLICT DO NOTHING RETURNING *)
SELECT )sql" WEIR_EVENT_COLUMNS
    R"sql( FROM stored AS e JOIN payment_providers AS p ON p.number = e.provider_number ORDER BY e.number)sql"};

const statement event_take{
    "provider_events.take",
    R"sql(
WITH taken AS (
  UPDATE provider_events SET due_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
  WHERE number IN (SELECT number FROM provider_events WHERE state = 'pending' AND due_at <= clock_timestamp()
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING *)
SELECT )sql" WEIR_EVENT_COLUMNS
    R"sql(, e.body FROM taken AS e JOIN payment_providers AS p ON p.number = e.provider_number ORDER BY e.number)sql"};

const statement event_end{"provider_events.end", R"sql(
UPDATE provider_events SET state = $2, outcome = $3, detail = left($4, 500), payment_id = coalesce($5, payment_id), ended_at = clock_timestamp()
WHERE number = $1 AND state = 'pending')sql"};

const statement event_await{"provider_events.await", R"sql(
UPDATE provider_events SET command_id = $2, payment_id = coalesce($3, payment_id), outcome = 'waiting',
  due_at = clock_timestamp() + make_interval(secs => $4::bigint / 1000.0)
WHERE number = $1 AND state = 'pending')sql"};

const statement event_defer{"provider_events.defer", R"sql(
UPDATE provider_events SET outcome = $2, detail = left($3, 500), due_at = clock_timestamp() + make_interval(secs => $4::bigint / 1000.0)
WHERE number = $1 AND state = 'pending')sql"};

const statement event_hold{"provider_events.hold",
                           "SELECT pg_advisory_xact_lock(hashtext('provider_payment'), hashtext($1))"};

const statement event_look_again{"provider_events.look_again", R"sql(
UPDATE provider_events SET state = 'pending', outcome = '', detail = '', ended_at = NULL, due_at = clock_timestamp(), attempts = 0
WHERE provider_number = $1 AND related_id = $2 AND state = 'ignored' AND outcome = 'unrelated')sql"};

const statement event_look_again_at_refunds{"provider_events.look_again_at_refunds", R"sql(
UPDATE provider_events SET state = 'pending', outcome = '', detail = '', ended_at = NULL, due_at = clock_timestamp(), attempts = 0
WHERE provider_number = $1 AND related_id = $2 AND related_id <> '' AND state = 'applied' AND outcome = 'noted'
  AND (type LIKE 'refund.%' OR type = 'charge.refund.updated'))sql"};

const statement event_recorded{"provider_events.recorded",
                               "SELECT 1 FROM invoice_payments WHERE method = $1 AND reference = $2"};

// What is asked for most narrowly decides which index is read; the rest is compared.
#define WEIR_EVENT_REST                                                                         \
  " AND ($1 = '' OR p.id = $1) AND ($2 = '' OR e.provider = $2) AND ($3 = '' OR e.state = $3) " \
  "AND ($4 = '' OR e.type = $4) AND ($5 = 0 OR e.number < $5) ORDER BY e.number DESC LIMIT $6"
#define WEIR_EVENT_LIST "SELECT " WEIR_EVENT_COLUMNS WEIR_EVENT_TABLES "WHERE "

const statement event_list{"provider_events.list", WEIR_EVENT_LIST "true" WEIR_EVENT_REST};
const statement event_list_failed{"provider_events.list_failed", WEIR_EVENT_LIST "e.state = 'failed'" WEIR_EVENT_REST};
const statement event_list_pending{"provider_events.list_pending",
                                   WEIR_EVENT_LIST "e.state = 'pending'" WEIR_EVENT_REST};
const statement event_list_typed{"provider_events.list_typed", WEIR_EVENT_LIST "e.type = $4" WEIR_EVENT_REST};
const statement event_list_of_object{"provider_events.list_of_object", WEIR_EVENT_LIST R"sql(
e.number IN (SELECT number FROM provider_events WHERE object_id = $7 AND object_id <> ''
  UNION SELECT number FROM provider_events WHERE related_id = $7 AND related_id <> ''))sql" WEIR_EVENT_REST};
const statement event_list_named{"provider_events.list_named", WEIR_EVENT_LIST R"sql(
(e.provider, e.event_id) IN (SELECT provider, $7 FROM payment_providers)
  AND ($8 = '' OR e.object_id = $8 OR e.related_id = $8))sql" WEIR_EVENT_REST};

const statement event_find{"provider_events.find",
                           "SELECT " WEIR_EVENT_COLUMNS ", e.body" WEIR_EVENT_TABLES "WHERE e.id = $1"};

const statement event_bodies{"provider_events.bodies",
                             "SELECT id, body FROM provider_events WHERE id = ANY ($1::text[])"};

const statement event_rerun{"provider_events.rerun", R"sql(
UPDATE provider_events SET state = 'pending', outcome = '', detail = '', command_id = NULL, ended_at = NULL, runs = runs + 1,
  attempts = 0, due_at = clock_timestamp()
WHERE id = $1 AND state <> 'pending')sql"};

const statement event_pending{"provider_events.pending",
                              "SELECT count(*) FROM provider_events WHERE state = 'pending'"};

provider_event_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  provider_event_row out;
  out.id = at(0).string();
  out.number = at(1).int8();
  out.payment_provider_id = at(2).string();
  out.provider_number = at(3).int4();
  out.provider = at(4).string();
  out.event_id = at(5).string();
  out.type = at(6).string();
  out.object_id = at(7).string();
  out.related_id = at(8).string();
  out.api_version = at(9).string();
  out.occurred_at = at(10).timestamp();
  out.received_at = at(11).timestamp();
  out.source = at(12).string();
  out.state = at(13).string();
  out.outcome = at(14).string();
  out.detail = at(15).string();
  out.command_id = at(16).optional_string();
  out.payment_id = at(17).optional_string();
  out.runs = at(18).int4();
  out.attempts = at(19).int4();
  out.created_at = at(20).timestamp();
  out.ended_at = at(21).optional_timestamp();
  if (r.columns() > 22) out.body = at(22).bytes();
  return out;
}

result<std::vector<provider_event_row>> read_all(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<provider_event_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

}  // namespace

std::string id_of(std::string_view provider, std::string_view event_id) {
  const std::array cause{provider, event_id};
  return contract::derived_id(provider_event_id::prefix(), cause);
}

result<std::vector<provider_event_row>> store(executor& in, std::span<const provider_event_row> arrived) {
  using row = provider_event_row;
  return read_all(in.run(event_store, array_of(arrived, &row::id), array_of(arrived, &row::payment_provider_id),
                         array_of(arrived, &row::provider), array_of(arrived, &row::event_id),
                         array_of(arrived, &row::type), array_of(arrived, &row::object_id),
                         array_of(arrived, &row::related_id), array_of(arrived, &row::api_version),
                         array_of(arrived, &row::occurred_at), array_of(arrived, &row::received_at),
                         array_of(arrived, &row::source), array_of(arrived, &row::body)));
}

result<std::vector<provider_event_row>> take(executor& in, std::int32_t most, std::int32_t seconds) {
  return read_all(in.run(event_take, most, seconds));
}

result<void> end(executor& in, std::int64_t number, const ending& e) {
  return done(in.run(event_end, number, e.state, e.outcome, e.detail, e.payment_id));
}

result<void> await(executor& in, std::int64_t number, const std::string& command_id,
                   const std::optional<std::string>& payment_id, std::int64_t wait_ms) {
  return done(in.run(event_await, number, command_id, payment_id, wait_ms));
}

result<void> defer(executor& in, std::int64_t number, const std::string& outcome, const std::string& detail,
                   std::int64_t wait_ms) {
  return done(in.run(event_defer, number, outcome, detail, wait_ms));
}

result<void> hold(executor& in, std::string_view related_id) {
  return done(in.run(event_hold, related_id));
}

result<void> look_again(executor& in, std::int32_t provider_number, const std::string& related_id) {
  return done(in.run(event_look_again, provider_number, related_id));
}

result<void> look_again_at_refunds(executor& in, std::int32_t provider_number, const std::string& related_id) {
  return done(in.run(event_look_again_at_refunds, provider_number, related_id));
}

result<bool> is_recorded(executor& in, const std::string& method, const std::string& reference) {
  auto r = in.run(event_recorded, method, reference);
  if (!r) return std::unexpected(r.error());
  return !r->empty();
}

result<std::vector<provider_event_row>> list(executor& in, const filter& f, std::int64_t before, std::int32_t limit) {
  const auto run = [&](const statement& how, const auto&... more) {
    return read_all(in.run(how, f.payment_provider_id, f.provider, f.state, f.type, before, limit, more...));
  };
  if (!f.event_id.empty()) return run(event_list_named, f.event_id, f.object_id);
  if (!f.object_id.empty()) return run(event_list_of_object, f.object_id);
  if (f.state == "failed") return run(event_list_failed);
  if (f.state == "pending") return run(event_list_pending);
  return run(f.type.empty() ? event_list : event_list_typed);
}

result<provider_event_row> find(executor& in, const std::string& id) {
  auto r = in.run(event_find, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::provider_event_not_found);
  return read(*r, 0);
}

result<std::map<std::string, std::string>> bodies(executor& in, std::span<const std::string> ids) {
  auto r = in.run(event_bodies, param::array(ids));
  if (!r) return std::unexpected(r.error());
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.emplace(r->at(i, 0).string(), r->at(i, 1).bytes());
  return out;
}

result<provider_event_row> rerun(executor& in, const std::string& id) {
  auto r = in.run(event_rerun, id);
  if (!r) return std::unexpected(r.error());
  auto row = find(in, id);
  if (row && r->affected() == 0) return fail(error_code::provider_event_state_refused, "It is pending.");
  return row;
}

result<std::int64_t> count_pending(executor& in) {
  auto r = in.run(event_pending);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

}  // namespace weir::postgres::provider_events
