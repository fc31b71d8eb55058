#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/postgres/invoices.hpp>

#define WEIR_INVOICE_COLUMNS                                                                                          \
  "id, tenant_number, kind, state, currency, as_of, place, run, corrects, period_from, period_to, number, "           \
  "issued_day, due_day, due_at, finalized_at, net, total, credits_used, due, credited, paid, lines, taxes, credits, " \
  "seller, "                                                                                                          \
  "buyer, inputs_hash, version, created_at, updated_at"

namespace weir::postgres::invoices {
namespace {

const statement inputs_keep{"invoices.keep_inputs", R"sql(
INSERT INTO invoice_inputs (hash, tenant_number, document) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING)sql"};

const statement inputs_read{"invoices.read_inputs", "SELECT document FROM invoice_inputs WHERE hash = $1"};

const statement invoice_create{"invoices.create", R"sql(
INSERT INTO invoices (id, tenant_number, kind, state, currency, as_of, place, run, corrects, period_from, period_to, number,
  issued_day, due_day, due_at, finalized_at, net, total, credits_used, due, credited, lines, taxes, credits, seller, buyer, inputs_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, $11::date, $12, $13::date, $14::date, $15, $16, $17, $18, $19, $20, $21,
  $22, $23, $24, $25, $26, $27))sql"};

// All lines in one statement: a run writes many.
const statement lines_create{"invoices.create_lines", R"sql(
INSERT INTO invoice_lines (invoice_id, number, tenant_number, subscription_id, kind, plan_code, plan_version, price_code, period,
  charge_from, period_to, charge_to, part_from, part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail)
SELECT $1, l.number, $2, l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period::date,
  l.charge_from::timestamptz, coalesce(nullif(l.period_to, '')::timestamptz, (SELECT o.period_to FROM invoice_lines AS o
    WHERE o.invoice_id = l.corrects_invoice AND o.number = l.corrects_line)), l.charge_to::timestamptz, l.part_from, l.part_to, l.part_whole,
  nullif(l.corrects_invoice, ''), nullif(l.corrects_line, 0), l.amount, l.discount, l.net, l.detail
FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[], $9::text[], $10::text[], $11::text[],
  $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::integer[], $18::bigint[], $19::bigint[],
  $20::bigint[], $21::text[])
  AS l (number, subscription_id, kind, plan_code, plan_version, price_code, period, charge_from, period_to, charge_to, part_from,
    part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail))sql"};

const statement series_next{"invoices.next_number", R"sql(
INSERT INTO invoice_series AS s (prefix, next) VALUES ($1, 2) ON CONFLICT (prefix) DO UPDATE SET next = s.next + 1
RETURNING next - 1)sql"};

const statement invoice_finalize{"invoices.finalize", R"sql(
UPDATE invoices SET state = $2, number = $3, issued_day = $4::date, due_day = $5::date, due_at = $6, finalized_at = $7,
  version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement invoice_state_set{"invoices.set_state", R"sql(
UPDATE invoices SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};

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
  part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail
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

const statement line_billed{"invoices.billed", R"sql(
SELECT l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period, l.charge_from, l.charge_to, l.part_from,
  l.part_to, l.part_whole, l.amount, l.net, l.invoice_id, l.number
FROM invoice_lines AS l JOIN invoices AS i ON i.id = l.invoice_id
WHERE l.tenant_number = $1 AND l.period_to > $3 AND i.currency = $2 AND i.state NOT IN ('draft', 'void', 'discarded')
ORDER BY i.as_of, i.run, i.place, l.number)sql"};

const statement invoice_issued_total{"invoices.issued_total", R"sql(
SELECT coalesce(sum(total), 0)::text FROM invoices
WHERE tenant_number = $1 AND currency = $2 AND as_of > $3 AND as_of <= $4 AND state NOT IN ('draft', 'void', 'discarded'))sql"};

const statement invoice_drafts{"invoices.drafts", "SELECT " WEIR_INVOICE_COLUMNS R"sql(
FROM invoices WHERE tenant_number = $1 AND state = 'draft' ORDER BY id)sql"};

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

std::optional<std::string> day_text(const std::optional<civil_day>& d) {
  if (!d) return std::nullopt;
  return text(*d);
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

// One array for each column.
template<class T, class F>
param column(const std::vector<invoice_line_row>& lines, F value) {
  std::vector<T> out;
  out.reserve(lines.size());
  for (const auto& l : lines)
    out.push_back(value(l));
  return param::array(out);
}

}  // namespace

result<std::string> keep_inputs(executor& in, std::int32_t tenant, const std::string& document) {
  auto hash = hex(sha256(document));
  if (auto kept = in.run(inputs_keep, hash, tenant, document); !kept) return std::unexpected(kept.error());
  return hash;
}

result<std::string> read_inputs(executor& in, const std::string& hash) {
  auto r = in.run(inputs_read, hash);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::invoice_not_found);
  return r->at(0, 0).string();
}

result<void> create(executor& in, const invoice_row& i, const std::vector<invoice_line_row>& lines) {
  auto made = in.run(invoice_create, i.id, i.tenant_number, name(i.kind), name(i.state), i.currency, i.as_of, i.place,
                     i.run, i.corrects, text(i.period_from), text(i.period_to), i.number, day_text(i.issued_day),
                     day_text(i.due_day), i.due_at, i.finalized_at, i.net.minor, i.total.minor, i.credits_used.minor,
                     i.due.minor, i.credited.minor, i.lines, i.taxes, i.credits, i.seller, i.buyer, i.inputs_hash);
  if (!made) return std::unexpected(made.error());
  using row = invoice_line_row;
  const auto instant = [](timestamp t) { return param(t).value(); };
  return done(in.run(
      lines_create, i.id, i.tenant_number, column<std::int32_t>(lines, [](const row& l) { return l.number; }),
      column<std::string>(lines, [](const row& l) { return l.key.subscription; }),
      column<std::string>(lines, [](const row& l) { return std::string(billing::name(l.key.kind)); }),
      column<std::string>(lines, [](const row& l) { return l.key.plan.code; }),
      column<std::int32_t>(lines, [](const row& l) { return l.key.plan.version; }),
      column<std::string>(lines, [](const row& l) { return l.key.price; }),
      column<std::string>(lines, [](const row& l) { return text(l.key.period); }),
      column<std::string>(lines, [&](const row& l) { return instant(l.key.from); }),
      column<std::string>(lines, [&](const row& l) { return l.period_to ? instant(*l.period_to) : std::string(); }),
      column<std::string>(lines, [&](const row& l) { return instant(l.to); }),
      column<std::int64_t>(lines, [](const row& l) { return l.part.from(); }),
      column<std::int64_t>(lines, [](const row& l) { return l.part.to(); }),
      column<std::int64_t>(lines, [](const row& l) { return l.part.whole(); }),
      column<std::string>(lines, [](const row& l) { return l.corrects ? l.corrects->invoice : std::string(); }),
      column<std::int32_t>(lines, [](const row& l) { return l.corrects ? l.corrects->number : 0; }),
      column<std::int64_t>(lines, [](const row& l) { return l.amount.minor; }),
      column<std::int64_t>(lines, [](const row& l) { return l.discount.minor; }),
      column<std::int64_t>(lines, [](const row& l) { return l.net.minor; }),
      column<std::string>(lines, [](const row& l) { return l.detail; })));
}

result<std::string> next_number(executor& in, const std::string& prefix) {
  auto r = in.run(series_next, prefix);
  if (!r) return std::unexpected(r.error());
  return fmt::format("{}{:06}", prefix, r->at(0, 0).int8());
}

result<void> finalize(executor& in, const invoice_row& i) {
  return done(in.run(invoice_finalize, i.id, name(i.state), i.number, day_text(i.issued_day), day_text(i.due_day),
                     i.due_at, i.finalized_at));
}

result<void> set_state(executor& in, const std::string& id, billing::invoice_state to) {
  return done(in.run(invoice_state_set, id, name(to)));
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

result<std::vector<billing::billed_line>> billed(executor& in, std::int32_t tenant, std::string_view currency,
                                                 timestamp since) {
  auto r = in.run(line_billed, tenant, currency, since);
  if (!r) return std::unexpected(r.error());
  std::vector<billing::billed_line> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({read_key(*r, i, 0),
                   amount_of(r->at(i, 11)),
                   amount_of(r->at(i, 12)),
                   r->at(i, 7).timestamp(),
                   read_part(*r, i, 8),
                   {r->at(i, 13).string(), r->at(i, 14).int4()}});
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

result<std::vector<invoice_row>> drafts(executor& in, std::int32_t tenant) {
  return all(in.run(invoice_drafts, tenant));
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
