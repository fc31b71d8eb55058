// Where a list goes on: named texts that only the endpoint understands, in a token that clients hand back as it is.
// Signed, so that nobody can steer a query by it, and bound to its endpoint; readable by who cares to decode it, so no
// secrets.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/crypto.hpp>
#include <weir/base/error.hpp>
#include <weir/base/swapped.hpp>

namespace weir::contract {

class cursor {
 public:
  cursor() = default;

  cursor& set(std::string name, std::string value);
  std::string_view get(std::string_view name) const;  // empty when there is none
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }
  bool operator==(const cursor&) const = default;

 private:
  friend class cursor_codec;
  std::vector<std::pair<std::string, std::string>> fields_;
};

// Any thread.
class cursor_codec {
 public:
  static constexpr std::size_t most_bytes = 4096;  // of a token

  explicit cursor_codec(std::string_view app_secret_key, std::string_view previous = {});

  // Other keys, for every later call: tokens of the previous one are still taken. Any thread.
  void renew(std::string_view app_secret_key, std::string_view previous);

  // `endpoint` names the list and everything that must not change between pages: "events", or "events?subject=a".
  std::string token(std::string_view endpoint, const cursor& c) const;

  // Error: cursor_invalid, also for a token of another endpoint.
  result<cursor> parse(std::string_view endpoint, std::string_view token) const;

 private:
  swapped<std::vector<bytes32>> keys_;  // current, previous
};

}  // namespace weir::contract
