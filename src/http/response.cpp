#include <fmt/format.h>

#include "exchange.hpp"
#include <weir/base/assert.hpp>
#include <weir/base/json_text.hpp>
#include <weir/http/message.hpp>

namespace weir::http {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += out.size() > 1 ? ",\"" : "\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

}  // namespace

response response::empty(int status) {
  response out;
  out.status = status;
  return out;
}

response response::of(int status, literal content_type, body_type body) {
  response out;
  out.status = status;
  out.content_type = content_type;
  out.body = std::move(body);
  return out;
}

response& response::add_header(std::string_view name, std::string_view value) & {
  WEIR_ASSERT(detail::is_token(name), "a header's name is a token");
  header_lines_.append(name).append(": ");
  for (char c : value)
    header_lines_.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c);
  header_lines_ += "\r\n";
  return *this;
}

response&& response::add_header(std::string_view name, std::string_view value) && {
  add_header(name, value);
  return std::move(*this);
}

response& response::set_header(std::string_view name, std::string_view value) {
  std::string kept;
  std::string_view rest = header_lines_;
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find("\r\n") + 2);
    rest.remove_prefix(line.size());
    if (!detail::same_letters(line.substr(0, line.find(": ")), name)) kept += line;
  }
  header_lines_ = std::move(kept);
  return add_header(name, value);
}

std::optional<std::string> response::header(std::string_view name) const {
  std::string_view rest = header_lines_;
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    auto colon = line.find(": ");
    if (detail::same_letters(line.substr(0, colon), name)) return std::string(line.substr(colon + 2));
  }
  return std::nullopt;
}

std::string_view response::body_text() const {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) {
    return *shared ? std::string_view(**shared) : std::string_view();
  }
  return {};
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 207:
      return "Multi-Status";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";
  }
}

response problem(const error& e, std::string_view request_id) {
  auto status = http_status(e.code);
  auto code = name(e.code);
  std::string body = "{";
  append_member(body, "type", fmt::format("urn:weir:problem:{}", code));
  append_member(body, "title", title(e.code));
  body += fmt::format(",\"status\":{}", status);
  append_member(body, "detail", e.detail.empty() ? title(e.code) : std::string_view(e.detail));
  append_member(body, "code", code);
  append_member(body, "error", code);
  append_member(body, "message", e.detail.empty() ? title(e.code) : std::string_view(e.detail));
  if (!request_id.empty()) append_member(body, "request_id", request_id);
  if (!e.pointer.empty()) {
    std::string item = "{";
    append_member(item, "pointer", e.pointer);
    append_member(item, "code", code);
    append_member(item, "detail", e.detail);
    body += ",\"errors\":[" + item + "}]";
  }
  body += "}";
  // Without parameters: OpenMeter's SDK compares the media type as text.
  auto out = response::of(status, "application/problem+json", std::move(body));
  if (status == 429 || status == 503) out.add_header("Retry-After", "1");
  if (e.code == error_code::content_encoding_unsupported) out.add_header("Accept-Encoding", "gzip, zstd");
  return out;
}

}  // namespace weir::http
