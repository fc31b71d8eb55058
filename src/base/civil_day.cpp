#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include <weir/base/civil_day.hpp>

namespace weir {
namespace {

using namespace std::chrono;

sys_days days_of(civil_day d) {
  return sys_days(year{d.year} / month{d.month} / day{d.day});
}

civil_day of(sys_days d) {
  const year_month_day out{d};
  return {static_cast<int>(out.year()), static_cast<unsigned>(out.month()), static_cast<unsigned>(out.day())};
}

// `count` digits, or nothing.
std::optional<unsigned> number_at(std::string_view text, std::size_t at, std::size_t count) {
  unsigned out = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + static_cast<unsigned>(c - '0');
  }
  return out;
}

}  // namespace

unsigned last_day_of_month(int y, unsigned m) {
  return static_cast<unsigned>((year{y} / month{m} / last).day());
}

std::int64_t days_between(civil_day a, civil_day b) {
  return (days_of(b) - days_of(a)).count();
}

civil_day add_months(civil_day from, int months, unsigned day) {
  const auto to = year{from.year} / month{from.month} + std::chrono::months{months};
  const auto y = static_cast<int>(to.year());
  const auto m = static_cast<unsigned>(to.month());
  return {y, m, std::min(day, last_day_of_month(y, m))};
}

civil_day add_days(civil_day from, int count) {
  return of(days_of(from) + days{count});
}

std::string text(civil_day d) {
  return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
}

std::optional<civil_day> parse_civil_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number_at(text, 0, 4);
  const auto m = number_at(text, 5, 2);
  const auto d = number_at(text, 8, 2);
  if (!y || !m || !d || *y == 0 || *m < 1 || *m > 12) return std::nullopt;
  if (*d < 1 || *d > last_day_of_month(static_cast<int>(*y), *m)) return std::nullopt;
  return civil_day{static_cast<int>(*y), *m, *d};
}

}  // namespace weir
