// The same dates under another plan, the charges of whole months, and what costs are compared with.
#include <limits>
#include <string>
#include <vector>

#include "billing_fixture.hpp"
#include <weir/billing/compare_amounts.hpp>
#include <weir/billing/price_simulation.hpp>
#include <weir/billing/rate_charges.hpp>

using namespace weir;
using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

const plan_ref dear{"dear", 0};

tenant subscriber() {
  tenant out;
  out.knows(plan_of("basic", {fee("base", "20"), per_unit_price("calls", "0.5")}));
  out.knows(plan_of("pro", {fee("base", "50")}));
  out.knows(plan_of("yearly", {fee("base", "120")}, 12));
  auto p = plan_of("dear", {fee("base", "30"), fee("support", "7", timing::in_arrears)});
  p.version = 0;
  out.knows(p);
  return out;
}

lines within(const tenant& t, const subscription& s, std::string_view from, std::string_view to) {
  lines out;
  for (const auto& c : charges_within(s, t.plans(), t.where.calendar(), usd, t.where.at(from), t.where.at(to)))
    out.push_back(t.told(c));
  return out;
}

}  // namespace

TEST_CASE("a plan takes the place of all plans, or of one, and stretches that are alike become one") {
  auto t = subscriber();
  t.starts("2026-01-05", "basic").moves_to("pro", "2026-01-20").pauses("2026-02-01").resumes("2026-02-10");
  const auto stored = t.now().segments;
  REQUIRE(stored.size() == 4);

  const auto all = with_plan(stored, std::nullopt, dear);
  REQUIRE(all.size() == 3);
  CHECK(all[0].from == t.where.at("2026-01-05"));
  CHECK(all[0].to == t.where.at("2026-02-01"));
  CHECK(all[0].plan == dear);
  CHECK(all[1].state == subscription_state::paused);
  CHECK_FALSE(all[2].to.has_value());

  const auto one = with_plan(stored, "basic", dear);
  REQUIRE(one.size() == 4);
  CHECK(one[0].plan == dear);
  CHECK(one[1].plan.code == "pro");

  CHECK(with_plan(stored, "nobodys", dear) == stored);
  CHECK(with_plan(stored, "basic", {"basic", 1}) == stored);
}

TEST_CASE("a trial stays one under another plan") {
  auto t = subscriber();
  t.starts("2026-01-05", "basic", "2026-01-15");
  const auto out = with_plan(t.now().segments, std::nullopt, dear);
  REQUIRE(out.size() == 2);
  CHECK(out[0].state == subscription_state::trialing);
  CHECK(out[1].from == t.where.at("2026-01-15"));
}

TEST_CASE("stretches within some months are those that have a part in them") {
  auto t = subscriber();
  t.starts("2026-01-05", "basic").moves_to("pro", "2026-02-01").cancels("2026-03-01");
  const auto all = t.now().segments;
  CHECK(segments_within(all, t.where.at("2026-01-01"), t.where.at("2026-02-01")).size() == 1);
  CHECK(segments_within(all, t.where.at("2026-01-31"), t.where.at("2026-02-02")).size() == 2);
  CHECK(segments_within(all, t.where.at("2026-03-01"), t.where.at("2026-04-01")).empty());
  CHECK(segments_within(all, t.where.at("2025-12-01"), t.where.at("2026-01-05")).empty());
}

TEST_CASE("a month has its usage and the fees that begin in it, whenever they are due") {
  auto t = subscriber();
  t.starts("2026-01-05", "basic");
  CHECK(within(t, t.now(), "2026-02-01", "2026-03-01") ==
        lines{"fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
              "usage basic calls 2026-02-01..2026-03-01 due 2026-03-01"});
  const subscription supposed{"sub_1", with_plan(t.now().segments, std::nullopt, dear)};
  CHECK(within(t, supposed, "2026-02-01", "2026-03-01") ==
        lines{"fee dear base 2026-02-01..2026-03-01 due 2026-02-01",
              "fee dear support 2026-02-01..2026-03-01 due 2026-03-01"});
  CHECK(within(t, t.now(), "2025-12-01", "2026-01-01").empty());
}

TEST_CASE("the fee of a year is charged in the month in which it begins, and in no other") {
  auto t = subscriber();
  t.starts("2026-01-01", "yearly");
  CHECK(within(t, t.now(), "2026-01-01", "2026-02-01") ==
        lines{"fee yearly base 2026-01-01..2027-01-01 due 2026-01-01"});
  CHECK(within(t, t.now(), "2026-02-01", "2026-12-01").empty());
  CHECK(within(t, t.now(), "2027-01-01", "2027-02-01").size() == 1);
}

TEST_CASE("months that follow one another have each charge once") {
  auto t = subscriber();
  t.starts("2026-01-05", "basic").moves_to("pro", "2026-02-10");
  const auto whole = within(t, t.now(), "2026-01-01", "2026-04-01");
  std::size_t parts = 0;
  for (const auto& [from, to] :
       {std::pair{"2026-01-01", "2026-02-01"}, {"2026-02-01", "2026-03-01"}, {"2026-03-01", "2026-04-01"}})
    parts += within(t, t.now(), from, to).size();
  CHECK(whole.size() == parts);
}

TEST_CASE("amounts are summed by currency, in the order of codes") {
  std::vector<compared_amount> sums;
  const auto eur = coin("EUR");
  REQUIRE(add_amounts(sums, usd, {100}, {250}).has_value());
  REQUIRE(add_amounts(sums, eur, {7}, {}).has_value());
  REQUIRE(add_amounts(sums, usd, {-30}, {1}).has_value());
  CHECK(sums == std::vector<compared_amount>{{eur, {7}, {0}, {-7}}, {usd, {70}, {251}, {181}}});

  const money most{std::numeric_limits<std::int64_t>::max()};
  CHECK(add_amounts(sums, usd, most, {}).error().code == error_code::amount_overflow);
  CHECK(add_amounts(sums, coin("JPY"), negated(most), most).error().code == error_code::amount_overflow);
}
