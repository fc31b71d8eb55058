#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <workers/billing/gather_document.hpp>
#include <workers/billing/tenant_clock.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/documents/without_tax.hpp>

namespace weir::billing {
namespace {

using contract::json_document;
using contract::json_value;
using documents::document_line;
using documents::document_party;
using documents::invoice_document;
using postgres::executor;
using postgres::invoice_line_row;
using postgres::invoice_row;

// Of what this program wrote itself; a detail has a step for each tier.
json_document read(const std::string& text) {
  auto document = json_document::parse(text, text.size());
  WEIR_ASSERT(document, "written by this program");
  return std::move(*document);
}

std::string text_of(const json_value& of, std::string_view key) {
  return std::string(of.text(key).value_or(""));
}

money amount_of(const json_value& of, std::string_view key, currency c) {
  auto amount = parse_money(of.text(key).value_or(""), c);
  WEIR_ASSERT(amount, "written by this program");
  return *amount;
}

party party_of(const json_value& of) {
  party out{text_of(of, "legal_name"), {}, text_of(of, "tax_id"), text_of(of, "email")};
  if (const auto a = of.find("address"))
    out.address = {text_of(*a, "line1"),  text_of(*a, "line2"),       text_of(*a, "city"),
                   text_of(*a, "region"), text_of(*a, "postal_code"), text_of(*a, "country")};
  return out;
}

// 0.19 is 19 %.
decimal percent_of(std::string_view rate) {
  auto fraction = decimal::parse_event_value(rate);
  WEIR_ASSERT(fraction, "a rate has six digits after the point");
  return decimal::from_units(fraction->units() * 100);
}

class gatherer {
 public:
  gatherer(executor& in, const invoice_row& row, tenant_clock clock)
      : in_(in), row_(row), clock_(std::move(clock)), coin_(*currency::find(row.currency)) {}

  result<invoice_document> gather(const postgres::tenant_row& tenant) {
    invoice_document out{.id = row_.id, .currency = coin_};
    out.number = *row_.number;
    out.kind = row_.kind;
    out.is_void = row_.state == invoice_state::voided;
    out.finalized_at = *row_.finalized_at;
    out.issued_on = *row_.issued_day;
    out.due_on = row_.due_day;
    out.period_from = row_.period_from;
    out.period_to = row_.period_to;
    const auto seller = read(row_.seller), buyer = read(row_.buyer);
    out.seller = {text_of(seller.root(), "issuer_id"), party_of(seller.root())};
    out.note = text_of(seller.root(), "note");
    out.buyer = {tenant.id, party_of(buyer.root())};
    out.net = row_.net;
    out.total = row_.total;
    out.credits_used = row_.credits_used;
    out.due = row_.due;
    out.credited = row_.credited;
    out.inputs_hash = row_.inputs_hash;
    const auto rate = read_taxes(out);
    auto lines = postgres::invoices::lines(in_, row_.id, 0, row_.lines);
    if (!lines) return std::unexpected(lines.error());
    for (const auto& line : *lines) {
      auto made = line_of(line);
      if (!made) return std::unexpected(made.error());
      out.lines.push_back(std::move(*made));
    }
    if (out.inclusive) take_taxes_out(out, rate);
    if (row_.corrects) {
      if (auto found = preceding(*row_.corrects); !found) return std::unexpected(found.error());
    }
    for (const auto& [id, reference] : preceding_)
      out.preceding.push_back(reference);
    std::ranges::sort(out.preceding, {}, &documents::document_reference::number);
    return out;
  }

 private:
  // What all rates are together.
  unit_price read_taxes(invoice_document& out) const {
    const auto document = read(row_.taxes);
    const auto taxes = document.root();
    out.inclusive = taxes.find("inclusive")->boolean().value_or(false);
    out.exemption_reason = text_of(taxes, "exemption_reason");
    out.exemption_code = text_of(taxes, "exemption_code");
    unit_price all;
    const auto list = *taxes.find("lines");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto t = list.item(i);
      const auto rate = t.text("rate").value_or("0");
      out.taxes.push_back({text_of(t, "name"), text_of(t, "jurisdiction"), percent_of(rate),
                           amount_of(t, "base", coin_), amount_of(t, "amount", coin_)});
      auto parsed = unit_price::parse(rate);
      WEIR_ASSERT(parsed, "written by this program");
      all = all + *parsed;
    }
    return all;
  }

  static void take_taxes_out(invoice_document& out, unit_price rate) {
    std::vector<money> nets;
    for (const auto& l : out.lines)
      nets.push_back(l.net);
    const auto without = documents::without_tax(nets, rate, out.net);
    for (std::size_t i = 0; i < without.size(); ++i)
      out.lines[i].untaxed = without[i];
  }

  result<document_line> line_of(const invoice_line_row& row) {
    const auto document = read(row.detail);
    const auto detail = document.root();
    document_line out;
    out.number = row.number;
    out.plan = text_of(detail, "plan_name");
    out.name = row.key.kind == charge_kind::commitment ? "Minimum commitment" : text_of(detail, "price_name");
    if (out.name.empty()) out.name = row.key.price;
    out.from = clock_.hour_of(row.key.from).day;
    out.to = std::max(out.from, clock_.hour_of({row.to.ns - 1}).day);
    out.amount = row.amount;
    out.discount = row.discount;
    out.net = out.untaxed = row.net;
    if (row.corrects) {
      auto original = preceding(row.corrects->invoice);
      if (!original) return std::unexpected(original.error());
      out.corrects = fmt::format("{}, line {}", *original, row.corrects->number);
    } else if (const auto quantity = detail.text("quantity")) {
      auto counted = decimal::parse_sum(*quantity);
      WEIR_ASSERT(counted, "written by this program");
      out.quantity = *counted;
      out.meter = text_of(detail, "meter");
    }
    read_discounts(detail, out);
    return out;
  }

  // All of what a line costs less, or nothing: of a correction downward what goes back is no coupon's.
  void read_discounts(const json_value& detail, document_line& out) const {
    const auto list = *detail.find("discounts");
    money sum;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto d = list.item(i);
      out.discounts.push_back({text_of(d, "name"), amount_of(d, "amount", coin_)});
      sum.minor += out.discounts.back().amount.minor;
    }
    if (sum != out.discount) out.discounts.clear();
  }

  // The number of an invoice that this one corrects.
  result<std::string> preceding(const std::string& id) {
    const auto known = preceding_.find(id);
    if (known != preceding_.end()) return known->second.number;
    auto found = postgres::invoices::find(in_, id);
    if (!found) return std::unexpected(found.error());
    WEIR_ASSERT(found->number && found->issued_day, "what was billed before was finalized");
    preceding_[id] = {*found->number, *found->issued_day};
    return *found->number;
  }

  executor& in_;
  const invoice_row& row_;
  tenant_clock clock_;
  currency coin_;
  std::map<std::string, documents::document_reference> preceding_;
};

}  // namespace

result<invoice_document> gather_document(executor& in, const invoice_row& row, const postgres::tenant_row& tenant) {
  if (!row.number || !row.finalized_at || !row.issued_day)
    return fail(error_code::invoice_state_refused, "A draft has no documents yet.");
  auto clock = tenant_clock::of(in, tenant);
  if (!clock) return std::unexpected(clock.error());
  return gatherer(in, row, std::move(*clock)).gather(tenant);
}

}  // namespace weir::billing
