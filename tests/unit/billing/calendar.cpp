// Months from a billing day to the next one, in months of all lengths.
#include <algorithm>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/calendar.hpp>

using namespace weir::billing;
using weir::add_days;
using weir::civil_day;

TEST_CASE("a month begins on the billing day that came last") {
  CHECK(month_start({2026, 3, 15}, 1) == civil_day{2026, 3, 1});
  CHECK(month_start({2026, 3, 15}, 15) == civil_day{2026, 3, 15});
  CHECK(month_start({2026, 3, 14}, 15) == civil_day{2026, 2, 15});
  CHECK(month_start({2026, 1, 1}, 2) == civil_day{2025, 12, 2});
}

TEST_CASE("billing day 31 is the last day of every month") {
  CHECK(month_start({2026, 2, 27}, 31) == civil_day{2026, 1, 31});
  CHECK(month_start({2026, 2, 28}, 31) == civil_day{2026, 2, 28});
  CHECK(month_start({2024, 2, 28}, 31) == civil_day{2024, 1, 31});
  CHECK(month_start({2024, 2, 29}, 31) == civil_day{2024, 2, 29});
  CHECK(month_start({2026, 4, 29}, 31) == civil_day{2026, 3, 31});
  CHECK(month_start({2026, 4, 30}, 31) == civil_day{2026, 4, 30});
  civil_day at{2026, 1, 31};
  for (civil_day next : {civil_day{2026, 2, 28},
                         {2026, 3, 31},
                         {2026, 4, 30},
                         {2026, 5, 31},
                         {2026, 6, 30},
                         {2026, 7, 31},
                         {2026, 8, 31},
                         {2026, 9, 30},
                         {2026, 10, 31},
                         {2026, 11, 30},
                         {2026, 12, 31},
                         {2027, 1, 31}}) {
    CHECK(next_month_start(at, 31) == next);
    at = next;
  }
}

TEST_CASE("billing days 29 and 30 come back after a short February") {
  CHECK(next_month_start({2026, 1, 29}, 29) == civil_day{2026, 2, 28});
  CHECK(next_month_start({2026, 2, 28}, 29) == civil_day{2026, 3, 29});
  CHECK(next_month_start({2024, 1, 29}, 29) == civil_day{2024, 2, 29});
  CHECK(next_month_start({2026, 2, 28}, 30) == civil_day{2026, 3, 30});
  CHECK(month_start({2026, 3, 29}, 30) == civil_day{2026, 2, 28});
}

TEST_CASE("quarters and years are counted from their anchor, backward as well") {
  const civil_day anchor{2026, 2, 10};
  CHECK(interval_start(anchor, {2026, 2, 10}, 10, 3) == anchor);
  CHECK(interval_start(anchor, {2026, 4, 10}, 10, 3) == anchor);
  CHECK(interval_start(anchor, {2026, 5, 10}, 10, 3) == civil_day{2026, 5, 10});
  CHECK(interval_start(anchor, {2027, 1, 10}, 10, 12) == anchor);
  CHECK(interval_start(anchor, {2027, 2, 10}, 10, 12) == civil_day{2027, 2, 10});
  CHECK(interval_start(anchor, {2026, 1, 10}, 10, 3) == civil_day{2025, 11, 10});
  CHECK(interval_start(anchor, {2026, 1, 10}, 10, 12) == civil_day{2025, 2, 10});
  CHECK(interval_start({2024, 2, 29}, {2025, 1, 31}, 31, 12) == civil_day{2024, 2, 29});
  CHECK(interval_start({2024, 2, 29}, {2025, 2, 28}, 31, 12) == civil_day{2025, 2, 28});
  CHECK(next_month_start({2024, 2, 29}, 31, 12) == civil_day{2025, 2, 28});
  CHECK(next_month_start({2025, 11, 30}, 31, 3) == civil_day{2026, 2, 28});
}

TEST_CASE("months follow each other without gap or overlap, whatever the billing day") {
  CHECK(rc::check([] {
    const auto day = add_days({2000, 1, 1}, *rc::gen::inRange(0, 40'000));
    const auto billing_day = *rc::gen::inRange(1u, 32u);
    const auto from = month_start(day, billing_day);
    const auto to = next_month_start(from, billing_day);
    RC_ASSERT(from <= day);
    RC_ASSERT(day < to);
    RC_ASSERT(month_start(from, billing_day) == from);
    RC_ASSERT(month_start(add_days(to, -1), billing_day) == from);
    RC_ASSERT(month_start(to, billing_day) == to);
    RC_ASSERT(from.day == std::min(billing_day, weir::last_day_of_month(from.year, from.month)));
  }));
}

TEST_CASE("a day lies in exactly one interval, and intervals of twelve months hold those of one") {
  CHECK(rc::check([] {
    const auto billing_day = *rc::gen::inRange(1u, 32u);
    const auto anchor = month_start(add_days({2020, 1, 1}, *rc::gen::inRange(0, 4000)), billing_day);
    const auto month = month_start(add_days({2020, 1, 1}, *rc::gen::inRange(0, 4000)), billing_day);
    const auto months = *rc::gen::element(1, 3, 6, 12);
    const auto from = interval_start(anchor, month, billing_day, months);
    RC_ASSERT(from <= month);
    RC_ASSERT(month < next_month_start(from, billing_day, months));
    RC_ASSERT(interval_start(anchor, from, billing_day, months) == from);
    RC_ASSERT(interval_start(from, anchor, billing_day, months) == anchor);
  }));
}
