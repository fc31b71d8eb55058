// Charges come to amounts: fees by their part, usage by its price, commitments by what is missing.
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "billing_fixture.hpp"
#include <weir/billing/rate_charges.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;
using weir::decimal;

namespace {

usage used(std::int64_t quantity) {
  return {decimal::from_integer(quantity), quantity};
}

// "calls 2026-01-01 12.00" for each charge; `of` says what was used of a price.
lines rated(const tenant& t, std::string_view as_of, auto of) {
  const auto charges = t.charges(as_of);
  std::vector<usage> usage;
  for (const auto& c : charges)
    usage.push_back(of(c));
  const auto out = rate_charges(charges, usage);
  if (!out) return {std::string(weir::name(out.error().code))};
  lines told;
  for (const auto& r : *out)
    told.push_back(r.charge.key.price + " " + t.where.told(r.charge.from) + " " + text(r.amount, r.charge.currency));
  return told;
}

constexpr auto nothing = [](const charge&) { return used(0); };

tenant with(plan p, proration by = proration::by_day) {
  p.proration = by;
  const auto code = p.code;
  tenant t;
  t.knows(std::move(p)).starts("2026-01-01", code);
  return t;
}

price rounded_to(price p, int digits, rounding mode = rounding::half_up) {
  p.digits = digits;
  p.rounding = mode;
  return p;
}

}  // namespace

TEST_CASE("a whole fee is the amount of its price, rounded as the price says") {
  CHECK(rated(with(plan_of("p", {fee("base", "31.005")})), "2026-01-01", nothing) == lines{"base 2026-01-01 31.01"});
  CHECK(rated(with(plan_of("p", {rounded_to(fee("base", "31.005"), 2, rounding::down)})), "2026-01-01", nothing) ==
        lines{"base 2026-01-01 31.00"});
  CHECK(rated(with(plan_of("p", {rounded_to(fee("base", "30.5"), 0, rounding::half_even)})), "2026-01-01", nothing) ==
        lines{"base 2026-01-01 30.00"});
}

TEST_CASE("parts of a fee sum to the fee to the last cent") {
  auto t = with(plan_of("p", {fee("base", "10")}));
  t.pauses("2026-01-11").resumes("2026-01-11", 5).pauses("2026-01-21").resumes("2026-01-21", 5);
  CHECK(rated(t, "2026-01-31", nothing) ==
        lines{"base 2026-01-01 3.23", "base 2026-01-11T5 3.22", "base 2026-01-21T5 3.55"});
}

TEST_CASE("parts of a fee that is rounded to whole dollars are whole dollars and sum to it") {
  auto t = with(plan_of("p", {rounded_to(fee("base", "100"), 0)}));
  t.pauses("2026-01-11").resumes("2026-01-11", 5).pauses("2026-01-21").resumes("2026-01-21", 5);
  CHECK(rated(t, "2026-01-31", nothing) ==
        lines{"base 2026-01-01 32.00", "base 2026-01-11T5 33.00", "base 2026-01-21T5 35.00"});
}

TEST_CASE("usage costs what its price says, with the part that was in force") {
  auto calls = per_unit_price("calls", "0.10");
  calls.metered->included = decimal::from_integer(310);
  auto t = with(plan_of("p", {calls}));
  t.cancels("2026-01-11");
  CHECK(rated(t, "2026-01-11", [](const charge&) { return used(150); }) ==
        lines{"calls 2026-01-01 5.00"});  // 100 included
}

TEST_CASE("the steps of usage sum to its amount before rounding") {
  auto t = with(plan_of("p", {per_unit_price("calls", "0.001")}));
  const auto charges = t.charges("2026-02-01");
  const auto out = *rate_charges(charges, {used(7)});
  REQUIRE(out.size() == 1);
  CHECK(out[0].usage == used(7));
  REQUIRE(out[0].steps.size() == 1);
  CHECK(out[0].steps[0].amount.text() == "0.007");
  CHECK(out[0].amount == money{1});
  CHECK(out[0].charge == charges[0]);
}

TEST_CASE("a commitment is what usage leaves of it, and nothing when it leaves nothing") {
  auto p = plan_of("p", {fee("base", "31"), per_unit_price("calls", "1"), per_unit_price("gb", "0.5")});
  p.commitments = {{usd, *unit_price::parse("100")}};
  const auto t = with(p);
  const auto at = [&](std::int64_t calls, std::int64_t gb) {
    return rated(t, "2026-02-01", [&](const charge& c) { return used(c.key.price == "calls" ? calls : gb); }).back();
  };
  CHECK(at(0, 0) == "USD 2026-01-01 100.00");
  CHECK(at(60, 20) == "USD 2026-01-01 30.00");
  CHECK(at(60, 79) == "USD 2026-01-01 0.50");
  CHECK(at(60, 80) == "USD 2026-01-01 0.00");
  CHECK(at(500, 0) == "USD 2026-01-01 0.00");
}

TEST_CASE("a commitment counts the usage of its own stretch, plan, and currency") {
  auto a = plan_of("a", {per_unit_price("calls", "1"), per_unit_price("eur_calls", "1", coin("EUR"))});
  a.commitments = {{usd, *unit_price::parse("31")}, {coin("EUR"), *unit_price::parse("62")}};
  a.proration = proration::by_day;
  auto b = a;
  b.code = "b";
  tenant t;
  t.knows(a).knows(b).starts("2026-01-01", "a").moves_to("b", "2026-01-11");
  CHECK(rated(t, "2026-02-01", [](const charge& c) { return used(c.key.plan.code == "a" ? 4 : 40); }) ==
        lines{"calls 2026-01-01 4.00", "calls 2026-01-11 40.00", "USD 2026-01-01 6.00", "USD 2026-01-11 0.00"});
  // Both currencies in one list, as nobody should give them.
  auto charges = t.charges("2026-02-01");
  for (auto& c : t.charges(t.where.at("2026-02-01"), {}, coin("EUR")))
    charges.push_back(c);
  const auto out = *rate_charges(charges, std::vector<usage>(charges.size(), used(4)));
  CHECK(text(out[2].amount, usd) == "6.00");
  CHECK(text(out[6].amount, coin("EUR")) == "16.00");
}

TEST_CASE("what one stretch uses beyond its part of a commitment is no help to another") {
  auto p = plan_of("p", {per_unit_price("calls", "1")});
  p.commitments = {{usd, *unit_price::parse("31")}};
  auto t = with(p);
  t.pauses("2026-01-11").resumes("2026-01-21");
  CHECK(rated(t, "2026-02-01", [](const charge& c) { return used(c.from.day.day == 1 ? 40 : 4); }) ==
        lines{"calls 2026-01-01 40.00", "calls 2026-01-11 4.00", "calls 2026-01-21 4.00", "USD 2026-01-01 0.00",
              "USD 2026-01-21 7.00"});
}

TEST_CASE("parts of a commitment sum to it to the last cent") {
  auto p = plan_of("p", {per_unit_price("calls", "1")});
  p.commitments = {{usd, *unit_price::parse("10")}};
  auto t = with(p);
  t.pauses("2026-01-11").resumes("2026-01-11", 5).pauses("2026-01-21").resumes("2026-01-21", 5);
  lines commitments;
  for (const auto& line : rated(t, "2026-02-01", nothing)) {
    if (line.starts_with("USD")) commitments.push_back(line);
  }
  CHECK(commitments == lines{"USD 2026-01-01 3.23", "USD 2026-01-11T5 3.22", "USD 2026-01-21T5 3.55"});
}

TEST_CASE("what no invoice can carry is an error wherever it comes from") {
  const auto overflow = lines{"amount_overflow"};
  const auto most = [](const charge&) { return usage{*decimal::parse_sum("99999999999999999999999999999")}; };
  CHECK(rated(with(plan_of("p", {per_unit_price("calls", "1")})), "2026-02-01", most) == overflow);
  CHECK(rated(with(plan_of("p", {fee("base", "999999999999")})), "2026-01-01", nothing) ==
        lines{"base 2026-01-01 999999999999.00"});
  // Each fits, both together do not.
  auto p = plan_of("p", {per_unit_price("calls", "1"), per_unit_price("gb", "1")});
  p.commitments = {{usd, *unit_price::parse("1")}};
  const auto half = [](const charge&) { return usage{*decimal::parse_sum("60000000000000000")}; };
  CHECK(rated(with(p), "2026-02-01", half) == overflow);
  auto tiny = per_unit_price("calls", "0");
  tiny.model = package{decimal::from_units(1), unit_price{}};
  CHECK(rated(with(plan_of("p", {tiny})), "2026-02-01", most) == overflow);
}

TEST_CASE("fees of any amount, cut anywhere, sum to what the whole period costs") {
  CHECK(rc::check([](std::uint32_t amount) {
    const auto by = *rc::gen::element(proration::by_second, proration::by_day);
    const auto digits = *rc::gen::inRange(0, 3);
    auto p = plan_of("p", {rounded_to(fee("base", std::to_string(amount % 100'000) + ".37"), digits)});
    auto q = p;
    q.code = "q";
    auto whole = with(p, by);
    const auto charges = whole.charges("2026-01-01");
    const auto all = (*rate_charges(charges, {used(0)}))[0].amount;

    p.proration = q.proration = by;
    tenant cut;
    cut.knows(p).knows(q).starts("2026-01-01", "p");
    bool on_q = false;
    for (int d = 1; d < 31; ++d) {
      if (*rc::gen::inRange(0, 4) != 0) continue;
      on_q = !on_q;
      cut.moves_to(on_q ? "q" : "p", weir::text(weir::civil_day{2026, 1, static_cast<unsigned>(d) + 1}),
                   *rc::gen::inRange(0, 24));
    }
    auto parts = cut.charges("2026-02-01");
    std::erase_if(parts, [](const charge& c) { return c.key.period.month != 1; });
    const auto rated = *rate_charges(parts, std::vector<usage>(parts.size()));
    const auto sum = std::accumulate(rated.begin(), rated.end(), std::int64_t{},
                                     [](auto n, const auto& r) { return n + r.amount.minor; });
    for (const auto& r : rated) {
      RC_ASSERT(r.amount >= money{});
      RC_ASSERT(r.amount.minor % (digits == 0 ? 100 : digits == 1 ? 10 : 1) == 0);
    }
    RC_ASSERT(sum == all.minor);
  }));
}
