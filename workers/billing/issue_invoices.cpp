#include <algorithm>

#include <workers/billing/invoice_json.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/invoice_inputs_document.hpp>

namespace weir::billing {
namespace {

using postgres::invoice_line_row;
using postgres::invoice_row;

std::string credits_json(const std::vector<credit_use>& uses) {
  contract::json_writer w(128);
  w.begin_array();
  for (const auto& u : uses)
    w.begin_object().member("grant", u.grant).member("amount", u.amount.minor).end_object();
  return w.end_array().take();
}

// The tenant's days that the lines are about; the last one is in it.
std::pair<civil_day, civil_day> period_of(const invoice& of, const gathered& g) {
  std::optional<timestamp> from, to;
  for (const auto& line : of.lines) {
    const auto end = line.rated ? line.rated->charge.to.at : line.key.from;
    from = std::min(from.value_or(line.key.from), line.key.from);
    to = std::max(to.value_or(end), end);
  }
  const auto first = g.clock.hour_of(*from).day;
  // Of a whole stretch, what ends at midnight ends with the day before.
  const auto last = g.clock.hour_of({to->ns - 1}).day;
  return {first, std::max(first, last)};
}

std::vector<invoice_line_row> lines_of(const invoice& of, const gathered_currency& from) {
  const auto plans = lookup_in(from.inputs);
  std::vector<invoice_line_row> out;
  for (const auto& line : of.lines) {
    const auto shape = billed(line, "");
    invoice_line_row row;
    row.number = line.number;
    row.key = line.key;
    if (line.rated) row.period_to = line.rated->charge.period_to.at;
    row.to = shape.to;
    row.part = shape.part;
    row.is_interim = shape.is_interim;
    row.corrects = line.corrects;
    row.amount = line.amount;
    row.discount = line.discount;
    row.net = line.net;
    row.detail = line_detail(line, plans, from.coupons, from.inputs.currency);
    out.push_back(std::move(row));
  }
  return out;
}

prepared_invoice prepare(const invoice& of, const gathered& g, const gathered_currency& from, std::int32_t place,
                         id_source& ids) {
  prepared_invoice out;
  auto& row = out.row;
  row.id = invoice_id{ids.next()}.text();
  row.tenant_number = g.tenant.number;
  row.kind = of.kind;
  row.state = invoice_state::draft;
  row.currency = of.currency.code();
  row.as_of = g.as_of.at;
  row.place = place;
  row.run = g.state ? g.state->runs : 0;
  row.corrects = of.corrects;
  std::tie(row.period_from, row.period_to) = period_of(of, g);
  row.net = of.totals.net;
  row.total = of.totals.total;
  for (const auto& use : of.credits)
    row.credits_used.minor += use.amount.minor;
  row.due = of.due;
  row.credited = of.credited;
  row.lines = static_cast<std::int32_t>(of.lines.size());
  row.taxes = taxes_json(of.totals, from.inputs.taxes, of.currency);
  row.credits = credits_json(of.credits);
  if (g.issuer) row.seller = seller_json(*g.issuer);
  row.buyer = buyer_json(g.profile.buyer);
  out.lines = lines_of(of, from);
  return out;
}

std::optional<error> exceeds(const invoice& of, const gathered& g) {
  if (g.state && g.state->is_released) return std::nullopt;
  const auto& p = g.profile;
  if (p.most_lines && std::cmp_greater(of.lines.size(), *p.most_lines))
    return error(error_code::invoice_bounds_exceeded, std::to_string(of.lines.size()) + " lines");
  const auto size = std::max(of.totals.total, negated(of.totals.total));
  if (p.most_amount && size > *p.most_amount)
    return error(error_code::invoice_bounds_exceeded,
                 text(of.totals.total, of.currency) + " " + std::string(of.currency.code()));
  return std::nullopt;
}

}  // namespace

prepared prepare_invoices(const gathered& g, id_source& ids) {
  prepared out;
  for (const auto& from : g.currencies) {
    auto made = reckon_invoices(from.inputs);
    if (!made) return {{}, made.error()};
    prepared_currency of{std::string(from.inputs.currency.code()), {}, from.credits_version, !from.coupons.empty(), {}};
    for (const auto& invoice : made->invoices) {
      if (auto why = exceeds(invoice, g)) return {{}, std::move(why)};
      const auto place = static_cast<std::int32_t>(of.invoices.size());
      of.invoices.push_back(prepare(invoice, g, from, place, ids));
    }
    if (of.invoices.empty()) continue;
    of.inputs = contract::encode_invoice_inputs(from.inputs);
    out.currencies.push_back(std::move(of));
  }
  return out;
}

std::string preview_json(const gathered& g, const prepared& p) {
  contract::json_writer w(4096);
  w.begin_object().member("is_preview", true).member("tenant_id", g.tenant.id).member("as_of", g.as_of.at);
  w.member("read_at", g.looked_at);
  write_previewed(w, p);
  return w.end_object().take();
}

void write_previewed(contract::json_writer& w, const prepared& p) {
  w.key("parks");
  if (p.parks) {
    w.begin_object().member("code", name(p.parks->code)).member("detail", p.parks->detail).end_object();
  } else {
    w.null();
  }
  w.key("invoices").begin_array();
  for (const auto& of : p.currencies) {
    const auto c = currency::find(of.currency);
    for (const auto& made : of.invoices) {
      const auto& row = made.row;
      w.begin_object().member("kind", name(row.kind)).member("currency", row.currency).member("corrects", row.corrects);
      w.key("period")
          .begin_object()
          .member("from", text(row.period_from))
          .member("to", text(row.period_to))
          .end_object();
      w.member("net", text(row.net, *c)).key("taxes").raw(row.taxes).member("total", text(row.total, *c));
      w.member("credits_used", text(row.credits_used, *c)).member("due", text(row.due, *c));
      w.member("credited", text(row.credited, *c)).key("lines").begin_array();
      for (const auto& line : made.lines)
        write_invoice_line(w, line, *c);
      w.end_array().end_object();
    }
  }
  w.end_array();
}

}  // namespace weir::billing
