#include <algorithm>
#include <numeric>

#include <src/app/tool_verbs.hpp>

namespace weir::app {
namespace {

// Levenshtein.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known) {
  std::optional<std::string> out;
  auto least = std::min<std::size_t>(3, typed.size() / 2 + 1);
  for (const auto& name : known) {
    const auto d = distance(typed, name);
    if (d < least) {
      least = d;
      out = name;
    }
  }
  return out;
}

}  // namespace weir::app
