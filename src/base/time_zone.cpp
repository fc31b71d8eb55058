#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>

#include <date/tz.h>

#include <weir/base/time_zone.hpp>

namespace weir {
namespace {

using std::chrono::seconds;

constexpr std::int64_t ns_per_second = 1'000'000'000;

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

date::sys_seconds to_sys(timestamp t) {
  return date::sys_seconds(date::floor<seconds>(std::chrono::nanoseconds(t.ns)));
}

timestamp to_timestamp(date::sys_seconds t) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max() / ns_per_second;
  return {std::clamp<std::int64_t>(t.time_since_epoch().count(), -most, most) * ns_per_second};
}

date::local_days days_of(int year, unsigned month, unsigned day) {
  return date::local_days(date::year{year} / static_cast<int>(month) / static_cast<int>(day));
}

timestamp start_of(const void* zone, date::local_days day) {
  return to_timestamp(zone_of(zone).to_sys(date::local_seconds(day), date::choose::earliest));
}

// Files that tzdata ships beside the zones: not places, and "right/" counts leap seconds.
bool is_no_place(std::string_view name) {
  if (name.starts_with("posix/") || name.starts_with("right/")) return true;
  return name == "posixrules" || name == "localtime" || name == "Factory";
}

}  // namespace

result<time_zone> time_zone::find(std::string_view iana_name) {
  auto unknown = [&] {
    return fail(error_code::time_zone_unknown,
                "no time zone is called \"" + std::string(iana_name.substr(0, 64)) + "\"");
  };
  if (iana_name.empty() || iana_name.size() > 64 || is_no_place(iana_name)) return unknown();
  try {
    const auto* zone = date::locate_zone(iana_name);
    (void)zone->get_info(date::sys_seconds{});  // the file is read at first use: a name without one fails here
    return time_zone(zone);
  } catch (const std::runtime_error&) {
    return unknown();
  }
}

std::string time_zone::name() const {
  return std::string(zone_of(zone_).name());
}

std::int32_t time_zone::offset_seconds(timestamp at) const {
  return static_cast<std::int32_t>(zone_of(zone_).get_info(to_sys(at)).offset.count());
}

std::optional<int> time_zone::minute_offset(timestamp at) const {
  const auto rest = ((offset_seconds(at) % 3600) + 3600) % 3600;
  if (rest % 900 != 0) return std::nullopt;
  return rest / 60;
}

bool time_zone::keeps_minute_offset(timestamp from, timestamp to, int minute_offset) const {
  while (from < to) {
    const auto info = zone_of(zone_).get_info(to_sys(from));
    const auto rest = ((info.offset.count() % 3600) + 3600) % 3600;
    if (rest != minute_offset * 60) return false;
    const auto end = to_timestamp(info.end);
    if (end <= from) break;  // the last stretch ends beyond what a timestamp holds
    from = end;
  }
  return true;
}

civil_day time_zone::local_day(timestamp at) const {
  const auto instant = to_sys(at);
  const auto local = date::local_seconds(instant.time_since_epoch() + zone_of(zone_).get_info(instant).offset);
  const date::year_month_day day{date::floor<date::days>(local)};
  return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())};
}

timestamp time_zone::start_of_day(civil_day day) const {
  return start_of(zone_, days_of(day.year, day.month, day.day));
}

timestamp time_zone::start_of_month(int year, unsigned month) const {
  return start_of(zone_, days_of(year, month, 1));
}

timestamp time_zone::next_day(timestamp at) const {
  const auto today = local_day(at);
  auto day = days_of(today.year, today.month, today.day);
  timestamp next;
  do {
    day += date::days{1};
    next = start_of(zone_, day);
  } while (next <= at);  // a zone that left a day out has two days that start at once
  return next;
}

timestamp time_zone::next_month(timestamp at) const {
  const auto today = local_day(at);
  return today.month == 12 ? start_of_month(today.year + 1, 1) : start_of_month(today.year, today.month + 1);
}

}  // namespace weir
