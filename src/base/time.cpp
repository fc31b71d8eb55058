#include <chrono>

#include <fmt/format.h>

#include <weir/base/time.hpp>

namespace weir {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

bool two_digits(std::string_view text, std::size_t at, int& out) {
  if (at + 2 > text.size()) return false;
  auto a = static_cast<unsigned>(text[at] - '0');
  auto b = static_cast<unsigned>(text[at + 1] - '0');
  if (a > 9 || b > 9) return false;
  out = static_cast<int>(a * 10 + b);
  return true;
}

// Howard Hinnant's days_from_civil (howardhinnant.github.io/date_algorithms.html), exact for every year here.
constexpr std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

constexpr int days_in_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

std::string format(timestamp t, int least_digits) {
  using namespace std::chrono;
  auto second = t.ns / ns_per_second;
  auto fraction = t.ns % ns_per_second;
  if (fraction < 0) {
    fraction += ns_per_second;
    --second;
  }
  const sys_seconds instant{seconds{second}};
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss clock{instant - day};
  auto out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                         clock.minutes().count(), clock.seconds().count());
  if (fraction % 1000 != 0 || least_digits == 9) {
    out += fmt::format(".{:09}", fraction);
  } else if (fraction % 1'000'000 != 0) {
    out += fmt::format(".{:06}", fraction / 1000);
  } else if (fraction != 0) {
    out += fmt::format(".{:03}", fraction / 1'000'000);
  }
  out += 'Z';
  return out;
}

class real_clock final : public clock_source {
 public:
  timestamp now() const override {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
  }
  std::int64_t monotonic_ms() const override {
    auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }
};

}  // namespace

result<timestamp> parse_rfc3339(std::string_view text) {
  auto malformed = [] { return fail(error_code::time_malformed); };
  if (text.size() < 20) return malformed();
  // One look at all of them: a branch for each digit costs more than the digits.
  bool bad = text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
             (text[10] != 'T' && text[10] != 't' && text[10] != ' ');
  auto two = [&](std::size_t at) {
    const auto a = static_cast<unsigned>(text[at] - '0');
    const auto b = static_cast<unsigned>(text[at + 1] - '0');
    bad |= a > 9 || b > 9;
    return static_cast<int>(a * 10 + b);
  };
  const int century = two(0), years = two(2), month = two(5), day = two(8), hour = two(11), minute = two(14),
            second = two(17);
  if (bad) return malformed();
  const int year = century * 100 + years;
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return malformed();
  if (hour > 23 || minute > 59 || second > 60 || (second == 60 && (minute != 59))) return malformed();

  std::size_t at = 19;
  std::int64_t fraction = 0;
  if (text[at] == '.') {
    std::int64_t unit = ns_per_second / 10;
    std::size_t digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
      fraction += (text[at] - '0') * unit;  // a tenth digit and more would be lost: the unit is 0 by then
      unit /= 10;
    }
    if (digits == 0 || digits > 9) return malformed();
  }
  if (at >= text.size()) return malformed();

  std::int64_t offset_minutes = 0;
  if (text[at] == 'Z' || text[at] == 'z') {
    ++at;
  } else if (text[at] == '+' || text[at] == '-') {
    int offset_hour = 0, offset_minute = 0;
    const bool behind = text[at] == '-';
    if (!two_digits(text, at + 1, offset_hour) || at + 3 >= text.size() || text[at + 3] != ':' ||
        !two_digits(text, at + 4, offset_minute) || offset_hour > 23 || offset_minute > 59) {
      return malformed();
    }
    offset_minutes = (behind ? -1 : 1) * (offset_hour * 60 + offset_minute);
    at += 6;
  } else {
    return malformed();
  }
  if (at != text.size()) return malformed();

  const auto days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  const std::int64_t seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(seconds, ns_per_second, &ns) || __builtin_add_overflow(ns, fraction, &ns)) {
    return fail(error_code::time_out_of_range);
  }
  return timestamp{ns};
}

std::string format_rfc3339(timestamp t) {
  return format(t, 0);
}
std::string format_rfc3339_nanoseconds(timestamp t) {
  return format(t, 9);
}

clock_source& system_clock() {
  static real_clock clock;
  return clock;
}

}  // namespace weir
