// The bytes before a response's body.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <weir/http/message.hpp>

namespace weir::http {

enum class body_framing : std::uint8_t { none, length, chunked, until_close };

struct head_context {
  std::string_view common_lines;  // Server, Date and the options' headers, formatted
  std::string_view request_id;
  body_framing framing = body_framing::none;
  std::size_t length = 0;
  bool close = false;
  bool http_1_0 = false;
};

void append_head(std::string& out, const response& answer, const head_context& context);

// RFC 9110 §5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::int64_t unix_seconds);

}  // namespace weir::http
