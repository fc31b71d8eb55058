#include <algorithm>

#include <weir/domain/event_filter.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_bytes = 128;
constexpr int most_members = 8;
constexpr std::string_view below_data = "data.";

bool is_member(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && std::ranges::all_of(text, fits);
}

}  // namespace

bool is_filter_path(std::string_view text) {
  if (text == "tenant_id" || text == "subject") return true;
  if (text.size() > most_bytes || !text.starts_with(below_data)) return false;
  text.remove_prefix(below_data.size());
  for (int members = 1; members <= most_members; ++members) {
    const auto dot = text.find('.');
    if (!is_member(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
  return false;
}

bool fits_event_filters(std::span<const event_filter> filters, const attribute_reader& values_at) {
  return std::ranges::all_of(filters, [&](const event_filter& f) {
    return std::ranges::any_of(values_at(f.path), [&](const std::string& value) {
      return std::ranges::find(f.any_of, value) != f.any_of.end();
    });
  });
}

}  // namespace weir::domain
