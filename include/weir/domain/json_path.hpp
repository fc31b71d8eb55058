// The JSONPath of meters: `$`, then members (`.name`, `['name']`, `["name"]`) and indexes (`[0]`), and nothing else of
// RFC 9535: no wildcards, slices, filters or negative indexes, so that a path names one value or none.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::domain {

class json_path {
 public:
  using step = std::variant<std::string, std::uint32_t>;  // a member's name, unescaped UTF-8, or an index

  static constexpr std::size_t most_steps = 16;
  static constexpr std::size_t most_bytes = 1024;

  // Error: json_path_invalid, permanent; the detail names the position, counted from 0 in bytes.
  static result<json_path> parse(std::string_view text);

  std::span<const step> steps() const { return steps_; }

  // RFC 9535's shorthand where a name allows it, its normalized form elsewhere: $.a['b c'][0]. Two paths to the same
  // place have the same text.
  std::string text() const;

  bool operator==(const json_path&) const = default;

 private:
  std::vector<step> steps_;
};

}  // namespace weir::domain
