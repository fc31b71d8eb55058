#include "exchange.hpp"
#include <weir/base/hash.hpp>
#include <weir/http/message.hpp>

namespace weir::http {

std::string_view name(method m) {
  switch (m) {
    case method::get:
      return "GET";
    case method::head:
      return "HEAD";
    case method::post:
      return "POST";
    case method::put:
      return "PUT";
    case method::patch:
      return "PATCH";
    case method::del:
      return "DELETE";
    case method::options:
      return "OPTIONS";
    case method::other:
      break;
  }
  return "";
}

method method_from_name(std::string_view text) {
  for (auto m : {method::post, method::get, method::head, method::put, method::patch, method::del, method::options}) {
    if (name(m) == text) return m;
  }
  return method::other;
}

request::request(const request& other) : exchange_(other.exchange_) {
  if (exchange_ != nullptr) detail::retain(exchange_);
}

request& request::operator=(request other) noexcept {
  std::swap(exchange_, other.exchange_);
  return *this;
}

request::~request() {
  if (exchange_ != nullptr) detail::release(exchange_);
}

http::method request::method() const {
  return exchange_->method;
}
std::string_view request::method_name() const {
  return exchange_->method_name;
}
std::string_view request::target() const {
  return exchange_->target;
}
std::string_view request::path() const {
  return exchange_->path;
}
std::span<const std::string_view> request::segments() const {
  return exchange_->segments;
}
const query_parameters& request::query() const {
  return exchange_->query;
}
std::span<const header_view> request::headers() const {
  return exchange_->headers;
}
std::optional<std::string_view> request::header(std::string_view name) const {
  return exchange_->header(name);
}
std::string_view request::body() const {
  return exchange_->body;
}
std::size_t request::body_bytes_sent() const {
  return exchange_->body_bytes_sent;
}
std::string_view request::peer_address() const {
  return exchange_->peer_address;
}
timestamp request::received_at() const {
  return exchange_->received_at;
}
std::string_view request::request_id() const {
  return exchange_->request_id;
}
std::string_view request::route() const {
  return exchange_->route;
}

std::string_view request::client_address() const {
  return exchange_->client_address.empty() ? exchange_->peer_address : exchange_->client_address;
}

std::vector<std::string_view> request::headers(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& h : exchange_->headers) {
    if (detail::same_letters(h.name, name)) out.push_back(h.value);
  }
  return out;
}

std::string_view request::parameter(std::string_view name) const {
  for (const auto& [key, value] : exchange_->parameters) {
    if (key == name) return value;
  }
  return {};
}

// W3C Trace Context §3.2: version 00, trace id, parent id, flags. The id is unique already, so no other randomness is
// needed.
std::string request::traceparent() const {
  if (!exchange_->traceparent.empty()) return std::string(exchange_->traceparent);
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "00-";
  auto hex = [&](unsigned byte) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  };
  for (auto byte : exchange_->id.bytes)
    hex(byte);
  out.push_back('-');
  auto span = hash64(std::span<const std::uint8_t>(exchange_->id.bytes)) | 1;  // all zeros would be invalid
  for (int shift = 56; shift >= 0; shift -= 8)
    hex(static_cast<unsigned>(span >> shift) & 0xff);
  out += "-01";
  return out;
}

}  // namespace weir::http
