// Days and months of a zone start where its people say they do, through gaps and overlaps.
#include <doctest/doctest.h>

#include <weir/base/time_zone.hpp>

using weir::time_zone;
using weir::timestamp;

namespace {

timestamp at(std::string_view text) {
  return *weir::parse_rfc3339(text);
}
time_zone zone(std::string_view name) {
  return *time_zone::find(name);
}

}  // namespace

TEST_CASE("a time zone is found by its exact IANA name only") {
  CHECK(time_zone::find("Europe/Berlin").has_value());
  CHECK(time_zone::find("UTC")->name() == "UTC");
  CHECK(time_zone::find("Asia/Kathmandu").has_value());
  for (std::string_view name : {"", "Europe/Atlantis", "europe/berlin", "right/UTC", "posixrules", "../../etc/passwd",
                                "+02:00", "tzdata.zi", "Europe", "zone.tab", "leapseconds"}) {
    CAPTURE(name);
    auto found = time_zone::find(name);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == weir::error_code::time_zone_unknown);
  }
  CHECK_FALSE(time_zone::find(std::string_view("Europe/Berlin\0", 14)).has_value());
}

TEST_CASE("offsets follow the instant") {
  const auto berlin = zone("Europe/Berlin");
  CHECK(berlin.offset_seconds(at("2026-01-15T12:00:00Z")) == 3600);
  CHECK(berlin.offset_seconds(at("2026-07-15T12:00:00Z")) == 7200);
  CHECK(berlin.offset_seconds(at("2026-03-29T00:59:59.999999999Z")) == 3600);
  CHECK(berlin.offset_seconds(at("2026-03-29T01:00:00Z")) == 7200);
  CHECK(zone("America/New_York").offset_seconds(at("2026-01-15T12:00:00Z")) == -18000);
}

TEST_CASE("minute offsets are quarters of an hour or none") {
  const auto winter = at("2026-01-15T12:00:00Z");
  CHECK(zone("Europe/Berlin").minute_offset(winter) == 0);
  CHECK(zone("Asia/Kolkata").minute_offset(winter) == 30);
  CHECK(zone("Asia/Kathmandu").minute_offset(winter) == 45);
  CHECK(zone("America/St_Johns").minute_offset(winter) == 30);                            // UTC-03:30
  CHECK(zone("Pacific/Marquesas").minute_offset(winter) == 30);                           // UTC-09:30
  CHECK(zone("Asia/Kolkata").minute_offset(at("1850-01-01T00:00:00Z")) == std::nullopt);  // local mean time
}

TEST_CASE("days start at local midnight through gaps and overlaps") {
  const auto berlin = zone("Europe/Berlin");
  CHECK(berlin.start_of_day({2026, 3, 29}) == at("2026-03-28T23:00:00Z"));
  CHECK(berlin.next_day(at("2026-03-29T10:00:00Z")) == at("2026-03-29T22:00:00Z"));  // a day of 23 hours
  CHECK(berlin.next_day(at("2026-10-25T10:00:00Z")) == at("2026-10-25T23:00:00Z"));  // of 25
  // Sao Paulo sprang at midnight: 2018-11-04 began at 01:00.
  CHECK(zone("America/Sao_Paulo").start_of_day({2018, 11, 4}) == at("2018-11-04T03:00:00Z"));
  CHECK(zone("America/Sao_Paulo").next_day(at("2018-11-03T12:00:00Z")) == at("2018-11-04T03:00:00Z"));
  // Havana falls back at 01:00 to 00:00: midnight comes twice and the first counts.
  CHECK(zone("America/Havana").start_of_day({2026, 11, 1}) == at("2026-11-01T04:00:00Z"));
  // Samoa went from the 29th to the 31st of December 2011.
  CHECK(zone("Pacific/Apia").start_of_day({2011, 12, 30}) == zone("Pacific/Apia").start_of_day({2011, 12, 31}));
  CHECK(zone("Pacific/Apia").next_day(at("2011-12-29T12:00:00-10:00")) == at("2011-12-30T10:00:00Z"));
  CHECK(zone("Pacific/Apia").next_day(at("2011-12-30T10:00:00Z")) == at("2011-12-31T10:00:00Z"));
}

TEST_CASE("local days and months are those of the wall calendar") {
  const auto tokyo = zone("Asia/Tokyo");
  CHECK(tokyo.local_day(at("2026-12-31T15:00:00Z")) == weir::civil_day{2027, 1, 1});
  CHECK(tokyo.next_month(at("2026-12-31T14:59:59Z")) == at("2026-12-31T15:00:00Z"));
  CHECK(tokyo.start_of_month(2024, 3) == at("2024-02-29T15:00:00Z"));
  CHECK(zone("UTC").local_day(at("1969-12-31T23:59:59.999999999Z")) == weir::civil_day{1969, 12, 31});
}

TEST_CASE("a zone that changes its minutes is exact only on one side of the change") {
  // Lord Howe moves by half an hour with daylight saving.
  const auto lord_howe = zone("Australia/Lord_Howe");
  CHECK(lord_howe.keeps_minute_offset(at("2026-05-01T00:00:00Z"), at("2026-06-01T00:00:00Z"), 30));
  CHECK_FALSE(lord_howe.keeps_minute_offset(at("2026-05-01T00:00:00Z"), at("2026-12-01T00:00:00Z"), 30));
  CHECK_FALSE(lord_howe.keeps_minute_offset(at("2026-12-01T00:00:00Z"), at("2026-12-02T00:00:00Z"), 30));
  // Berlin moves by whole hours.
  CHECK(zone("Europe/Berlin").keeps_minute_offset(at("2020-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"), 0));
  CHECK(zone("UTC").keeps_minute_offset(at("1678-01-01T00:00:00Z"), at("2262-01-01T00:00:00Z"), 0));
  // Kathmandu was 30 minutes off until 1986. The range is half open.
  const auto change = at("1985-12-31T18:30:00Z");
  CHECK(zone("Asia/Kathmandu").keeps_minute_offset(at("1985-01-01T00:00:00Z"), change, 30));
  CHECK_FALSE(zone("Asia/Kathmandu").keeps_minute_offset(at("1985-01-01T00:00:00Z"), {change.ns + 1}, 30));
  CHECK(zone("Asia/Kathmandu").keeps_minute_offset(change, change, 12));
}
