#include "response_head.hpp"

#include <array>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

namespace weir::http {
namespace {

void append_number(std::string& out, std::size_t n) {
  char digits[20];
  auto [end, ignored] = std::to_chars(digits, digits + sizeof digits, n);
  out.append(digits, end);
}

}  // namespace

void append_head(std::string& out, const response& answer, const head_context& context) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(answer.status));
  out += ' ';
  out += reason_phrase(answer.status);
  out += "\r\n";
  out += context.common_lines;
  if (!context.request_id.empty()) {
    out += "X-Request-ID: ";
    out += context.request_id;
    out += "\r\n";
  }
  if (!answer.content_type.empty()) {
    out += "Content-Type: ";
    out += answer.content_type.view();
    out += "\r\n";
  }
  out += answer.header_lines();
  if (context.framing == body_framing::length) {
    out += "Content-Length: ";
    append_number(out, context.length);
    out += "\r\n";
  } else if (context.framing == body_framing::chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  }
  if (context.close) {
    out += "Connection: close\r\n";
  } else if (context.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string http_date(std::int64_t unix_seconds) {
  static constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto seconds = static_cast<std::time_t>(unix_seconds);
  std::tm t{};
  gmtime_r(&seconds, &t);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(t.tm_wday)], t.tm_mday,
                     months[static_cast<std::size_t>(t.tm_mon)], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

}  // namespace weir::http
