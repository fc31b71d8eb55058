// Usage that is billed before its month is over: which charges are cut short, when they wait, and what the month's own
// invoice is left with.
#include <limits>

#include <doctest/doctest.h>

#include "billing_fixture.hpp"
#include <weir/billing/hold_back.hpp>
#include <weir/billing/invoice_inputs.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

const place utc;

plan watched(std::string code = "basic", std::int64_t cents = 1000) {
  auto p = plan_of(std::move(code), {fee("base", "31"), per_unit_price("calls", "1")});
  p.usage_thresholds = {{usd, money{cents}}};
  return p;
}

// A tenant that is looked at again and again, and what it was billed so far.
struct books {
  invoice_inputs in{.tenant = "ten_1", .currency = usd, .since = utc.at("2025-12-01"), .as_of = {}};
  int issued = 0;

  explicit books(plan p) {
    in.subscriptions.push_back({"sub_1", {}});
    changes({change_kind::start, utc.at("2026-01-01"), plan_ref{p.code}});
    in.plans.push_back(std::move(p));
  }

  books& changes(subscription_change c) {
    auto& all = in.subscriptions.front().changes;
    c.sequence = static_cast<std::int64_t>(all.size());
    all.push_back(std::move(c));
    return *this;
  }

  // "threshold calls:1200 | 1200", as of the day, with so much counted under each charge of usage that began on a day.
  lines look(std::string_view day, std::int64_t calls, int hour = 0) {
    in.as_of = utc.at(day, hour);
    in.usage.clear();
    auto charges = list_charges(in, utc.calendar().start_of_day);
    REQUIRE(charges);
    for (const auto& c : *charges) {
      if (c.key.kind == charge_kind::usage)
        in.usage.push_back({.key = c.key, .usage = {weir::decimal::from_integer(calls), calls}, .id_sum = {}});
    }
    const auto out = reckon_invoices(in);
    REQUIRE(out);
    lines told;
    for (const auto& i : out->invoices) {
      auto text = std::string(name(i.kind));
      const auto id = "inv_" + std::to_string(++issued);
      for (const auto& l : i.lines) {
        text += " " + l.key.price + ":" + std::to_string(l.amount.minor);
        if (l.discount != money{}) text += "-" + std::to_string(l.discount.minor);
        in.billed.push_back(billed(l, id));
      }
      told.push_back(text + " | " + std::to_string(i.totals.total.minor));
    }
    for (const auto& d : out->unbilled)
      told.push_back("unbilled " + d.key.price + ":" + std::to_string(d.amount.minor));
    return told;
  }

  // As the database tells of it: the lines are gone, and those that came after one of the same key know it.
  void annul(std::string_view invoice) {
    for (auto& later : in.billed) {
      for (const auto& line : in.billed) {
        if (line.at.invoice == invoice && line.key == later.key && &line < &later) later.is_reopened = true;
      }
    }
    std::erase_if(in.billed, [&](const billed_line& l) { return l.at.invoice == invoice; });
  }
};

}  // namespace

TEST_CASE("usage of a running month is a charge up to the instant of the look, under the key of the whole") {
  tenant t;
  t.knows(watched()).starts("2026-01-01", "basic");
  CHECK(t.told("2026-01-11") == lines{"fee basic base 2026-01-01..2026-02-01 due 2026-01-01",
                                      "usage basic calls 2026-01-01..2026-01-11 due 2026-01-11"});
  const auto running = t.charges("2026-01-11")[1];
  const auto over = t.charges("2026-02-01")[2];
  CHECK(running.key == over.key);
  CHECK(running.part == over.part);
  CHECK(running.threshold == money{1000});
  CHECK_FALSE(over.threshold);
  CHECK(over.to == utc.at("2026-02-01"));
  // Its first instant has no usage yet.
  CHECK(t.charges("2026-02-01").size() == 3);
  CHECK(t.charges("2026-01-01").size() == 1);
}

TEST_CASE("what a month costs at least is not known before it is over") {
  auto p = watched();
  p.prices[1].metered->minimum_amount = *unit_price::parse("500");
  p.commitments = {{usd, *unit_price::parse("900")}};
  tenant t;
  t.knows(p).starts("2026-01-01", "basic");
  const auto charges = t.charges("2026-01-11");
  REQUIRE(charges.size() == 2);
  const auto rated = *rate_charges(charges, {{}, {weir::decimal::from_integer(7), 7}});
  CHECK(rated[1].amount == money{700});
  books b(p);
  CHECK(b.look("2026-01-01", 0) == lines{"regular base:3100 | 3100"});
  CHECK(b.look("2026-01-11", 12) == lines{"threshold calls:1200 | 1200"});
  CHECK(b.look("2026-02-01", 12) == lines{"regular base:3100 calls:48800 USD:40000 | 91900"});
}

TEST_CASE("a most amount holds for a running month as well") {
  auto p = watched();
  p.prices[1].metered->maximum_amount = *unit_price::parse("15");
  books b(p);
  CHECK(b.look("2026-01-11", 99) == lines{"threshold base:3100 calls:1500 | 4600"});
  CHECK(b.look("2026-01-12", 199).empty());
}

TEST_CASE("usage is billed once it reaches the threshold, again with as much more, and the month with what is left") {
  books b(watched());
  CHECK(b.look("2026-01-01", 0) == lines{"regular base:3100 | 3100"});
  CHECK(b.look("2026-01-05", 9).empty());
  CHECK(b.look("2026-01-06", 10) == lines{"threshold calls:1000 | 1000"});
  CHECK(b.look("2026-01-06", 10, 1).empty());
  CHECK(b.look("2026-01-09", 19).empty());
  CHECK(b.look("2026-01-12", 25) == lines{"threshold calls:1500 | 1500"});
  CHECK(b.look("2026-02-01", 28) == lines{"regular base:3100 calls:300 | 3400"});
  CHECK(b.look("2026-03-01", 28) == lines{"regular base:3100 calls:2800 | 5900"});
}

TEST_CASE("a month whose usage is all billed has a line of nothing, after which usage is late") {
  for (const auto policy : {late_usage::next_invoice, late_usage::adjustment, late_usage::drop}) {
    auto p = watched();
    p.prices.erase(p.prices.begin());
    p.late_usage = policy;
    books b(p);
    CHECK(b.look("2026-01-06", 10) == lines{"threshold calls:1000 | 1000"});
    CHECK(b.look("2026-02-01", 10) == lines{"regular calls:0 | 0"});
    CHECK(b.look("2026-02-01", 13) == (policy == late_usage::next_invoice ? lines{"regular calls:300 | 300"}
                                       : policy == late_usage::adjustment ? lines{"adjustment calls:300 | 300"}
                                                                          : lines{"unbilled calls:300"}));
  }
}

TEST_CASE("usage that became less waits for the end of the month") {
  books b(watched());
  CHECK(b.look("2026-01-06", 20) == lines{"threshold base:3100 calls:2000 | 5100"});
  CHECK(b.look("2026-01-07", 3).empty());
  CHECK(b.look("2026-01-08", 29).empty());
  CHECK(b.look("2026-02-01", 3) == lines{"regular base:3100 calls:-1700 | 1400"});
}

TEST_CASE("the prices of a subscription reach a threshold together, those of two do not") {
  auto p = watched();
  p.prices.push_back(per_unit_price("gb", "1"));
  books b(p);
  CHECK(b.look("2026-01-06", 5) == lines{"threshold base:3100 calls:500 gb:500 | 4100"});
  CHECK(b.look("2026-01-07", 9).empty());

  auto other = watched("other");
  other.prices = {per_unit_price("gb", "1")};
  books two(watched());
  two.in.plans.push_back(other);
  two.in.subscriptions.push_back({"sub_2", {{change_kind::start, utc.at("2026-01-01"), plan_ref{"other"}}}});
  CHECK(two.look("2026-01-06", 5) == lines{"regular base:3100 | 3100"});
  CHECK(two.look("2026-01-07", 10) == lines{"threshold calls:1000 gb:1000 | 2000"});
}

TEST_CASE("the threshold of another plan counts from its first hour on, and without one nothing is taken back") {
  books b(watched());
  CHECK(b.look("2026-01-06", 12) == lines{"threshold base:3100 calls:1200 | 4300"});
  auto free = plan_of("free", {per_unit_price("free_calls", "2")});
  b.in.plans.push_back(free);
  b.changes({change_kind::change_plan, utc.at("2026-01-10"), plan_ref{"free"}});
  // The month's fee is cut at once, its usage when the month is over.
  CHECK(b.look("2026-01-11", 12) == lines{"credit_note base:-2200 | -2200"});
  CHECK(b.look("2026-01-12", 99).empty());
  CHECK(b.look("2026-02-01", 15) == lines{"regular calls:300 free_calls:3000 | 3300"});

  books late(plan_of("free", {per_unit_price("free_calls", "2")}));
  late.in.plans.push_back(watched());
  CHECK(late.look("2026-01-09", 12).empty());
  late.changes({change_kind::change_plan, utc.at("2026-01-10"), plan_ref{"basic"}});
  CHECK(late.look("2026-01-10", 12) == lines{"regular base:2200 | 2200"});
  CHECK(late.look("2026-01-11", 12) == lines{"threshold calls:1200 free_calls:2400 | 3600"});
}

TEST_CASE(
    "usage before a change of plan is not late as long as its month runs, by a plan that drops what is late too") {
  auto p = watched();
  p.prices.erase(p.prices.begin());
  p.late_usage = late_usage::drop;
  auto pro = watched("pro");
  pro.prices = {per_unit_price("pro_calls", "1")};
  books b(p);
  CHECK(b.look("2026-01-06", 12) == lines{"threshold calls:1200 | 1200"});
  b.in.plans.push_back(pro);
  b.changes({change_kind::change_plan, utc.at("2026-01-10"), plan_ref{"pro"}});
  CHECK(b.look("2026-01-12", 22) == lines{"threshold calls:1000 pro_calls:2200 | 3200"});
  CHECK(b.look("2026-02-01", 25) == lines{"regular calls:300 pro_calls:300 | 600"});
}

TEST_CASE("a subscription that ends within its month is billed for good") {
  books b(watched());
  CHECK(b.look("2026-01-06", 12) == lines{"threshold base:3100 calls:1200 | 4300"});
  b.changes({change_kind::cancel, utc.at("2026-01-10")});
  CHECK(b.look("2026-01-10", 15) == lines{"credit_note base:-2200 calls:300 | -1900"});
  CHECK(b.look("2026-01-11", 15).empty());
}

TEST_CASE("percentages are taken off what comes before the end of the month, amounts wait for it") {
  books b(watched());
  b.in.discounts = {{"cpn_1", *unit_price::parse("0.1"), {}}, {"cpn_2", money{500}, {}}};
  CHECK(b.look("2026-01-06", 10) == lines{"threshold base:3100-310 calls:1000-100 | 3690"});
  CHECK(b.look("2026-02-01", 12) == lines{"regular base:3100-780 calls:200-50 | 2470"});
}

TEST_CASE("what is void is billed anew, before the end of the month and after it") {
  for (const auto policy : {late_usage::next_invoice, late_usage::drop}) {
    auto p = watched();
    p.prices.erase(p.prices.begin());
    p.late_usage = policy;
    books b(p);
    CHECK(b.look("2026-01-06", 10) == lines{"threshold calls:1000 | 1000"});
    b.annul("inv_1");
    CHECK(b.look("2026-01-06", 11, 1) == lines{"threshold calls:1100 | 1100"});
    CHECK(b.look("2026-02-01", 15) == lines{"regular calls:400 | 400"});
    b.annul("inv_2");
    CHECK(b.look("2026-02-01", 15) == lines{"regular calls:1100 | 1100"});
    CHECK(b.look("2026-02-01", 15).empty());
    b.annul("inv_3");
    CHECK(b.look("2026-02-01", 15) == lines{"regular calls:400 | 400"});
    // From here on it is late again.
    CHECK(b.look("2026-02-01", 16) ==
          (policy == late_usage::drop ? lines{"unbilled calls:100"} : lines{"regular calls:100 | 100"}));
  }
}

TEST_CASE("sums that do not fit are an error") {
  tenant t;
  auto p = watched();
  p.prices = {per_unit_price("calls", "1"), per_unit_price("gb", "1")};
  t.knows(p).starts("2026-01-01", "basic");
  const auto rated = *rate_charges(t.charges("2026-01-11"), {{}, {}});
  std::vector<difference> differences;
  for (std::size_t i = 0; i < rated.size(); ++i)
    differences.push_back({.key = rated[i].charge.key,
                           .charge = i,
                           .amount = {std::numeric_limits<std::int64_t>::max()},
                           .is_interim = true});
  const auto out = hold_back(differences, rated, [](const charge_key&) { return true; });
  REQUIRE_FALSE(out);
  CHECK(out.error().code == weir::error_code::amount_overflow);
}
