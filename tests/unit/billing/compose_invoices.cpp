// Differences become invoices: where each line goes, what it is discounted by, and what is left to pay.
#include <algorithm>
#include <limits>

#include <doctest/doctest.h>

#include "billing_fixture.hpp"
#include <weir/billing/compose_invoices.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

const place utc;

struct books {
  late_usage policy = late_usage::next_invoice;
  invoice_facts facts{.currency = usd, .as_of = utc.at("2026-02-01").at};
  std::vector<rated_charge> charges{};
  std::vector<difference> differences{};

  static charge_key key(std::string price, charge_kind kind) {
    return {"sub_1", kind, {"basic", 1}, std::move(price), {2026, 1, 1}, utc.at("2026-01-01").at};
  }

  // Billed for the first time.
  books& owes(std::string price, std::int64_t cents, charge_kind kind = charge_kind::usage) {
    const auto from = utc.at("2026-01-01");
    const auto to = utc.at("2026-02-01");
    differences.push_back({.key = key(price, kind), .charge = charges.size(), .amount = {cents}});
    charges.push_back({.charge = {.key = key(price, kind),
                                  .currency = usd,
                                  .from = from,
                                  .to = to,
                                  .period_from = from,
                                  .period_to = to,
                                  .part = {},
                                  .due = to.at},
                       .amount = {cents}});
    return *this;
  }

  // Late usage of what was billed in `invoice`.
  books& late(std::string price, std::int64_t cents, std::string invoice, std::int64_t billed = 1000,
              std::int64_t net = 1000) {
    owes(std::move(price), cents);
    auto& d = differences.back();
    d.billed = {billed};
    d.billed_net = {net};
    d.original = line_ref{std::move(invoice), 1};
    d.is_late_usage = true;
    charges.back().amount = {billed + cents};
    return *this;
  }

  // A dated change made it shorter.
  books& changed(std::string price, std::int64_t cents, std::int64_t billed, std::int64_t net) {
    late(std::move(price), cents, "inv_1", billed, net);
    differences.back().is_late_usage = false;
    return *this;
  }

  weir::result<composed> compose() const {
    auto p = plan_of("basic", {});
    p.late_usage = policy;
    return compose_invoices(charges, differences, [&](const plan_ref&) { return &p; }, facts);
  }

  // "regular a:100 b:50-10=40 | 140 +27 = 167, cr_1:100, due 67"
  lines told() const {
    const auto out = compose();
    if (!out) return {std::string(weir::name(out.error().code))};
    lines told;
    for (const auto& i : out->invoices) {
      auto text = std::string(name(i.kind)) + (i.corrects ? " of " + *i.corrects : "");
      for (const auto& l : i.lines) {
        text += " " + l.key.price + ":" + std::to_string(l.amount.minor);
        if (l.discount != money{})
          text += (l.discount.minor > 0 ? "-" : "+") + std::to_string(std::abs(l.discount.minor)) + "=" +
                  std::to_string(l.net.minor);
        CHECK(l.net.minor == l.amount.minor - l.discount.minor);
        CHECK(l.number == &l - i.lines.data() + 1);
      }
      text += " | " + std::to_string(i.totals.net.minor);
      for (const auto& t : i.totals.taxes)
        text += " +" + std::to_string(t.amount.minor);
      text += " = " + std::to_string(i.totals.total.minor);
      for (const auto& c : i.credits)
        text += ", " + c.grant + ":" + std::to_string(c.amount.minor);
      text += ", due " + std::to_string(i.due.minor);
      if (i.credited != money{}) text += ", credited " + std::to_string(i.credited.minor);
      told.push_back(text);
    }
    for (const auto& d : out->unbilled)
      told.push_back("unbilled " + d.key.price + ":" + std::to_string(d.amount.minor));
    return told;
  }
};

discount off(std::int64_t cents, std::vector<std::string> prices = {}) {
  return {"cpn_1", money{cents}, std::move(prices)};
}
discount rate(std::string_view text) {
  return {"cpn_2", *unit_price::parse(text), {}};
}

}  // namespace

TEST_CASE("nothing to bill is no invoice") {
  CHECK(books{}.told().empty());
}

TEST_CASE("what is billed for the first time is one regular invoice, lines of nothing included") {
  CHECK(books{}.owes("a", 100).owes("b", 0).told() == lines{"regular a:100 b:0 | 100 = 100, due 100"});
  CHECK(books{}.owes("a", 0).told() == lines{"regular a:0 | 0 = 0, due 0"});
}

TEST_CASE("late usage goes where its plan says") {
  const auto with = [](late_usage policy) {
    return books{.policy = policy}.owes("a", 100).late("b", 30, "inv_1").late("c", -10, "inv_1").told();
  };
  CHECK(with(late_usage::next_invoice) == lines{"regular a:100 b:30 c:-10 | 120 = 120, due 120"});
  CHECK(with(late_usage::adjustment) ==
        lines{"regular a:100 | 100 = 100, due 100", "adjustment of inv_1 b:30 c:-10 | 20 = 20, due 20"});
  CHECK(with(late_usage::drop) == lines{"regular a:100 | 100 = 100, due 100", "unbilled b:30", "unbilled c:-10"});
}

TEST_CASE("adjustments are one for each invoice that they correct, in their order") {
  CHECK(books{.policy = late_usage::adjustment}
            .late("a", 1, "inv_2")
            .late("b", 2, "inv_1")
            .late("c", 3, "inv_2")
            .told() == lines{"adjustment of inv_1 b:2 | 2 = 2, due 2", "adjustment of inv_2 a:1 c:3 | 4 = 4, due 4"});
}

TEST_CASE("what a change made is no late usage and is never dropped") {
  CHECK(books{.policy = late_usage::drop}.owes("new", 70).changed("a", -60, 100, 100).told() ==
        lines{"regular new:70 a:-60 | 10 = 10, due 10"});
  CHECK(books{.policy = late_usage::adjustment}.changed("a", -60, 100, 100).told() ==
        lines{"credit_note a:-60 | -60 = -60, due 0, credited 60"});
}

TEST_CASE("less than nothing is a credit note, of an invoice or of none") {
  CHECK(books{}.owes("a", 10).late("b", -30, "inv_1").told() ==
        lines{"credit_note a:10 b:-30 | -20 = -20, due 0, credited 20"});
  CHECK(books{.policy = late_usage::adjustment}.late("b", -30, "inv_1").told() ==
        lines{"credit_note of inv_1 b:-30 | -30 = -30, due 0, credited 30"});
}

TEST_CASE("discounts come off before taxes, credits after them") {
  books b;
  b.facts.discounts = {rate("0.1"), off(50)};
  b.facts.taxes.rates = {{"vat", "VAT", "DE", *unit_price::parse("0.2")}};
  b.facts.credits = {{"crg_1", {500}, 100, {}, {}}};
  CHECK(b.owes("a", 1000).told() == lines{"regular a:1000-150=850 | 850 +170 = 1020, crg_1:500, due 520"});
  b.facts.taxes.inclusive = true;
  CHECK(b.told() == lines{"regular a:1000-150=850 | 708 +142 = 850, crg_1:500, due 350"});
}

TEST_CASE("amounts of coupons and credits are used by the regular invoice first and never twice") {
  books b{.policy = late_usage::adjustment};
  b.facts.discounts = {off(120)};
  b.facts.credits = {{"crg_1", {80}, 100, {}, {}}};
  CHECK(b.owes("a", 100).late("b", 50, "inv_1").late("c", 60, "inv_2").told() ==
        lines{"regular a:100-100=0 | 0 = 0, due 0", "adjustment of inv_1 b:50-20=30 | 30 = 30, crg_1:30, due 0",
              "adjustment of inv_2 c:60 | 60 = 60, crg_1:50, due 10"});
}

TEST_CASE("an expired credit pays nothing") {
  books b;
  b.facts.credits = {{"crg_1", {90}, 100, b.facts.as_of, {}}};
  CHECK(b.owes("a", 100).told() == lines{"regular a:100 | 100 = 100, due 100"});
}

TEST_CASE("a credit note uses no credit") {
  books b;
  b.facts.credits = {{"crg_1", {90}, 100, {}, {}}};
  CHECK(b.late("a", -100, "inv_1").told() == lines{"credit_note a:-100 | -100 = -100, due 0, credited 100"});
}

TEST_CASE("a correction downward returns what was asked for, not what the price says") {
  // 100 with 50 off by a coupon that is used up: what comes back of the whole is 50.
  CHECK(books{}.changed("a", -1000, 1000, 500).told() ==
        lines{"credit_note a:-1000+500=-500 | -500 = -500, due 0, credited 500"});
  CHECK(books{}.changed("a", -500, 1000, 500).told() ==
        lines{"credit_note a:-500+250=-250 | -250 = -250, due 0, credited 250"});
  // Nothing was paid: nothing comes back.
  CHECK(books{}.changed("a", -300, 1000, 0).told() == lines{"regular a:-300+300=0 | 0 = 0, due 0"});
  // A coupon that came since has no part in it.
  books b;
  b.facts.discounts = {rate("0.5"), off(100)};
  CHECK(b.changed("a", -400, 1000, 1000).owes("b", 1000).told() ==
        lines{"regular a:-400 b:1000-600=400 | 0 = 0, due 0"});
}

TEST_CASE("corrections downward one after the other return all of it, to the last cent") {
  std::int64_t net = 667;
  for (std::int64_t billed = 1000; billed > 0;) {
    const auto by = std::min<std::int64_t>(billed, 77);
    const auto out = *books{}.changed("a", -by, billed, net).compose();
    const auto back = out.invoices[0].lines[0].net.minor;
    CHECK(back <= 0);
    CHECK(-back <= by);
    net += back;
    billed -= by;
  }
  CHECK(net == 0);
}

TEST_CASE("the largest amounts are corrected, and what does not fit is an error") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(books{}.changed("a", -most, most, most).compose()->invoices[0].credited == money{most});
  CHECK(books{}.owes("a", most).owes("b", 1).told() == lines{"amount_overflow"});
  books b;
  b.facts.taxes.rates = {{"vat", "VAT", "DE", *unit_price::parse("0.2")}};
  CHECK(b.owes("a", most).told() == lines{"amount_overflow"});
}

TEST_CASE("a line says what it corrects, what is owed now, and what later runs are told of it") {
  const auto out = *books{}.late("a", 30, "inv_1").compose();
  const auto& l = out.invoices[0].lines[0];
  CHECK(l.corrects == line_ref{"inv_1", 1});
  REQUIRE(l.rated);
  CHECK(l.rated->amount == money{1030});
  const auto b = billed(l, "inv_2");
  CHECK(b.key == l.key);
  CHECK(b.amount == money{30});
  CHECK(b.net == money{30});
  CHECK(b.to == utc.at("2026-02-01").at);
  CHECK(b.part == share{});
  CHECK(b.at == line_ref{"inv_2", 1});
}

TEST_CASE("a line of what is owed no more is for nothing") {
  books gone;
  gone.changed("a", -100, 100, 100);
  gone.differences[0].charge.reset();
  const auto out = *gone.compose();
  const auto& l = out.invoices[0].lines[0];
  CHECK_FALSE(l.rated);
  CHECK(billed(l, "inv_2").to == l.key.from);
  CHECK(billed(l, "inv_2").part.is_empty());
}

TEST_CASE("kinds of invoices have the names that are stored") {
  constexpr std::string_view names[] = {"regular", "adjustment", "credit_note", "threshold"};
  for (auto kind :
       {invoice_kind::regular, invoice_kind::adjustment, invoice_kind::credit_note, invoice_kind::threshold}) {
    CHECK(name(kind) == names[static_cast<std::size_t>(kind)]);
    CHECK(invoice_kind_from_name(name(kind)) == kind);
  }
  CHECK_FALSE(invoice_kind_from_name("void"));
}
