// What a run of invoices writes: as few statements as there can be, each about all invoices of its transaction.
#include <fmt/format.h>
#include <src/postgres/arrays.hpp>
#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::postgres::invoices {
namespace {

// Plans of a connection's checks of foreign keys last until the statistics of their table are renewed.
const statement many_expected{"invoices.expect_many", R"sql(
SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true))sql"};

const statement inputs_keep{"invoices.keep_inputs", R"sql(
INSERT INTO invoice_inputs (hash, tenant_number, document) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])
ON CONFLICT (hash) DO NOTHING)sql"};

const statement invoice_create{"invoices.create", R"sql(
INSERT INTO invoices (id, tenant_number, kind, state, currency, as_of, place, run, corrects, period_from, period_to, net, total,
  credits_used, due, credited, lines, taxes, credits, seller, buyer, inputs_hash)
SELECT i.id, i.tenant_number, i.kind, 'draft', i.currency, i.as_of::timestamptz, i.place, i.run, nullif(i.corrects, ''),
  i.period_from::date, i.period_to::date, i.net, i.total, i.credits_used, i.due, i.credited, i.lines, i.taxes, i.credits, i.seller,
  i.buyer, i.inputs_hash
FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::bigint[], $8::text[], $9::text[],
  $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::integer[], $17::text[], $18::text[],
  $19::text[], $20::text[], $21::text[])
  AS i (id, tenant_number, kind, currency, as_of, place, run, corrects, period_from, period_to, net, total, credits_used, due,
    credited, lines, taxes, credits, seller, buyer, inputs_hash)
RETURNING id, version, created_at, updated_at)sql"};

const statement lines_create{"invoices.create_lines", R"sql(
INSERT INTO invoice_lines (invoice_id, number, tenant_number, subscription_id, kind, plan_code, plan_version, price_code, period,
  charge_from, period_to, charge_to, part_from, part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail,
  is_interim)
SELECT l.invoice_id, l.number, l.tenant_number, l.subscription_id, l.kind, l.plan_code, l.plan_version, l.price_code, l.period::date,
  l.charge_from::timestamptz, coalesce(nullif(l.period_to, '')::timestamptz, (SELECT o.period_to FROM invoice_lines AS o
    WHERE o.invoice_id = l.corrects_invoice AND o.number = l.corrects_line)), l.charge_to::timestamptz, l.part_from, l.part_to, l.part_whole,
  nullif(l.corrects_invoice, ''), nullif(l.corrects_line, 0), l.amount, l.discount, l.net, l.detail, l.is_interim::boolean
FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[], $9::text[],
  $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::integer[], $18::bigint[],
  $19::bigint[], $20::bigint[], $21::text[], $22::text[])
  AS l (invoice_id, tenant_number, number, subscription_id, kind, plan_code, plan_version, price_code, period, charge_from, period_to,
    charge_to, part_from, part_to, part_whole, corrects_invoice, corrects_line, amount, discount, net, detail, is_interim))sql"};

const statement series_next{"invoices.next_numbers", R"sql(
INSERT INTO invoice_series AS s (prefix, next) VALUES ($1, 1 + $2::bigint) ON CONFLICT (prefix) DO UPDATE SET next = s.next + $2::bigint
RETURNING next - $2::bigint)sql"};

const statement invoice_finalize{"invoices.finalize", R"sql(
UPDATE invoices AS i SET state = f.state, number = f.number, issued_day = f.issued_day::date, due_day = nullif(f.due_day, '')::date,
  due_at = nullif(f.due_at, '')::timestamptz, finalized_at = f.finalized_at::timestamptz, version = i.version + 1,
  updated_at = clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
  AS f (id, state, number, issued_day, due_day, due_at, finalized_at)
WHERE i.id = f.id)sql"};

const statement invoice_state_set{"invoices.set_state", R"sql(
UPDATE invoices SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = ANY ($1::text[]))sql"};

struct placed_line {
  const invoice_row& of;
  const invoice_line_row& line;
};

std::string instant(timestamp t) {
  return param(t).value();
}

std::string day(civil_day d) {
  return text(d);
}

result<void> create_lines(executor& in, const std::vector<placed_line>& all) {
  using row = invoice_line_row;
  const auto each = [&](auto value) { return array_of(all, [&](const placed_line& p) { return value(p.line); }); };
  return done(in.run(
      lines_create, array_of(all, [](const auto& p) { return p.of.id; }),
      array_of(all, [](const auto& p) { return p.of.tenant_number; }), each([](const row& l) { return l.number; }),
      each([](const row& l) { return l.key.subscription; }),
      each([](const row& l) { return billing::name(l.key.kind); }), each([](const row& l) { return l.key.plan.code; }),
      each([](const row& l) { return l.key.plan.version; }), each([](const row& l) { return l.key.price; }),
      each([](const row& l) { return day(l.key.period); }), each([](const row& l) { return l.key.from; }),
      each([](const row& l) { return l.period_to ? instant(*l.period_to) : std::string(); }),
      each([](const row& l) { return l.to; }), each([](const row& l) { return l.part.from(); }),
      each([](const row& l) { return l.part.to(); }), each([](const row& l) { return l.part.whole(); }),
      each([](const row& l) { return l.corrects ? l.corrects->invoice : std::string(); }),
      each([](const row& l) { return l.corrects ? l.corrects->number : 0; }),
      each([](const row& l) { return l.amount.minor; }), each([](const row& l) { return l.discount.minor; }),
      each([](const row& l) { return l.net.minor; }), each([](const row& l) { return l.detail; }),
      each([](const row& l) { return std::string_view(l.is_interim ? "true" : "false"); })));
}

}  // namespace

result<void> expect_many(executor& in) {
  return done(in.run(many_expected));
}

result<void> keep_inputs(executor& in, std::span<const kept_inputs> inputs) {
  return done(in.run(inputs_keep, array_of(inputs, [](const auto& i) { return i.hash; }),
                     array_of(inputs, [](const auto& i) { return i.tenant; }),
                     array_of(inputs, [](const auto& i) { return *i.document; })));
}

result<void> create(executor& in, std::span<invoice_row> drafts,
                    std::span<const std::vector<invoice_line_row>* const> lines) {
  using row = invoice_row;
  const auto each = [&](auto value) { return array_of(drafts, value); };
  auto made = in.run(
      invoice_create, each([](const row& i) { return i.id; }), each([](const row& i) { return i.tenant_number; }),
      each([](const row& i) { return billing::name(i.kind); }), each([](const row& i) { return i.currency; }),
      each([](const row& i) { return i.as_of; }), each([](const row& i) { return i.place; }),
      each([](const row& i) { return i.run; }), each([](const row& i) { return i.corrects.value_or(""); }),
      each([](const row& i) { return day(i.period_from); }), each([](const row& i) { return day(i.period_to); }),
      each([](const row& i) { return i.net.minor; }), each([](const row& i) { return i.total.minor; }),
      each([](const row& i) { return i.credits_used.minor; }), each([](const row& i) { return i.due.minor; }),
      each([](const row& i) { return i.credited.minor; }), each([](const row& i) { return i.lines; }),
      each([](const row& i) { return i.taxes; }), each([](const row& i) { return i.credits; }),
      each([](const row& i) { return i.seller; }), each([](const row& i) { return i.buyer; }),
      each([](const row& i) { return i.inputs_hash; }));
  if (!made) return std::unexpected(made.error());
  WEIR_ASSERT(made->size() == drafts.size() && lines.size() == drafts.size(), "each has its row and its lines");
  std::vector<placed_line> all;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    WEIR_ASSERT(made->at(i, 0).text() == drafts[i].id, "rows are answered in the order in which they are written");
    drafts[i].version = made->at(i, 1).int8();
    drafts[i].created_at = made->at(i, 2).timestamp();
    drafts[i].updated_at = made->at(i, 3).timestamp();
    for (const auto& line : *lines[i])
      all.push_back({drafts[i], line});
  }
  return create_lines(in, all);
}

result<std::vector<std::string>> next_numbers(executor& in, const std::string& prefix, std::int64_t count) {
  auto r = in.run(series_next, prefix, count);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (auto number = r->at(0, 0).int8(); std::ssize(out) < count; ++number)
    out.push_back(fmt::format("{}{:06}", prefix, number));
  return out;
}

result<void> finalize(executor& in, std::span<const invoice_row> drafts) {
  using row = invoice_row;
  const auto each = [&](auto value) { return array_of(drafts, value); };
  return done(in.run(invoice_finalize, each([](const row& i) { return i.id; }),
                     each([](const row& i) { return billing::name(i.state); }),
                     each([](const row& i) { return i.number.value(); }),
                     each([](const row& i) { return day(i.issued_day.value()); }),
                     each([](const row& i) { return i.due_day ? day(*i.due_day) : std::string(); }),
                     each([](const row& i) { return i.due_at ? instant(*i.due_at) : std::string(); }),
                     each([](const row& i) { return i.finalized_at.value(); })));
}

result<void> set_state(executor& in, const std::string& id, billing::invoice_state to) {
  return set_state(in, std::span(&id, 1), to);
}

result<void> set_state(executor& in, std::span<const std::string> ids, billing::invoice_state to) {
  return done(in.run(invoice_state_set, param::array(ids), name(to)));
}

}  // namespace weir::postgres::invoices
