// Instants as nanoseconds since 1970-01-01T00:00:00Z, 1677-09-21 to 2262-04-11. Leap seconds as POSIX has them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir {

struct timestamp {
  std::int64_t ns = 0;

  auto operator<=>(const timestamp&) const = default;

  static constexpr timestamp from_ms(std::int64_t ms) { return {ms * 1'000'000}; }
  constexpr std::int64_t ms() const { return ns >= 0 ? ns / 1'000'000 : -((-ns + 999'999) / 1'000'000); }
};

// RFC 3339 §5.6 with any offset and up to nine fraction digits; a leap second 23:59:60 is taken as the following
// second. Errors: time_malformed, time_out_of_range (not representable), both permanent.
result<timestamp> parse_rfc3339(std::string_view text);

// RFC 3339 in UTC. Fraction: none, 3, 6 or 9 digits, the fewest that lose nothing.
std::string format_rfc3339(timestamp t);

// Always nine fraction digits: the form of the canonical encoding.
std::string format_rfc3339_nanoseconds(timestamp t);

// Time comes from here. Injected; only composition roots use the system's. `domain` never asks: it is told.
class clock_source {
 public:
  virtual ~clock_source() = default;
  virtual timestamp now() const = 0;              // wall clock: for stamps that people read
  virtual std::int64_t monotonic_ms() const = 0;  // for deadlines and ages; never steps
};

clock_source& system_clock();

}  // namespace weir
