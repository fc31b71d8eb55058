#include <algorithm>
#include <string>

#include <api/usage/window.hpp>

#include <weir/domain/hour.hpp>

namespace weir::api {
namespace {

using domain::ns_per_hour;

constexpr std::int64_t ns_per_day = 24 * ns_per_hour;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text.substr(0, 64)) + "\"";
}

bool is_cell_bound(timestamp t, std::span<const int> offsets) {
  return std::ranges::all_of(offsets, [&](int offset) { return domain::is_hour_start(t, offset); });
}

constexpr const char* one_tenant =
    "the clock hours of the tenants asked about start at different minutes: ask for one tenant";

std::unexpected<error> bound_inexact(std::string_view which, timestamp t, std::span<const int> offsets) {
  if (offsets.size() > 1) return fail(error_code::query_window_inexact, one_tenant);
  const auto before = domain::hour_start(t, offsets.front());
  return fail(error_code::query_window_inexact,
              std::string(which) + " " + format_rfc3339(t) +
                  " is inside an hour of the tenant's clock; the nearest exact bounds are " + format_rfc3339(before) +
                  " and " + format_rfc3339({before.ns + ns_per_hour}));
}

std::unexpected<error> zone_inexact(const window_question& q, timestamp bound) {
  if (q.minute_offsets.size() > 1) return fail(error_code::query_window_inexact, one_tenant);
  const auto before = domain::hour_start(bound, q.minute_offsets.front());
  return fail(error_code::query_window_inexact,
              "in " + q.zone.name() + " a window would end at " + format_rfc3339(bound) +
                  ", inside an hour of the tenant's clock; ask in the tenant's own zone, or for a range that ends at " +
                  format_rfc3339(before) + " or starts at " + format_rfc3339({before.ns + ns_per_hour}));
}

timestamp start_of_window(const window_question& q, timestamp t) {
  const auto day = q.zone.local_day(t);
  return q.size == window_size::month ? q.zone.start_of_month(day.year, day.month) : q.zone.start_of_day(day);
}

result<std::vector<timestamp>> hours(const window_question& q, timestamp from, timestamp to) {
  // An hour of the zone is an hour of the tenant's clock when both start at the same minute, whatever the hour is
  // called.
  for (int offset : q.minute_offsets) {
    if (!q.zone.keeps_minute_offset(from, to, offset)) {
      if (q.minute_offsets.size() > 1) return fail(error_code::query_window_inexact, one_tenant);
      return fail(error_code::query_window_inexact,
                  "full hours in " + q.zone.name() +
                      " are not full hours of the tenant's clock in all of this range; ask in the "
                      "tenant's own zone");
    }
  }
  const auto count = (to.ns - from.ns) / ns_per_hour;
  if (count > static_cast<std::int64_t>(query_rows_most)) {
    return fail(error_code::query_too_many_rows,
                "the range has " + std::to_string(count) + " hours: ask for DAY, or for less");
  }
  std::vector<timestamp> out;
  out.reserve(static_cast<std::size_t>(count) + 1);
  for (auto t = from.ns; t <= to.ns; t += ns_per_hour)
    out.push_back({t});
  return out;
}

}  // namespace

std::string_view name(window_size w) {
  switch (w) {
    case window_size::none:
      return "NONE";
    case window_size::hour:
      return "HOUR";
    case window_size::day:
      return "DAY";
    case window_size::month:
      return "MONTH";
  }
  return "NONE";
}

result<std::optional<window_size>> parse_window(std::string_view text) {
  if (text == "AUTO") return std::optional<window_size>{};
  for (auto w : {window_size::none, window_size::hour, window_size::day, window_size::month}) {
    if (text == name(w)) return std::optional(w);
  }
  if (text == "MINUTE") {
    return fail(error_code::query_window_inexact, "usage is kept by the hour: ask for HOUR, DAY or MONTH");
  }
  return fail(error_code::query_parameter_invalid, "window is HOUR, DAY, MONTH, NONE or AUTO, not " + quoted(text));
}

window_size choose_window(timestamp from, timestamp to) {
  const auto length = to.ns - from.ns;
  if (length <= 31 * ns_per_day) return window_size::hour;
  // 13 months, the longest way round.
  return length <= 397 * ns_per_day ? window_size::day : window_size::month;
}

result<void> check_range(const window_question& q) {
  if (q.from && q.to && *q.to <= *q.from) return fail(error_code::query_range_invalid);
  if (q.from && !is_cell_bound(*q.from, q.minute_offsets)) return bound_inexact("from", *q.from, q.minute_offsets);
  if (q.to && !is_cell_bound(*q.to, q.minute_offsets)) return bound_inexact("to", *q.to, q.minute_offsets);
  return {};
}

result<std::vector<timestamp>> window_bounds(const window_question& q, timestamp cells_from, timestamp cells_to) {
  const auto from = q.from ? std::max(*q.from, cells_from) : cells_from;
  const auto to = q.to ? std::min(*q.to, cells_to) : cells_to;
  if (to <= from || q.minute_offsets.empty()) return std::vector<timestamp>{};
  if (q.size == window_size::none) return std::vector{q.from.value_or(from), q.to.value_or(to)};
  if (q.size == window_size::hour) return hours(q, from, to);

  const auto first = start_of_window(q, from);
  std::vector<timestamp> out{q.from ? std::max(*q.from, first) : first};
  while (out.back() < to) {
    if (!is_cell_bound(out.back(), q.minute_offsets)) return zone_inexact(q, out.back());
    if (out.size() > query_rows_most)
      return fail(error_code::query_too_many_rows, "the range has more than 100,000 windows");
    const auto next = q.size == window_size::day ? q.zone.next_day(out.back()) : q.zone.next_month(out.back());
    out.push_back(q.to ? std::min(*q.to, next) : next);
  }
  if (!is_cell_bound(out.back(), q.minute_offsets)) return zone_inexact(q, out.back());
  return out;
}

}  // namespace weir::api
