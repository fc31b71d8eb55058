// What is owed, piece by piece, for every turn that a subscription can take.
#include <doctest/doctest.h>

#include "billing_fixture.hpp"

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

plan basic(proration by = proration::by_day) {
  auto p = plan_of("basic", {fee("base", "31"), per_unit_price("calls", "1")});
  p.proration = by;
  return p;
}

plan pro(proration by = proration::by_day) {
  auto p = plan_of("pro", {fee("pro_base", "62"), per_unit_price("pro_calls", "0.5")});
  p.proration = by;
  return p;
}

plan fee_plan(timing when, int interval_months, proration by = proration::by_day) {
  auto p = plan_of("fees", {fee("base", "120", when)}, interval_months);
  p.proration = by;
  return p;
}

}  // namespace

TEST_CASE("a fee in advance is due when its month begins, usage when it ends") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic");
  CHECK(t.told("2025-12-31").empty());
  CHECK(t.told("2026-01-01") == lines{"fee basic base 2026-01-01..2026-02-01 due 2026-01-01"});
  CHECK(t.told("2026-01-31") == t.told("2026-01-01"));
  CHECK(t.told("2026-02-01") == lines{"fee basic base 2026-01-01..2026-02-01 due 2026-01-01",
                                      "fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
                                      "usage basic calls 2026-01-01..2026-02-01 due 2026-02-01"});
}

TEST_CASE("a fee in arrears is due when its month ends") {
  tenant t;
  t.knows(fee_plan(timing::in_arrears, 1)).starts("2026-01-01", "fees");
  CHECK(t.told("2026-01-31").empty());
  CHECK(t.told("2026-02-01") == lines{"fee fees base 2026-01-01..2026-02-01 due 2026-02-01"});
}

TEST_CASE("the first month counts from the start on") {
  tenant t;
  t.knows(basic()).starts("2026-01-15", "basic");
  CHECK(t.told("2026-02-01") == lines{"fee basic base 2026-01-15..2026-02-01 14-31/31 due 2026-01-15",
                                      "fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
                                      "usage basic calls 2026-01-15..2026-02-01 14-31/31 due 2026-02-01"});
  CHECK(t.told("2026-01-14").empty());
}

TEST_CASE("a subscription that is to start later owes nothing yet") {
  tenant t;
  t.knows(basic()).starts("2026-05-15", "basic");
  CHECK(t.told("2026-05-01").empty());
  CHECK(t.told("2026-05-14").empty());
  CHECK(t.told("2026-05-15").size() == 1);
}

TEST_CASE("billing day 31 makes months of all lengths") {
  tenant t(place("UTC", 31));
  t.knows(fee_plan(timing::in_advance, 1)).starts("2026-01-31", "fees");
  CHECK(t.told("2026-06-01") == lines{"fee fees base 2026-01-31..2026-02-28 due 2026-01-31",
                                      "fee fees base 2026-02-28..2026-03-31 due 2026-02-28",
                                      "fee fees base 2026-03-31..2026-04-30 due 2026-03-31",
                                      "fee fees base 2026-04-30..2026-05-31 due 2026-04-30",
                                      "fee fees base 2026-05-31..2026-06-30 due 2026-05-31"});
  tenant leap(place("UTC", 31));
  leap.knows(fee_plan(timing::in_advance, 1)).starts("2024-02-10", "fees");
  CHECK(leap.told("2024-02-29") == lines{"fee fees base 2024-02-10..2024-02-29 10-29/29 due 2024-02-10",
                                         "fee fees base 2024-02-29..2024-03-31 due 2024-02-29"});
}

TEST_CASE("months with a change of clocks are an hour shorter or longer by the second") {
  const auto p = fee_plan(timing::in_advance, 1, proration::by_second);
  tenant march(place("Europe/Berlin"));
  march.knows(p).starts("2026-03-15", "fees");
  // 14 days of 24 hours before it, 31 days less an hour in all.
  CHECK(march.told("2026-03-15") ==
        lines{"fee fees base 2026-03-15..2026-04-01 1209600-2674800/2674800 due 2026-03-15"});
  tenant october(place("Europe/Berlin"));
  october.knows(p).starts("2026-10-26", "fees");
  // 25 days and the hour that came twice.
  CHECK(october.told("2026-10-26") ==
        lines{"fee fees base 2026-10-26..2026-11-01 2163600-2682000/2682000 due 2026-10-26"});
  // By day, clocks are of no interest.
  tenant by_day(place("Europe/Berlin"));
  by_day.knows(fee_plan(timing::in_advance, 1)).starts("2026-10-26", "fees");
  CHECK(by_day.told("2026-10-26") == lines{"fee fees base 2026-10-26..2026-11-01 25-31/31 due 2026-10-26"});
}

TEST_CASE("a month begins where midnight was skipped") {
  // Beirut sprang at midnight: the 30th of March 2025 began at 01:00, which is 22:00 UTC.
  tenant t(place("Asia/Beirut", 30));
  t.knows(fee_plan(timing::in_advance, 1, proration::by_second)).starts("2025-03-01", "fees");
  const auto out = t.charges("2025-03-30");
  REQUIRE(out.size() == 2);
  CHECK(weir::format_rfc3339(out[1].from.at) == "2025-03-29T22:00:00Z");
  CHECK(out[0].part.whole() == 30 * 86400);  // from a 28th of February on
  CHECK(out[1].part.whole() == 31 * 86400 - 3600);
}

TEST_CASE("a day that the zone left out is none to be charged for twice") {
  // Samoa went from the 29th to the 31st of December 2011.
  tenant t(place("Pacific/Apia", 30));
  t.knows(fee_plan(timing::in_advance, 1, proration::by_second)).starts("2011-11-30", "fees");
  const auto out = t.told("2012-01-01", "2011-01-01");
  CHECK(out == lines{"fee fees base 2011-11-30..2011-12-30 due 2011-11-30",
                     "fee fees base 2011-12-30..2012-01-30 due 2011-12-31"});
}

TEST_CASE("a trial costs nothing, usage included, and the fee begins with its end") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic", "2026-01-15");
  CHECK(t.told("2026-01-14").empty());
  CHECK(t.told("2026-02-01") == lines{"fee basic base 2026-01-15..2026-02-01 14-31/31 due 2026-01-15",
                                      "fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
                                      "usage basic calls 2026-01-15..2026-02-01 14-31/31 due 2026-02-01"});
  tenant left;
  left.knows(basic()).starts("2026-01-01", "basic", "2026-01-15").cancels("2026-01-10");
  CHECK(left.told("2026-12-01").empty());
}

TEST_CASE("a cancellation in the middle ends fees there, and what is owed for usage is due there") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic").cancels("2026-01-11");
  CHECK(t.told("2026-01-10") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01"});
  CHECK(t.told("2026-06-01") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                      "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-01-11"});
  tenant arrears;
  arrears.knows(fee_plan(timing::in_arrears, 12)).starts("2026-01-01", "fees").cancels("2026-03-01");
  CHECK(arrears.told("2026-03-01") == lines{"fee fees base 2026-01-01..2026-03-01 0-59/365 due 2026-03-01"});
}

TEST_CASE("a cancellation at the end of a month leaves the month whole") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic").cancels("2026-02-01");
  CHECK(t.told("2026-06-01") == lines{"fee basic base 2026-01-01..2026-02-01 due 2026-01-01",
                                      "usage basic calls 2026-01-01..2026-02-01 due 2026-02-01"});
}

TEST_CASE("when a subscription ends, all of its last month is due, earlier stretches as well") {
  tenant moved;
  moved.knows(basic()).knows(pro()).starts("2026-01-01", "basic").moves_to("pro", "2026-01-11").cancels("2026-01-21");
  CHECK(moved.told("2026-01-21") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                          "fee pro pro_base 2026-01-11..2026-01-21 10-20/31 due 2026-01-11",
                                          "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-01-21",
                                          "usage pro pro_calls 2026-01-11..2026-01-21 10-20/31 due 2026-01-21"});
  auto quiet = basic();
  quiet.bills_paused_usage = false;
  tenant paused;
  paused.knows(quiet).starts("2026-01-01", "basic").pauses("2026-01-11").cancels("2026-01-21");
  CHECK(paused.told("2026-01-21") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                           "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-01-21"});
}

TEST_CASE("an upgrade in the middle divides the month between both plans") {
  tenant t;
  t.knows(basic()).knows(pro()).starts("2026-01-01", "basic").moves_to("pro", "2026-01-11");
  CHECK(t.told("2026-02-01") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                      "fee pro pro_base 2026-01-11..2026-02-01 10-31/31 due 2026-01-11",
                                      "fee pro pro_base 2026-02-01..2026-03-01 due 2026-02-01",
                                      "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-02-01",
                                      "usage pro pro_calls 2026-01-11..2026-02-01 10-31/31 due 2026-02-01"});
}

TEST_CASE("by the day, a day of change counts for what follows") {
  tenant t;
  t.knows(basic())
      .knows(pro())
      .starts("2026-01-05", "basic", {}, 18)
      .moves_to("pro", "2026-01-11", 7)
      .cancels("2026-01-20", 23);
  CHECK(t.told("2026-01-12") == lines{"fee basic base 2026-01-05T18..2026-01-11T7 4-10/31 due 2026-01-05T18",
                                      "fee pro pro_base 2026-01-11T7..2026-01-20T23 10-19/31 due 2026-01-11T7"});
}

TEST_CASE("by the day, a stretch within one day has no fee, but its usage is billed") {
  tenant t;
  t.knows(basic())
      .knows(pro())
      .starts("2026-01-01", "basic")
      .moves_to("pro", "2026-01-11", 7)
      .moves_to("basic", "2026-01-11", 9);
  CHECK(t.told("2026-02-01") == lines{"fee basic base 2026-01-01..2026-01-11T7 0-10/31 due 2026-01-01",
                                      "fee basic base 2026-01-11T9..2026-02-01 10-31/31 due 2026-01-11T9",
                                      "fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
                                      "usage basic calls 2026-01-01..2026-01-11T7 0-10/31 due 2026-02-01",
                                      "usage basic calls 2026-01-11T9..2026-02-01 10-31/31 due 2026-02-01",
                                      "usage pro pro_calls 2026-01-11T7..2026-01-11T9 nothing due 2026-02-01"});
}

TEST_CASE("by the second, an hour counts as an hour") {
  tenant t;
  t.knows(basic(proration::by_second)).starts("2026-01-01", "basic").cancels("2026-01-01", 1);
  CHECK(t.told("2026-01-02") == lines{"fee basic base 2026-01-01..2026-01-01T1 0-3600/2678400 due 2026-01-01",
                                      "usage basic calls 2026-01-01..2026-01-01T1 0-3600/2678400 due 2026-01-01T1"});
}

TEST_CASE("a pause stops fees, and usage only where the plan says so") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic").pauses("2026-01-11").resumes("2026-03-11");
  CHECK(t.told("2026-03-11") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                      "fee basic base 2026-03-11..2026-04-01 10-31/31 due 2026-03-11",
                                      "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-02-01",
                                      "usage basic calls 2026-01-11..2026-02-01 10-31/31 due 2026-02-01",
                                      "usage basic calls 2026-02-01..2026-03-01 due 2026-03-01"});
  auto quiet = basic();
  quiet.bills_paused_usage = false;
  tenant silent;
  silent.knows(quiet).starts("2026-01-01", "basic").pauses("2026-01-11").resumes("2026-03-11");
  CHECK(silent.told("2026-03-11") == lines{"fee basic base 2026-01-01..2026-01-11 0-10/31 due 2026-01-01",
                                           "fee basic base 2026-03-11..2026-04-01 10-31/31 due 2026-03-11",
                                           "usage basic calls 2026-01-01..2026-01-11 0-10/31 due 2026-02-01"});
}

TEST_CASE("quarters and years have fees of their own, usage and commitments go by the month") {
  auto p = plan_of("yearly", {fee("base", "1200"), per_unit_price("calls", "1")}, 12);
  p.proration = proration::by_day;
  p.commitments = {{usd, *unit_price::parse("100")}};
  tenant t;
  t.knows(p).starts("2026-01-16", "yearly");
  CHECK(t.told("2026-03-01") == lines{"fee yearly base 2026-01-16..2027-01-01 15-365/365 due 2026-01-16",
                                      "usage yearly calls 2026-01-16..2026-02-01 15-31/31 due 2026-02-01",
                                      "usage yearly calls 2026-02-01..2026-03-01 due 2026-03-01",
                                      "commitment yearly USD 2026-01-16..2026-02-01 15-31/31 due 2026-02-01",
                                      "commitment yearly USD 2026-02-01..2026-03-01 due 2026-03-01"});
  CHECK(t.told("2028-01-01", "2027-12-31")[0] == "fee yearly base 2027-01-01..2028-01-01 due 2027-01-01");
  CHECK(t.told("2028-01-01", "2027-12-31")[1] == "fee yearly base 2028-01-01..2029-01-01 due 2028-01-01");
  tenant quarterly(place("UTC", 31));
  quarterly.knows(fee_plan(timing::in_advance, 3)).starts("2025-11-30", "fees");
  CHECK(quarterly.told("2026-05-31") == lines{"fee fees base 2025-11-30..2026-02-28 due 2025-11-30",
                                              "fee fees base 2026-02-28..2026-05-31 due 2026-02-28",
                                              "fee fees base 2026-05-31..2026-08-31 due 2026-05-31"});
}

TEST_CASE("intervals are counted from the month in which the plan was first had, and again for another plan") {
  auto yearly = fee_plan(timing::in_advance, 12);
  auto quarterly = fee_plan(timing::in_advance, 3);
  quarterly.code = "quarterly";
  tenant t;
  t.knows(yearly)
      .knows(quarterly)
      .starts("2026-02-10", "fees")
      .moves_to("quarterly", "2026-06-01")
      .moves_to("fees", "2026-08-01");
  CHECK(t.told("2027-02-01") == lines{"fee fees base 2026-02-10..2026-06-01 9-120/365 due 2026-02-10",
                                      "fee fees base 2026-08-01..2027-02-01 181-365/365 due 2026-08-01",
                                      "fee fees base 2027-02-01..2028-02-01 due 2027-02-01",
                                      "fee quarterly base 2026-06-01..2026-08-01 0-61/92 due 2026-06-01"});
}

TEST_CASE("a start dated back is owed from then on, under the same keys as if it had been known") {
  tenant early;
  early.knows(basic()).starts("2025-11-16", "basic");
  const auto known = early.charges("2026-02-01");
  tenant late;
  late.knows(basic()).starts("2025-11-16", "basic");
  const auto found = late.charges("2026-02-01");
  REQUIRE(known.size() == found.size());
  CHECK(known.size() == 4 + 3);
  for (std::size_t i = 0; i < known.size(); ++i)
    CHECK(known[i].key == found[i].key);
}

TEST_CASE("only periods that end later are looked at, whole as they are") {
  tenant t;
  t.knows(basic()).starts("2026-01-01", "basic");
  CHECK(t.told("2026-03-01", "2026-02-01") == lines{"fee basic base 2026-02-01..2026-03-01 due 2026-02-01",
                                                    "fee basic base 2026-03-01..2026-04-01 due 2026-03-01",
                                                    "usage basic calls 2026-02-01..2026-03-01 due 2026-03-01"});
  CHECK(t.told("2026-03-01", "2026-02-15") == t.told("2026-03-01", "2026-02-01"));
  CHECK(t.told("2026-03-01", "2026-01-31").size() == 5);
  tenant yearly;
  yearly.knows(fee_plan(timing::in_advance, 12)).starts("2026-01-01", "fees");
  CHECK(yearly.told("2026-12-31", "2026-11-30") == lines{"fee fees base 2026-01-01..2027-01-01 due 2026-01-01"});
}

TEST_CASE("each currency sees its own prices and commitments") {
  auto p = plan_of("both",
                   {fee("usd", "10"), fee("eur", "9", timing::in_advance, coin("EUR")), per_unit_price("calls", "1")});
  p.commitments = {{usd, *unit_price::parse("100")}};
  tenant t;
  t.knows(p).starts("2026-01-01", "both");
  const auto at = t.where.at("2026-02-01");
  CHECK(t.charges(at, {}, coin("EUR")).size() == 2);
  CHECK(t.charges(at, {}, usd).size() == 4);
  CHECK(t.charges(at, {}, coin("GBP")).empty());
}

TEST_CASE("charges are ordered by their keys, which are unique and one line each") {
  auto p = basic();
  p.commitments = {{usd, *unit_price::parse("100")}};
  tenant t;
  t.knows(p)
      .knows(pro())
      .starts("2026-01-01", "basic")
      .moves_to("pro", "2026-01-11")
      .pauses("2026-02-11")
      .resumes("2026-02-12");
  const auto out = t.charges("2026-06-01");
  for (std::size_t i = 1; i < out.size(); ++i)
    CHECK(out[i - 1].key < out[i].key);
  CHECK(out[0].key.text() == "sub_1/fee/basic@1/base/2026-01-01/2026-01-01T00:00:00Z");
}

TEST_CASE("kinds of charges have the names that are stored") {
  constexpr std::string_view names[] = {"fee", "usage", "commitment"};
  for (auto kind : {charge_kind::fee, charge_kind::usage, charge_kind::commitment}) {
    CHECK(name(kind) == names[static_cast<std::size_t>(kind)]);
    CHECK(charge_kind_from_name(name(kind)) == kind);
  }
  CHECK_FALSE(charge_kind_from_name("tax"));
}

TEST_CASE("without proration the fee of a plan is owed once for each month, whole, whatever happens in it") {
  tenant t;
  t.knows(basic(proration::none)).knows(pro(proration::none));
  t.starts("2026-01-10", "basic")
      .pauses("2026-01-15")
      .resumes("2026-01-20")
      .moves_to("pro", "2026-01-22")
      .moves_to("basic", "2026-01-25")
      .cancels("2026-02-03");
  lines fees;
  for (const auto& line : t.told("2026-06-01")) {
    if (line.starts_with("fee")) fees.push_back(line);
  }
  CHECK(fees == lines{"fee basic base 2026-01-10..2026-01-15 due 2026-01-10",
                      "fee basic base 2026-02-01..2026-02-03 due 2026-02-01",
                      "fee pro pro_base 2026-01-22..2026-01-25 due 2026-01-22"});
}

TEST_CASE("without proration a month that is paused throughout has no fee") {
  tenant t;
  t.knows(fee_plan(timing::in_advance, 1, proration::none))
      .starts("2026-01-10", "fees")
      .pauses("2026-01-15")
      .resumes("2026-03-05");
  CHECK(t.told("2026-03-31") == lines{"fee fees base 2026-01-10..2026-01-15 due 2026-01-10",
                                      "fee fees base 2026-03-05..2026-04-01 due 2026-03-05"});
}

TEST_CASE("without proration the stretches of a plan share what its month includes") {
  auto p = basic(proration::none);
  p.commitments = {{usd, *unit_price::parse("100")}};
  tenant t;
  t.knows(p).starts("2026-01-10", "basic").pauses("2026-01-16").resumes("2026-01-21");
  lines rest;
  for (const auto& line : t.told("2026-02-01")) {
    if (!line.starts_with("fee")) rest.push_back(line);
  }
  constexpr auto day = 86400;
  const auto part = [&](int from, int to) {
    return std::to_string(from * day) + "-" + std::to_string(to * day) + "/" + std::to_string(31 * day);
  };
  CHECK(rest == lines{"usage basic calls 2026-01-10..2026-01-16 " + part(0, 15) + " due 2026-02-01",
                      "usage basic calls 2026-01-16..2026-01-21 " + part(15, 20) + " due 2026-02-01",
                      "usage basic calls 2026-01-21..2026-02-01 " + part(20, 31) + " due 2026-02-01",
                      "commitment basic USD 2026-01-10..2026-01-16 " + part(0, 20) + " due 2026-02-01",
                      "commitment basic USD 2026-01-21..2026-02-01 " + part(20, 31) + " due 2026-02-01"});
  // Alone in its month, a stretch has all of it.
  tenant alone;
  alone.knows(p).starts("2026-01-10", "basic").cancels("2026-01-20");
  CHECK(alone.told("2026-02-01") == lines{"fee basic base 2026-01-10..2026-01-20 due 2026-01-10",
                                          "usage basic calls 2026-01-10..2026-01-20 due 2026-01-20",
                                          "commitment basic USD 2026-01-10..2026-01-20 due 2026-01-20"});
}
