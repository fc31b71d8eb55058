#include <string>
#include <vector>

#include <api/usage/window.hpp>
#include <doctest/doctest.h>

#include <weir/domain/hour.hpp>

using namespace weir;
using namespace weir::api;

namespace {

timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

const std::vector<int> offset_0{0}, offset_15{15}, offset_30{30}, offset_45{45}, offsets_0_30{0, 30};

window_question ask(const char* zone, window_size size, const std::vector<int>& offsets, const char* from = nullptr,
                    const char* to = nullptr) {
  window_question q{.size = size, .zone = time_zone::find(zone).value(), .minute_offsets = offsets};
  if (from) q.from = at(from);
  if (to) q.to = at(to);
  return q;
}

// As text, so that a failure shows what came out.
std::string bounds(const window_question& q, const char* cells_from = "2000-01-01T00:00:00Z",
                   const char* cells_to = "2100-01-01T00:00:00Z") {
  if (auto ok = check_range(q); !ok) return std::string(weir::name(ok.error().code));
  auto b = window_bounds(q, at(cells_from), at(cells_to));
  if (!b) return std::string(weir::name(b.error().code));
  std::string out;
  for (auto t : *b)
    out += format_rfc3339(t).substr(0, 16) + " ";
  return out;
}

}  // namespace

TEST_CASE("days follow the zone through both changes of its clock") {
  CHECK(bounds(ask("Europe/Berlin", window_size::day, offset_0, "2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z")) ==
        "2026-03-27T23:00 2026-03-28T23:00 2026-03-29T22:00 2026-03-30T22:00 ");
  CHECK(bounds(ask("Europe/Berlin", window_size::day, offset_0, "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z")) ==
        "2026-10-23T22:00 2026-10-24T22:00 2026-10-25T23:00 2026-10-26T23:00 ");
  CHECK(bounds(ask("America/New_York", window_size::day, offset_0, "2026-03-07T05:00:00Z", "2026-03-09T04:00:00Z")) ==
        "2026-03-07T05:00 2026-03-08T05:00 2026-03-09T04:00 ");
  // Midnight itself is skipped: the day starts at one o'clock.
  CHECK(bounds(ask("America/Sao_Paulo", window_size::day, offset_0, "2018-11-03T03:00:00Z", "2018-11-05T02:00:00Z")) ==
        "2018-11-03T03:00 2018-11-04T03:00 2018-11-05T02:00 ");
}

TEST_CASE("months end where they end") {
  CHECK(bounds(ask("UTC", window_size::month, offset_0, "2024-01-01T00:00:00Z", "2024-04-01T00:00:00Z")) ==
        "2024-01-01T00:00 2024-02-01T00:00 2024-03-01T00:00 2024-04-01T00:00 ");
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2024-02-28T00:00:00Z", "2024-03-01T00:00:00Z")) ==
        "2024-02-28T00:00 2024-02-29T00:00 2024-03-01T00:00 ");
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2026-02-28T00:00:00Z", "2026-03-02T00:00:00Z")) ==
        "2026-02-28T00:00 2026-03-01T00:00 2026-03-02T00:00 ");
  CHECK(bounds(ask("Europe/Berlin", window_size::month, offset_0, "2026-02-28T23:00:00Z", "2026-04-30T22:00:00Z")) ==
        "2026-02-28T23:00 2026-03-31T22:00 2026-04-30T22:00 ");
  CHECK(bounds(ask("UTC", window_size::month, offset_0, "2025-12-01T00:00:00Z", "2026-02-01T00:00:00Z")) ==
        "2025-12-01T00:00 2026-01-01T00:00 2026-02-01T00:00 ");
}

TEST_CASE("windows are cut at from and to, and only where cells are") {
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2026-11-01T05:00:00Z", "2026-11-02T03:00:00Z")) ==
        "2026-11-01T05:00 2026-11-02T00:00 2026-11-02T03:00 ");
  CHECK(bounds(ask("UTC", window_size::month, offset_0), "2026-10-15T07:00:00Z", "2026-11-02T03:00:00Z") ==
        "2026-10-01T00:00 2026-11-01T00:00 2026-12-01T00:00 ");
  // A range from the beginning of time costs nothing where there are no cells.
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z"),
               "2026-11-02T07:00:00Z",
               "2026-11-03T01:00:00Z") == "2026-11-02T00:00 2026-11-03T00:00 2026-11-04T00:00 ");
  CHECK(bounds(ask("UTC", window_size::none, offset_0, "2026-11-01T00:00:00Z"), "2026-11-02T07:00:00Z",
               "2026-11-02T09:00:00Z") == "2026-11-01T00:00 2026-11-02T09:00 ");
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2026-11-05T00:00:00Z"), "2026-11-02T07:00:00Z",
               "2026-11-02T09:00:00Z") == "");
  CHECK(bounds(ask("UTC", window_size::day, {})) == "");
  CHECK(bounds(ask("UTC", window_size::hour, offset_0, "2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z")) ==
        "2026-11-01T05:00 2026-11-01T06:00 2026-11-01T07:00 ");
}

TEST_CASE("the clock hours of the tenant decide what is exact") {
  CHECK(bounds(ask("Asia/Kathmandu", window_size::day, offset_45, "2026-11-01T18:15:00Z", "2026-11-03T18:15:00Z")) ==
        "2026-11-01T18:15 2026-11-02T18:15 2026-11-03T18:15 ");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::hour, offset_45, "2026-11-01T18:15:00Z", "2026-11-01T20:15:00Z")) ==
        "2026-11-01T18:15 2026-11-01T19:15 2026-11-01T20:15 ");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::day, offset_0, "2026-11-01T18:15:00Z")) == "query_window_inexact");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::day, offset_0, "2026-11-01T18:00:00Z")) == "query_window_inexact");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::hour, offset_0)) == "query_window_inexact");
  CHECK(bounds(ask("UTC", window_size::day, offset_45)) == "query_window_inexact");
  CHECK(bounds(ask("UTC", window_size::hour, offset_45)) == "query_window_inexact");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::none, offset_45, "2026-11-01T18:00:00Z")) == "query_window_inexact");
  CHECK(bounds(ask("Asia/Kathmandu", window_size::none, offset_45, "2026-11-01T18:15:00Z", "2026-11-01T18:16:00Z")) ==
        "query_window_inexact");
  // The zone may be another one, if its hours are the tenant's.
  CHECK(bounds(ask("Asia/Kolkata", window_size::day, offset_30, "2026-11-01T18:30:00Z", "2026-11-02T18:30:00Z")) ==
        "2026-11-01T18:30 2026-11-02T18:30 ");
  CHECK(bounds(ask("Australia/Adelaide", window_size::month, offset_30, "2026-09-30T14:30:00Z",
                   "2026-11-30T13:30:00Z")) == "2026-09-30T14:30 2026-10-31T13:30 2026-11-30T13:30 ");
}

TEST_CASE("Lord Howe moves its clock by half an hour: exact in one half of the year only") {
  // +11:00 in summer, +10:30 in winter; summer ends on 2026-04-05 at 02:00 (15:00Z the day before).
  const char* zone = "Australia/Lord_Howe";
  CHECK(bounds(ask(zone, window_size::day, offset_30, "2026-05-01T13:30:00Z", "2026-05-03T13:30:00Z")) ==
        "2026-05-01T13:30 2026-05-02T13:30 2026-05-03T13:30 ");
  CHECK(bounds(ask(zone, window_size::day, offset_0, "2026-02-01T13:00:00Z", "2026-02-03T13:00:00Z")) ==
        "2026-02-01T13:00 2026-02-02T13:00 2026-02-03T13:00 ");
  CHECK(bounds(ask(zone, window_size::day, offset_30, "2026-02-01T12:30:00Z", "2026-02-03T12:30:00Z")) ==
        "query_window_inexact");
  CHECK(bounds(ask(zone, window_size::day, offset_0, "2026-04-03T13:00:00Z", "2026-04-06T13:00:00Z")) ==
        "query_window_inexact");
  CHECK(bounds(ask(zone, window_size::hour, offset_0, "2026-04-04T13:00:00Z", "2026-04-04T17:00:00Z")) ==
        "query_window_inexact");
  CHECK(bounds(ask(zone, window_size::hour, offset_0, "2026-04-04T13:00:00Z", "2026-04-04T15:00:00Z")) ==
        "2026-04-04T13:00 2026-04-04T14:00 2026-04-04T15:00 ");
}

TEST_CASE("tenants of different clock hours together: only what splits no cell of any") {
  CHECK(bounds(ask("UTC", window_size::none, offsets_0_30), "2026-11-02T07:00:00Z", "2026-11-02T09:30:00Z") ==
        "2026-11-02T07:00 2026-11-02T09:30 ");
  CHECK(bounds(ask("UTC", window_size::none, offsets_0_30, "2026-11-02T07:00:00Z")) == "query_window_inexact");
  CHECK(bounds(ask("UTC", window_size::day, offsets_0_30)) == "query_window_inexact");
  CHECK(bounds(ask("UTC", window_size::hour, offsets_0_30)) == "query_window_inexact");
}

TEST_CASE("an inexact bound names its nearest exact ones") {
  auto refused = check_range(ask("UTC", window_size::none, offset_15, "2026-11-20T10:10:00Z"));
  REQUIRE(!refused);
  CHECK(refused.error().detail.find("2026-11-20T09:45:00Z and 2026-11-20T10:45:00Z") != std::string::npos);
  auto before_1970 = check_range(ask("UTC", window_size::none, offset_0, "1969-12-31T23:30:00Z"));
  REQUIRE(!before_1970);
  CHECK(before_1970.error().detail.find("1969-12-31T23:00:00Z and 1970-01-01T00:00:00Z") != std::string::npos);
}

TEST_CASE("ranges that make no sense, and ranges that are too long") {
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z")) ==
        "query_range_invalid");
  CHECK(bounds(ask("UTC", window_size::day, offset_0, "2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z")) ==
        "query_range_invalid");
  CHECK(bounds(ask("UTC", window_size::hour, offset_0, "2001-01-01T00:00:00Z", "2026-01-01T00:00:00Z")) ==
        "query_too_many_rows");
  const auto just = window_bounds(ask("UTC", window_size::hour, offset_0), at("2001-01-01T00:00:00Z"),
                                  {at("2001-01-01T00:00:00Z").ns + 100'000 * domain::ns_per_hour});
  REQUIRE(just);
  CHECK(just->size() == 100'001);
}

TEST_CASE("names of windows, and the one that a chart can show") {
  CHECK(parse_window("HOUR").value() == window_size::hour);
  CHECK(parse_window("MONTH").value() == window_size::month);
  CHECK(parse_window("NONE").value() == window_size::none);
  CHECK(!parse_window("AUTO").value());
  CHECK(parse_window("MINUTE").error().code == error_code::query_window_inexact);
  CHECK(parse_window("hour").error().code == error_code::query_parameter_invalid);
  CHECK(parse_window("").error().code == error_code::query_parameter_invalid);
  CHECK(choose_window(at("2026-10-01T00:00:00Z"), at("2026-11-01T00:00:00Z")) == window_size::hour);
  CHECK(choose_window(at("2026-10-01T00:00:00Z"), at("2026-11-01T01:00:00Z")) == window_size::day);
  CHECK(choose_window(at("2023-12-01T00:00:00Z"), at("2025-01-01T00:00:00Z")) == window_size::day);
  CHECK(choose_window(at("2023-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z")) == window_size::month);
}
