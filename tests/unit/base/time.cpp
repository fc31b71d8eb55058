// RFC 3339 in, RFC 3339 out, to the nanosecond.
#include <doctest/doctest.h>

#include <weir/base/time.hpp>

using weir::error_code;
using weir::format_rfc3339;
using weir::parse_rfc3339;

TEST_CASE("rfc 3339 round trips to UTC") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
      {"2026-11-20T10:00:00.000Z", "2026-11-20T10:00:00Z"},
      {"2026-11-20T10:00:00.000001+00:00", "2026-11-20T10:00:00.000001Z"},
      {"2026-11-20t10:00:00.5z", "2026-11-20T10:00:00.500Z"},
      {"2026-11-20 10:00:00.123456789-05:45", "2026-11-20T15:45:00.123456789Z"},
      {"1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"},
      {"2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z"},
      {"2100-02-28T12:00:00+14:00", "2100-02-27T22:00:00Z"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    auto parsed = parse_rfc3339(text);
    REQUIRE(parsed.has_value());
    CHECK(format_rfc3339(*parsed) == expected);
  }
  CHECK(weir::format_rfc3339_nanoseconds({0}) == "1970-01-01T00:00:00.000000000Z");
}

TEST_CASE("rfc 3339 refuses everything else") {
  for (std::string_view text :
       {"", "2026-11-20", "2026-11-20T10:00:00", "2026-11-20T10:00Z", "2026-13-20T10:00:00Z", "2025-02-29T10:00:00Z",
        "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:61Z", "2026-11-20T10:00:60Z",
        "2026-11-20T10:00:00.Z", "2026-11-20T10:00:00.1234567890Z", "2026-11-20T10:00:00+0100",
        "2026-11-20T10:00:00+24:00", "2026-11-20T10:00:00Zx", "+026-11-20T10:00:00Z", "2026-11-20T10:00:00,5Z",
        "2026-11-31T10:00:00Z"}) {
    CAPTURE(text);
    auto parsed = parse_rfc3339(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == error_code::time_malformed);
  }
  CHECK(parse_rfc3339("1066-10-14T09:00:00Z").error().code == error_code::time_out_of_range);
  CHECK(parse_rfc3339("9999-12-31T23:59:59Z").error().code == error_code::time_out_of_range);
}

TEST_CASE("milliseconds round towards the past") {
  CHECK(weir::timestamp{-1}.ms() == -1);
  CHECK(weir::timestamp{1'999'999}.ms() == 1);
  CHECK(weir::timestamp::from_ms(-5).ms() == -5);
}
