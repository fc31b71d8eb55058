// Days are counted as the Gregorian calendar has them, and months end when they end.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/base/civil_day.hpp>

using weir::civil_day;

TEST_CASE("months have the days that they have, February by the leap year") {
  constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (unsigned m = 1; m <= 12; ++m) {
    CAPTURE(m);
    CHECK(weir::last_day_of_month(2026, m) == days[m - 1]);
  }
  CHECK(weir::last_day_of_month(2024, 2) == 29);
  CHECK(weir::last_day_of_month(2000, 2) == 29);  // of four centuries one has it
  CHECK(weir::last_day_of_month(2100, 2) == 28);
  CHECK(weir::last_day_of_month(1900, 2) == 28);
}

TEST_CASE("days between two dates count leap days and turn their sign with the order") {
  CHECK(weir::days_between({2026, 1, 1}, {2026, 1, 1}) == 0);
  CHECK(weir::days_between({2026, 1, 1}, {2027, 1, 1}) == 365);
  CHECK(weir::days_between({2024, 1, 1}, {2025, 1, 1}) == 366);
  CHECK(weir::days_between({2024, 2, 28}, {2024, 3, 1}) == 2);
  CHECK(weir::days_between({2026, 3, 1}, {2026, 2, 28}) == -1);
  CHECK(weir::days_between({1970, 1, 1}, {2000, 1, 1}) == 10957);
  CHECK(weir::days_between({1, 1, 1}, {9999, 12, 31}) == 3652058);
}

TEST_CASE("a later month has the day asked for, or its last one") {
  CHECK(weir::add_months({2026, 1, 31}, 1, 31) == civil_day{2026, 2, 28});
  CHECK(weir::add_months({2024, 1, 31}, 1, 31) == civil_day{2024, 2, 29});
  CHECK(weir::add_months({2026, 2, 28}, 1, 31) ==
        civil_day{2026, 3, 31});  // the day asked for, not the one it comes from
  CHECK(weir::add_months({2026, 1, 15}, 0, 31) == civil_day{2026, 1, 31});
  CHECK(weir::add_months({2026, 12, 1}, 1, 1) == civil_day{2027, 1, 1});
  CHECK(weir::add_months({2026, 1, 30}, -1, 30) == civil_day{2025, 12, 30});
  CHECK(weir::add_months({2026, 3, 30}, -1, 30) == civil_day{2026, 2, 28});
  CHECK(weir::add_months({2026, 1, 31}, -13, 31) == civil_day{2024, 12, 31});
  CHECK(weir::add_months({2024, 2, 29}, 12, 29) == civil_day{2025, 2, 28});
  CHECK(weir::add_months({2024, 2, 29}, 48, 29) == civil_day{2028, 2, 29});
}

TEST_CASE("added days cross months, years, and leap days") {
  CHECK(weir::add_days({2026, 2, 28}, 1) == civil_day{2026, 3, 1});
  CHECK(weir::add_days({2024, 2, 28}, 1) == civil_day{2024, 2, 29});
  CHECK(weir::add_days({2026, 12, 31}, 1) == civil_day{2027, 1, 1});
  CHECK(weir::add_days({2026, 1, 1}, -1) == civil_day{2025, 12, 31});
  CHECK(weir::add_days({2026, 1, 1}, 730) == civil_day{2028, 1, 1});
  CHECK(weir::add_days({2026, 1, 1}, 0) == civil_day{2026, 1, 1});
}

TEST_CASE("days are ordered by year, month, and day") {
  CHECK(civil_day{2025, 12, 31} < civil_day{2026, 1, 1});
  CHECK(civil_day{2026, 1, 31} < civil_day{2026, 2, 1});
  CHECK(civil_day{2026, 2, 1} < civil_day{2026, 2, 2});
}

TEST_CASE("a day is written in ten characters and read back from nothing else") {
  CHECK(weir::text({2026, 2, 28}) == "2026-02-28");
  CHECK(weir::text({1, 1, 1}) == "0001-01-01");
  CHECK(weir::parse_civil_day("2026-02-28") == civil_day{2026, 2, 28});
  CHECK(weir::parse_civil_day("2024-02-29") == civil_day{2024, 2, 29});
  CHECK(weir::parse_civil_day("9999-12-31") == civil_day{9999, 12, 31});
  for (std::string_view text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-04-31",
                                "0000-01-01", "2026-1-1", "2026/01/01", "2026-01-01 ", " 2026-01-1", "+026-01-01",
                                "-026-01-01", "2026-01-01T00", "20a6-01-01", "2026-0x-01"}) {
    CAPTURE(text);
    CHECK(weir::parse_civil_day(text) == std::nullopt);
  }
}

TEST_CASE("adding days and counting them are inverse, and text loses nothing") {
  CHECK(rc::check([] {
    const auto from = weir::add_days({1970, 1, 1}, *rc::gen::inRange(-500'000, 2'500'000));
    const auto by = *rc::gen::inRange(-100'000, 100'000);
    const auto to = weir::add_days(from, by);
    RC_ASSERT(weir::days_between(from, to) == by);
    RC_ASSERT((from < to) == (by > 0));
    RC_ASSERT(weir::parse_civil_day(weir::text(from)) == from);
  }));
}
