#include <algorithm>
#include <map>

#include <workers/billing/invoice_json.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::executor;
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

// Whether the inputs still say what the tenant has.
result<bool> is_current(executor& in, const gathered& g, const prepared& p) {
  auto state = postgres::billing_states::lock(in, g.tenant.number);
  if (!state) return std::unexpected(state.error());
  if (!*state || (*state)->runs != g.state->runs || (*state)->parked_at) return false;
  for (const auto& of : p.currencies) {
    if (of.credits_version == 0) continue;
    auto account = postgres::credits::lock(in, g.tenant.number, of.currency);
    if (!account) return std::unexpected(account.error());
    if (account->version != of.credits_version) return false;
  }
  return true;
}

result<void> discard_drafts(executor& in, const finalizing& by) {
  auto drafts = postgres::invoices::drafts(in, by.tenant.number);
  if (!drafts) return std::unexpected(drafts.error());
  for (auto& draft : *drafts) {
    const auto before = invoice_json(draft, by.tenant.id);
    const auto to = next_state(draft.state, invoice_step::discard);
    WEIR_ASSERT(to, "drafts can be discarded");
    if (auto set = postgres::invoices::set_state(in, draft.id, *to); !set) return set;
    auto row = postgres::invoices::find(in, draft.id);
    if (!row) return std::unexpected(row.error());
    if (auto said = announce_invoice(in, event_type::invoice_discarded, *row, by, before); !said) return said;
  }
  return {};
}

result<void> announce_billing(executor& in, event_type type, const gathered& g, const error& why, timestamp now) {
  contract::domain_event e;
  e.id = contract::event_id(g.tenant.id, g.state->runs + 1, type);
  e.type = type;
  e.time = now;
  e.tenant = tenant_id::parse(g.tenant.id);
  e.subject = g.tenant.id;
  e.principal = "system";
  contract::json_writer w(128);
  w.begin_object().member("tenant_id", g.tenant.id).member("as_of", g.as_of.at).member("code", name(why.code));
  e.data = w.member("detail", why.detail).end_object().take();
  if (auto said = postgres::outbox::append(in, e, g.tenant.number); !said) return std::unexpected(said.error());
  return {};
}

result<void> use_credits(executor& in, const invoice_row& row, timestamp now) {
  auto document = contract::json_document::parse(row.credits);
  WEIR_ASSERT(document, "written by this program");
  const auto list = document->root();
  if (list.size() == 0) return {};
  auto account = postgres::credits::lock(in, row.tenant_number, row.currency);
  if (!account) return std::unexpected(account.error());
  auto open = postgres::credits::open_grants(in, row.tenant_number, row.currency);
  if (!open) return std::unexpected(open.error());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto grant = std::ranges::find(*open, list.item(i).text("grant").value_or(""), &credit_grant::id);
    if (grant == open->end() || grant->remaining.minor < list.item(i).find("amount")->integer())
      return fail(error_code::credit_insufficient);
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const money amount{*list.item(i).find("amount")->integer()};
    auto used = postgres::credits::use(in, row.tenant_number, row.currency, std::string(*list.item(i).text("grant")),
                                       amount, row.id, now);
    if (!used) return used;
  }
  return {};
}

// What its lines took of each.
result<std::map<std::string, money>> coupons_of(executor& in, const invoice_row& row) {
  auto lines = postgres::invoices::lines(in, row.id, 0, row.lines);
  if (!lines) return std::unexpected(lines.error());
  const auto coin = currency::find(row.currency);
  std::map<std::string, money> taken;
  for (const auto& line : *lines) {
    auto detail = contract::json_document::parse(line.detail);
    WEIR_ASSERT(detail, "written by this program");
    const auto list = *detail->root().find("discounts");
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto amount = parse_money(*list.item(i).text("amount"), *coin);
      WEIR_ASSERT(amount, "written by this program");
      taken[std::string(*list.item(i).text("tenant_coupon"))].minor += amount->minor;
    }
  }
  return taken;
}

// Of a coupon for so many months: adjustments are of months that were counted.
bool counts_months(const invoice_row& row) {
  return row.kind == invoice_kind::regular;
}

result<void> use_coupons(executor& in, const invoice_row& row, timestamp now) {
  auto taken = coupons_of(in, row);
  if (!taken) return std::unexpected(taken.error());
  for (const auto& [id, amount] : *taken) {
    auto held = postgres::coupons::find_applied(in, id);
    if (!held) return std::unexpected(held.error());
    auto use = use_of(held->held, amount);
    if (!counts_months(row)) use.months_used = held->held.months_used;
    if (auto used = postgres::coupons::used(in, id, use, now); !used) return used;
  }
  return {};
}

result<void> grant_credit(executor& in, const invoice_row& row, const std::string& number, timestamp now) {
  auto account = postgres::credits::lock(in, row.tenant_number, row.currency);
  if (!account) return std::unexpected(account.error());
  postgres::new_credit_grant grant;
  grant.id = "crg_" + row.id.substr(invoice_id::prefix().size());
  grant.amount = row.credited;
  grant.is_paid = true;
  grant.reason = number;
  grant.invoice_id = row.id;
  grant.made_by = "system";
  return postgres::credits::give(in, row.tenant_number, row.currency, grant, now);
}

}  // namespace

prepared prepare_invoices(const gathered& g, id_source& ids) {
  prepared out;
  for (const auto& from : g.currencies) {
    auto made = reckon_invoices(from.inputs);
    if (!made) return {{}, made.error()};
    prepared_currency of{std::string(from.inputs.currency.code()), {}, from.credits_version, {}};
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

result<issued> write_invoices(executor& in, const gathered& g, const prepared& p, timestamp now) {
  WEIR_ASSERT(g.state, "only who has or had a subscription is billed");
  if (!g.issuer) return fail(error_code::billing_issuer_missing);
  auto current = is_current(in, g, p);
  if (!current) return std::unexpected(current.error());
  if (!*current) return issued{issue_end::stale, {}};
  if (p.parks) {
    auto parked =
        postgres::billing_states::park(in, g.tenant.number, std::string(name(p.parks->code)), p.parks->detail);
    if (parked) parked = announce_billing(in, event_type::billing_parked, g, *p.parks, now);
    if (!parked) return std::unexpected(parked.error());
    return issued{issue_end::parked, {}};
  }
  const finalizing by{g.tenant, g.clock, *g.issuer, now, "system", {}};
  if (auto gone = discard_drafts(in, by); !gone) return std::unexpected(gone.error());
  issued out;
  for (const auto& of : p.currencies) {
    auto hash = postgres::invoices::keep_inputs(in, g.tenant.number, of.inputs);
    if (!hash) return std::unexpected(hash.error());
    for (const auto& made : of.invoices) {
      auto row = made.row;
      row.inputs_hash = *hash;
      if (auto done = postgres::invoices::create(in, row, made.lines); !done) return std::unexpected(done.error());
      auto stored = postgres::invoices::find(in, row.id);
      if (!stored) return std::unexpected(stored.error());
      if (auto said = announce_invoice(in, event_type::invoice_created, *stored, by); !said)
        return std::unexpected(said.error());
      if (g.profile.finalize == "automatic") {
        if (auto done = finalize_invoice(in, *stored, by); !done) return std::unexpected(done.error());
      }
      out.ids.push_back(row.id);
    }
  }
  auto done = postgres::billing_states::advance(in, g.tenant.number, g.as_of.at, g.looked_at, g.next_at);
  if (!done) return std::unexpected(done.error());
  if (!out.ids.empty()) out.end = issue_end::issued;
  return out;
}

result<void> finalize_invoice(executor& in, invoice_row row, const finalizing& by) {
  const auto before = invoice_json(row, by.tenant.id);
  if (auto used = use_credits(in, row, by.now); !used) return used;
  if (auto used = use_coupons(in, row, by.now); !used) return used;
  const auto is_note = row.kind == invoice_kind::credit_note;
  const auto day = by.clock.hour_of(by.now).day;
  row.issued_day = day;
  row.finalized_at = by.now;
  auto to = next_state(row.state, invoice_step::finalize);
  WEIR_ASSERT(to, "the caller has looked");
  const bool asks = row.due > money{};
  if (asks) {
    row.due_day = add_days(day, by.issuer.payment_terms_days);
    row.due_at = by.clock.start_of(add_days(*row.due_day, 1)).at;
  }
  row.state = *to;
  // Last of what may wait: whoever holds a series' row lets nobody else finalize in it.
  auto number = postgres::invoices::next_number(in, is_note ? by.issuer.credit_note_prefix : by.issuer.invoice_prefix);
  if (!number) return std::unexpected(number.error());
  row.number = *number;
  if (auto done = postgres::invoices::finalize(in, row); !done) return done;
  if (is_note) {
    if (auto given = grant_credit(in, row, *number, by.now); !given) return given;
  }
  ++row.version;
  if (auto said = announce_invoice(in, event_type::invoice_finalized, row, by, before); !said) return said;
  if (asks) return {};
  const auto open = invoice_json(row, by.tenant.id);
  row.state = *next_state(row.state, invoice_step::pay);
  if (auto paid = postgres::invoices::set_state(in, row.id, row.state); !paid) return paid;
  ++row.version;
  return announce_invoice(in, event_type::invoice_paid, row, by, open);
}

result<void> give_coupons_back(executor& in, const invoice_row& row, timestamp now) {
  auto taken = coupons_of(in, row);
  if (!taken) return std::unexpected(taken.error());
  for (const auto& [id, amount] : *taken) {
    auto held = postgres::coupons::find_applied(in, id);
    if (!held) return std::unexpected(held.error());
    coupon_use before{held->held.months_used - (counts_months(row) ? 1 : 0), held->held.amount_left};
    if (before.amount_left) before.amount_left->minor += amount.minor;
    if (auto set = postgres::coupons::used(in, id, before, now); !set) return set;
  }
  return {};
}

result<void> announce_invoice(executor& in, event_type type, const invoice_row& row, const finalizing& by,
                              std::string before) {
  contract::domain_event e;
  e.id = contract::event_id(row.id, row.version, type);
  e.type = type;
  e.time = by.now;
  e.tenant = tenant_id::parse(by.tenant.id);
  e.subject = row.id;
  e.principal = by.principal;
  e.request = by.request;
  e.data = invoice_json(row, by.tenant.id);
  e.before = std::move(before);
  if (auto said = postgres::outbox::append(in, e, by.tenant.number); !said) return std::unexpected(said.error());
  return {};
}

}  // namespace weir::billing
