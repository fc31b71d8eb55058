// Attributes in ce-* headers (CloudEvents HTTP binding 1.0.2 §3.1.3.2), as real SDKs send them: percent-encoded UTF-8,
// raw UTF-8, or raw Latin-1; a % that starts no escape stands for itself.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <src/contract/cloudevents_attributes.hpp>

namespace weir::contract {

bool is_binary_mode(std::span<const http_header> headers);  // there is a ce-specversion

class binary_headers {
 public:
  // Called for each ce-* header: its name in lower case without "ce-", its decoded value, and what is wrong with
  // either.
  using visitor = std::function<void(std::string_view name, std::string_view text, attribute_check wrong)>;

  // Views are valid until the next call.
  void read(std::span<const http_header> headers, const visitor& visit);

  // The text as a JSON string.
  std::string_view quoted(std::string_view text);

 private:
  std::deque<std::string> kept_;
};

}  // namespace weir::contract
