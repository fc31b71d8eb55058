// What an event must say for a webhook endpoint to be told of it, beside its type.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::domain {

inline constexpr std::size_t most_event_filters = 10;
inline constexpr std::size_t most_filter_values = 20;

struct event_filter {
  std::string path;                 // "data.currency"
  std::vector<std::string> any_of;  // the values that fit

  bool operator==(const event_filter&) const = default;
};

// "tenant_id", "subject", or "data." and up to eight members below it, joined by dots: letters, digits and _, at most
// 128 bytes.
bool is_filter_path(std::string_view text);

// What an event has at a path, as texts; none: nothing that could be compared.
using attribute_reader = std::function<std::vector<std::string>(std::string_view path)>;

// Every filter fits: one of the event's values at its path is one of its own. What an event does not have does not fit.
bool fits_event_filters(std::span<const event_filter> filters, const attribute_reader& values_at);

}  // namespace weir::domain
