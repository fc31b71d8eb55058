// The request target, taken apart. RFC 3986, plus what real clients send: raw [ ] in queries, + for a space in queries.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::http {

// Query parameters in the order sent, decoded; a name may stand there several times.
class query_parameters {
 public:
  using item = std::pair<std::string, std::string>;
  static constexpr std::size_t items_max = 256;

  // Error: request_malformed (broken percent encoding, NUL, not UTF-8, too many). `a` alone is `a=`; empty pieces are
  // nothing.
  static result<query_parameters> parse(std::string_view text);

  std::optional<std::string_view> find(std::string_view name) const;  // the first one
  std::vector<std::string_view> all(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name).has_value(); }
  std::span<const item> items() const { return items_; }
  bool empty() const { return items_.empty(); }
  void clear() { items_.clear(); }

 private:
  std::vector<item> items_;
};

// %XX decoded; `plus_is_space` for queries. Nothing when malformed, or when the text holds NUL or is not UTF-8
// afterwards.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// Unreserved characters stay, all others become %XX: for a path segment or a query value.
std::string percent_encode(std::string_view text);

}  // namespace weir::http
