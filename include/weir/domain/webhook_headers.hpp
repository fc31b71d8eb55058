// Headers that a webhook endpoint asks for beside those of Standard Webhooks: a token of its own, say. Their values may
// be secrets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::domain {

inline constexpr std::size_t most_webhook_headers = 10;

struct webhook_header {
  std::string name;
  std::string value;

  bool operator==(const webhook_header&) const = default;
};

// A token (RFC 9110 section 5.6.2) of at most 64 bytes that says nothing of the connection, of the body or of the
// webhook itself: those are the sender's.
bool is_webhook_header_name(std::string_view name);

// Visible ASCII, and blanks between it: 1 to 1024 bytes.
bool is_webhook_header_value(std::string_view value);

// Names of headers are the same in any case.
bool is_same_header(std::string_view a, std::string_view b);

// As they are sealed, and what was sealed; nothing when it is none of these.
std::string pack_webhook_headers(const std::vector<webhook_header>& headers);
std::optional<std::vector<webhook_header>> unpack_webhook_headers(std::string_view packed);

}  // namespace weir::domain
