#include <algorithm>
#include <charconv>
#include <string_view>

#include <api/preferences.hpp>

#include <weir/base/text.hpp>

namespace weir::api {
namespace {

void read_one(std::string_view preference, preferences& out) {
  if (preference == "return=minimal") out.minimal = true;
  constexpr std::string_view wait = "wait=";
  if (!preference.starts_with(wait) || out.wait) return;  // the first one of a name counts
  const auto digits = preference.substr(wait.size());
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (end != digits.data() + digits.size() || digits.empty()) return;
  if (problem == std::errc::result_out_of_range) seconds = preferences::longest_wait.count();
  if (seconds > 0) out.wait = std::min(std::chrono::seconds(seconds), preferences::longest_wait);
}

}  // namespace

preferences preferences_of(const http::request& request) {
  preferences out;
  for (auto value : request.headers("Prefer")) {
    while (!value.empty()) {
      const auto comma = std::min(value.find(','), value.size());
      const auto item = value.substr(0, comma);
      read_one(trimmed(item.substr(0, std::min(item.find(';'), item.size())), header_blanks), out);
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
  }
  return out;
}

}  // namespace weir::api
