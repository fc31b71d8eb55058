#include <src/postgres/arrays.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/invoices.hpp>

#define WEIR_INVOICE_COLUMNS                                                                                          \
  "id, tenant_number, kind, state, currency, as_of, place, run, corrects, period_from, period_to, number, "           \
  "issued_day, due_day, due_at, finalized_at, net, total, credits_used, due, credited, paid, lines, taxes, credits, " \
  "seller, "                                                                                                          \
  "buyer, inputs_hash, version, created_at, updated_at"

namespace weir::postgres::invoices {
namespace {

const statement inputs_read{"invoices.read_inputs", "SELECT document FROM invoice_inputs WHERE hash = $1"};

const statement payment_add{"invoices.add_payment", R"sql(
INSERT INTO invoice_payments (invoice_id, sequence, tenant_number, amount, method, reference, received_at, recorded_by, command_id)
SELECT $1, coalesce((SELECT max(p.sequence) FROM invoice_payments AS p WHERE p.invoice_id = $1), 0) + 1, $2, $3, $4, $5, $6, $7, $8
ON CONFLICT (method, reference) WHERE reference <> '' DO NOTHING)sql"};

const statement payment_count{"invoices.count_payment", R"sql(
UPDATE invoices SET paid = paid + $2, state = $3, version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement invoice_find{"invoices.find", "SELECT " WEIR_INVOICE_COLUMNS " FROM invoices WHERE id = $1"};
const statement invoice_by_number{"invoices.find_by_number",
                                  "SELECT " WEIR_INVOICE_COLUMNS " FROM invoices WHERE number = $1"};

const statement invoice_list{"invoices.list", "SELECT " WEIR_INVOICE_COLUMNS R"sql(
FROM invoices WHERE ($1::integer IS NULL OR tenant_number = $1)
  AND CASE WHEN cardinality($2::text[]) = 0 THEN state <> 'discarded' ELSE state = ANY ($2::text[]) END
  AND ($3 = '' OR strpos(lower(number), lower($3)) > 0) AND ($4 = '' OR id < $4)
ORDER BY id DESC LIMIT $5)sql"};

const statement line_list{"invoices.lines", R"sql(
SELECT number, subscription_id, kind, plan_code, plan_version, price_code, period, charge_from, period_to, charge_to, part_from,
  part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail, is_interim
FROM invoice_lines WHERE invoice_id = $1 AND number > $2 ORDER BY number LIMIT $3)sql"};

#define WEIR_ISSUED_LINES                                                                                            \
  "SELECT l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period, l.charge_from, l.amount, " \
  "l.net, l.invoice_id, l.number, l.corrects_invoice, l.corrects_line, i.number, i.currency "                        \
  "FROM invoice_lines AS l JOIN invoices AS i ON i.id = l.invoice_id AND i.state NOT IN ('draft', 'void', "          \
  "'discarded') "

const statement lines_charged{"invoices.lines_of_charge", WEIR_ISSUED_LINES R"sql(
WHERE l.tenant_number = $1 AND l.period_to = $2 AND l.subscription_id = $3 AND l.kind = $4 AND l.plan_code = $5 AND l.plan_version = $6
  AND l.price_code = $7 AND l.period = $8::date AND l.charge_from = $9
ORDER BY i.as_of, i.run, i.place, l.number)sql"};

// A correction of what is owed no more ends where it begins: it is about the hours of the line that it corrects.
const statement usage_at{"invoices.usage_lines_at", WEIR_ISSUED_LINES R"sql(
LEFT JOIN invoice_lines AS o ON o.invoice_id = l.corrects_invoice AND o.number = l.corrects_line
WHERE l.tenant_number = $1 AND l.kind = 'usage' AND l.period_to > $2 AND l.charge_from <= $2
  AND greatest(l.charge_to, o.charge_to) > $2 AND l.detail::json ->> 'meter' = $3
ORDER BY i.as_of, i.run, i.place, l.number)sql"};

#undef WEIR_ISSUED_LINES

const statement payment_list{"invoices.payments", R"sql(
SELECT sequence, amount, method, reference, received_at, recorded_by, command_id, created_at
FROM invoice_payments WHERE invoice_id = $1 ORDER BY sequence)sql"};

// What was void already when a line was made is not what that was made beside.
const statement line_billed{"invoices.billed", R"sql(
WITH asked AS (
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[]) WITH ORDINALITY AS b (tenant, currency, since, place)
), gone AS MATERIALIZED (
  SELECT l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period, l.charge_from, v.run, v.updated_at
  FROM asked AS b JOIN invoices AS v ON v.tenant_number = b.tenant AND v.currency = b.currency AND v.state = 'void'
  JOIN invoice_lines AS l ON l.invoice_id = v.id AND l.period_to > b.since::timestamptz
)
SELECT l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period, l.charge_from, l.charge_to, l.part_from,
  l.part_to, l.part_whole, l.amount, l.net, l.invoice_id, l.number, b.place, l.is_interim, EXISTS (
    SELECT FROM gone AS g WHERE g.subscription_id = l.subscription_id AND g.kind = l.kind AND g.plan_code = l.plan_code
      AND g.plan_version = l.plan_version AND g.price_code = l.price_code AND g.period = l.period
      AND g.charge_from = l.charge_from AND g.run < i.run AND g.updated_at > i.created_at)
FROM asked AS b JOIN invoice_lines AS l ON l.tenant_number = b.tenant AND l.period_to > b.since::timestamptz
JOIN invoices AS i ON i.id = l.invoice_id AND i.currency = b.currency AND i.state NOT IN ('draft', 'void', 'discarded')
ORDER BY b.place, i.as_of, i.run, i.place, l.number)sql"};

const statement invoice_issued_total{"invoices.issued_total", R"sql(
SELECT coalesce(sum(total), 0)::text FROM invoices
WHERE tenant_number = $1 AND currency = $2 AND as_of > $3 AND as_of <= $4 AND state NOT IN ('draft', 'void', 'discarded'))sql"};

const statement invoice_drafts{"invoices.drafts", "SELECT " WEIR_INVOICE_COLUMNS R"sql(
FROM invoices WHERE tenant_number = ANY ($1::integer[]) AND state = 'draft' ORDER BY id)sql"};

const statement invoice_overdue{"invoices.overdue", "SELECT " WEIR_INVOICE_COLUMNS R"sql(
FROM invoices WHERE state = 'finalized' AND due_at <= $1 ORDER BY due_at, id LIMIT $2)sql"};

const statement series_missing{"invoices.missing_numbers", R"sql(
SELECT s.prefix, s.next - 1, count(i.id) FROM invoice_series AS s
LEFT JOIN invoices AS i ON starts_with(i.number, s.prefix) AND substr(i.number, length(s.prefix) + 1) ~ '^[0-9]+$'
  AND substr(i.number, length(s.prefix) + 1)::bigint BETWEEN 1 AND s.next - 1
GROUP BY s.prefix, s.next HAVING count(i.id) <> s.next - 1 ORDER BY s.prefix)sql"};

civil_day day_of(const field& f) {
  auto day = parse_civil_day(f.text());
  WEIR_ASSERT(day, "a date of the database");
  return *day;
}

std::optional<civil_day> optional_day(const field& f) {
  if (f.is_null()) return std::nullopt;
  return day_of(f);
}

billing::money amount_of(const field& f) {
  return {f.int8()};
}

invoice_row read_invoice(const rows& r, std::size_t i) {
  const auto kind = billing::invoice_kind_from_name(r.at(i, 2).text());
  const auto state = billing::invoice_state_from_name(r.at(i, 3).text());
  WEIR_ASSERT(kind && state, "both are checked by the database");
  invoice_row out;
  out.id = r.at(i, 0).string();
  out.tenant_number = r.at(i, 1).int4();
  out.kind = *kind;
  out.state = *state;
  out.currency = r.at(i, 4).string();
  out.as_of = r.at(i, 5).timestamp();
  out.place = r.at(i, 6).int4();
  out.run = r.at(i, 7).int8();
  out.corrects = r.at(i, 8).optional_string();
  out.period_from = day_of(r.at(i, 9));
  out.period_to = day_of(r.at(i, 10));
  out.number = r.at(i, 11).optional_string();
  out.issued_day = optional_day(r.at(i, 12));
  out.due_day = optional_day(r.at(i, 13));
  out.due_at = r.at(i, 14).optional_timestamp();
  out.finalized_at = r.at(i, 15).optional_timestamp();
  out.net = amount_of(r.at(i, 16));
  out.total = amount_of(r.at(i, 17));
  out.credits_used = amount_of(r.at(i, 18));
  out.due = amount_of(r.at(i, 19));
  out.credited = amount_of(r.at(i, 20));
  out.paid = amount_of(r.at(i, 21));
  out.lines = r.at(i, 22).int4();
  out.taxes = r.at(i, 23).string();
  out.credits = r.at(i, 24).string();
  out.seller = r.at(i, 25).string();
  out.buyer = r.at(i, 26).string();
  out.inputs_hash = r.at(i, 27).string();
  out.version = r.at(i, 28).int8();
  out.created_at = r.at(i, 29).timestamp();
  out.updated_at = r.at(i, 30).timestamp();
  return out;
}

result<std::vector<invoice_row>> all(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  std::vector<invoice_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read_invoice(*r, i));
  return out;
}

result<invoice_row> one(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::invoice_not_found);
  return read_invoice(*r, 0);
}

result<void> done(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

// Columns `first` …: subscription, kind, plan, version, price, period, from.
billing::charge_key read_key(const rows& r, std::size_t i, std::size_t first) {
  const auto kind = billing::charge_kind_from_name(r.at(i, first + 1).text());
  WEIR_ASSERT(kind, "invoice_lines.kind is checked by the database");
  return {r.at(i, first).string(),
          *kind,
          {r.at(i, first + 2).string(), r.at(i, first + 3).int4()},
          r.at(i, first + 4).string(),
          day_of(r.at(i, first + 5)),
          r.at(i, first + 6).timestamp()};
}

billing::share read_part(const rows& r, std::size_t i, std::size_t first) {
  return {r.at(i, first).int8(), r.at(i, first + 1).int8(), r.at(i, first + 2).int8()};
}

result<std::vector<issued_line>> all_issued(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  std::vector<issued_line> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    issued_line l{.at = {r->at(i, 9).string(), r->at(i, 10).int4()},
                  .invoice_number = r->at(i, 13).string(),
                  .currency = r->at(i, 14).string(),
                  .key = read_key(*r, i, 0),
                  .amount = amount_of(r->at(i, 7)),
                  .net = amount_of(r->at(i, 8))};
    if (!r->at(i, 11).is_null()) l.corrects = {r->at(i, 11).string(), r->at(i, 12).int4()};
    out.push_back(std::move(l));
  }
  return out;
}

}  // namespace

result<std::string> read_inputs(executor& in, const std::string& hash) {
  auto r = in.run(inputs_read, hash);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::invoice_not_found);
  return r->at(0, 0).string();
}

result<void> add_payment(executor& in, const invoice_row& of, const invoice_payment_row& p,
                         billing::invoice_state then) {
  auto added = in.run(payment_add, of.id, of.tenant_number, p.amount.minor, p.method, p.reference, p.received_at,
                      p.recorded_by, p.command_id);
  if (!added) return std::unexpected(added.error());
  if (added->affected() == 0) return fail(error_code::invoice_payment_known);
  return done(in.run(payment_count, of.id, p.amount.minor, name(then)));
}

result<invoice_row> find(executor& in, const std::string& id) {
  return one(in.run(invoice_find, id));
}

result<invoice_row> find_by_number(executor& in, const std::string& number) {
  return one(in.run(invoice_by_number, number));
}

result<std::vector<invoice_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit) {
  return all(in.run(invoice_list, f.tenant, param::array(f.states), f.search, before, limit));
}

result<std::vector<invoice_line_row>> lines(executor& in, const std::string& id, std::int32_t after,
                                            std::int32_t limit) {
  auto r = in.run(line_list, id, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<invoice_line_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    invoice_line_row l;
    l.number = r->at(i, 0).int4();
    l.key = read_key(*r, i, 1);
    l.period_to = r->at(i, 8).timestamp();
    l.to = r->at(i, 9).timestamp();
    l.part = read_part(*r, i, 10);
    if (!r->at(i, 13).is_null()) l.corrects = {r->at(i, 13).string(), r->at(i, 14).int4()};
    l.amount = amount_of(r->at(i, 15));
    l.discount = amount_of(r->at(i, 16));
    l.net = amount_of(r->at(i, 17));
    l.detail = r->at(i, 18).string();
    l.is_interim = r->at(i, 19).boolean();
    out.push_back(std::move(l));
  }
  return out;
}

result<invoice_line_row> find_line(executor& in, const std::string& id, std::int32_t number) {
  if (number < 1) return fail(error_code::invoice_line_not_found);
  auto found = lines(in, id, number - 1, 1);
  if (!found) return std::unexpected(found.error());
  if (found->empty() || found->front().number != number) return fail(error_code::invoice_line_not_found);
  return std::move(found->front());
}

result<std::vector<issued_line>> lines_of_charge(executor& in, std::int32_t tenant, const billing::charge_key& key,
                                                 timestamp period_to) {
  return all_issued(in.run(lines_charged, tenant, period_to, key.subscription, billing::name(key.kind), key.plan.code,
                           key.plan.version, key.price, text(key.period), key.from));
}

result<std::vector<issued_line>> usage_lines_at(executor& in, std::int32_t tenant, const std::string& meter,
                                                timestamp hour) {
  return all_issued(in.run(usage_at, tenant, hour, meter));
}

result<std::vector<invoice_payment_row>> payments(executor& in, const std::string& id) {
  auto r = in.run(payment_list, id);
  if (!r) return std::unexpected(r.error());
  std::vector<invoice_payment_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int4(), amount_of(r->at(i, 1)), r->at(i, 2).string(), r->at(i, 3).string(),
                   r->at(i, 4).timestamp(), r->at(i, 5).string(), r->at(i, 6).string(), r->at(i, 7).timestamp()});
  return out;
}

result<std::vector<std::vector<billing::billed_line>>> billed(executor& in, std::span<const billed_since> of) {
  auto r = in.run(line_billed, array_of(of, [](const auto& b) { return b.tenant; }),
                  array_of(of, [](const auto& b) { return b.currency; }),
                  array_of(of, [](const auto& b) { return b.since; }));
  if (!r) return std::unexpected(r.error());
  std::vector<std::vector<billing::billed_line>> out(of.size());
  for (std::size_t i = 0; i < r->size(); ++i)
    out[static_cast<std::size_t>(r->at(i, 15).int8() - 1)].push_back({read_key(*r, i, 0),
                                                                      amount_of(r->at(i, 11)),
                                                                      amount_of(r->at(i, 12)),
                                                                      r->at(i, 7).timestamp(),
                                                                      read_part(*r, i, 8),
                                                                      {r->at(i, 13).string(), r->at(i, 14).int4()},
                                                                      r->at(i, 16).boolean(),
                                                                      r->at(i, 17).boolean()});
  return out;
}

result<billing::money> issued_total(executor& in, std::int32_t tenant, std::string_view currency, timestamp after,
                                    timestamp until) {
  auto r = in.run(invoice_issued_total, tenant, currency, after, until);
  if (!r) return std::unexpected(r.error());
  auto minor = parse_fixed(r->at(0, 0).text(), 18, 0);
  if (!minor) return fail(error_code::amount_overflow, "invoices of a month");
  return billing::money{static_cast<std::int64_t>(*minor)};
}

result<std::vector<invoice_row>> drafts(executor& in, std::span<const std::int32_t> tenants) {
  return all(in.run(invoice_drafts, param::array(tenants)));
}

result<std::vector<invoice_row>> overdue(executor& in, timestamp at, std::int32_t limit) {
  return all(in.run(invoice_overdue, at, limit));
}

result<std::vector<series_count>> missing_numbers(executor& in) {
  auto r = in.run(series_missing);
  if (!r) return std::unexpected(r.error());
  std::vector<series_count> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).int8(), r->at(i, 2).int8()});
  return out;
}

}  // namespace weir::postgres::invoices
