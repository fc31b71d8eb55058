// Hours of a tenant's clock: half open, exact before 1970, never moved by daylight saving.
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/base/time_zone.hpp>
#include <weir/domain/hour.hpp>

using weir::timestamp;
using weir::domain::hour_start;

namespace {

timestamp at(std::string_view text) {
  return *weir::parse_rfc3339(text);
}

}  // namespace

TEST_CASE("an hour holds its first nanosecond and not its last plus one") {
  CHECK(hour_start(at("2026-11-20T10:00:00Z"), 0) == at("2026-11-20T10:00:00Z"));
  CHECK(hour_start(at("2026-11-20T10:59:59.999999999Z"), 0) == at("2026-11-20T10:00:00Z"));
  CHECK(hour_start(at("2026-11-20T11:00:00Z"), 0) == at("2026-11-20T11:00:00Z"));
}

TEST_CASE("hours stand where the local clock shows a full hour") {
  // 12:00 in Kolkata (+05:30) is 06:30 UTC; in Kathmandu (+05:45) 06:15 UTC; in St John's (-03:30) 15:30 UTC.
  CHECK(hour_start(at("2026-11-20T12:59:59+05:30"), 30) == at("2026-11-20T06:30:00Z"));
  CHECK(hour_start(at("2026-11-20T12:00:00+05:45"), 45) == at("2026-11-20T06:15:00Z"));
  CHECK(hour_start(at("2026-11-20T11:59:59.999999999+05:45"), 45) == at("2026-11-20T05:15:00Z"));
  CHECK(hour_start(at("2026-11-20T12:10:00-03:30"), 30) == at("2026-11-20T15:30:00Z"));
  CHECK(hour_start(at("2026-11-20T12:10:00Z"), 15) == at("2026-11-20T11:45:00Z"));
}

TEST_CASE("hours before 1970 round down") {
  CHECK(hour_start({-1}, 0) == at("1969-12-31T23:00:00Z"));
  CHECK(hour_start({0}, 0) == timestamp{0});
  CHECK(hour_start(at("1969-12-31T23:00:00Z"), 0) == at("1969-12-31T23:00:00Z"));
  CHECK(hour_start({-1}, 30) == at("1969-12-31T23:30:00Z"));
  CHECK(hour_start({0}, 45) == at("1969-12-31T23:15:00Z"));
  CHECK(weir::domain::is_hour_start(at("1969-12-31T23:15:00Z"), 45));
}

TEST_CASE("the ends of time do not wrap") {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(hour_start({least}, 0).ns == least);
  CHECK(hour_start({most}, 45) <= timestamp{most});
  CHECK(hour_start({most}, 45).ns > most - weir::domain::ns_per_hour);
}

TEST_CASE("an hour start is the greatest one that is not after the instant") {
  CHECK(rc::check([](std::int64_t raw) {
    const timestamp t{raw / 4};
    for (int minutes : {0, 15, 30, 45}) {
      const auto start = hour_start(t, minutes);
      RC_ASSERT(start <= t);
      RC_ASSERT(t.ns - start.ns < weir::domain::ns_per_hour);
      RC_ASSERT(hour_start(start, minutes) == start);
      const auto local_minute = (start.ns / weir::domain::ns_per_minute + minutes) % 60;
      RC_ASSERT(local_minute == 0);
    }
  }));
}

TEST_CASE("days of a zone are made of whole hours of its minute offset") {
  for (std::string_view name :
       {"Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "America/Sao_Paulo"}) {
    CAPTURE(name);
    const auto zone = *weir::time_zone::find(name);
    auto day = at("2026-01-01T12:00:00Z");
    const auto minutes = zone.minute_offset(day);
    REQUIRE(minutes.has_value());
    for (int i = 0; i < 400; ++i) {
      day = zone.next_day(day);
      REQUIRE(weir::domain::is_hour_start(day, *minutes));
    }
  }
}
