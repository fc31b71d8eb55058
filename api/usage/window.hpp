// Windows of a usage query: which stretches of time its rows stand for, and whether hourly cells can give them exactly.
//
// Cells are the hours of the tenant's own clock: they start where minute_offset says, the same all year. Every bound of
// every window must be such a start, or the answer would have to split a cell: then it is refused, with a way out.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/time_zone.hpp>

namespace weir::api {

inline constexpr std::size_t query_rows_most = 100'000;

enum class window_size : std::uint8_t { none, hour, day, month };
std::string_view name(window_size w);  // "NONE", "HOUR", …

// HOUR, DAY, MONTH, NONE, or AUTO (nothing): choose_window() decides. Errors: query_window_inexact for MINUTE, else
// query_parameter_invalid.
result<std::optional<window_size>> parse_window(std::string_view text);

// Up to 31 days HOUR, up to 13 months DAY, beyond MONTH: what a chart can show.
window_size choose_window(timestamp from, timestamp to);

struct window_question {
  std::optional<timestamp> from{};  // absent: from the first cell
  std::optional<timestamp> to{};    // absent: to the end of the last cell
  window_size size = window_size::none;
  time_zone zone;
  // Of the tenants whose cells are read, each once: 0, 15, 30, 45. Empty: there are no tenants.
  std::span<const int> minute_offsets{};
};

// What can be refused before anything is read. Errors: query_range_invalid, query_window_inexact.
result<void> check_range(const window_question& q);

// Bounds of the windows that can have rows, ascending: window i is [b[i], b[i + 1]). `cells_from` is the start of the
// first cell and `cells_to` the end of the last one. The first and the last window are cut at `from` and `to` when
// those stand inside a day or month. Empty: no window can have rows. Errors: query_window_inexact, query_too_many_rows.
result<std::vector<timestamp>> window_bounds(const window_question& q, timestamp cells_from, timestamp cells_to);

}  // namespace weir::api
