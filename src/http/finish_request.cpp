// From a framed request to what handlers see.
#include <algorithm>

#include "exchange.hpp"
#include <weir/base/json_text.hpp>

namespace weir::http {
namespace detail {
namespace {

constexpr std::size_t segments_max = 64;

result<void> split_path(exchange& e) {
  if (e.path == "*") return {};
  if (e.path.empty() || e.path.front() != '/')
    return fail(error_code::request_malformed, "The target is no absolute path.");
  bool encoded = e.path.contains('%');
  // Reserved once: segments point into it.
  if (encoded) e.decoded.reserve(e.path.size());
  auto rest = e.path.substr(1);
  for (;;) {
    auto end = std::min(rest.find('/'), rest.size());
    auto segment = rest.substr(0, end);
    if (e.segments.size() == segments_max)
      return fail(error_code::request_malformed, "The path has too many segments.");
    if (encoded && segment.contains('%')) {
      auto text = percent_decode(segment, false);
      if (!text) return fail(error_code::request_malformed, "The path is not percent-encoded UTF-8.");
      auto start = e.decoded.size();
      e.decoded += *text;
      e.segments.push_back(std::string_view(e.decoded).substr(start));
    } else {
      e.segments.push_back(segment);
    }
    if (end == rest.size()) return {};
    rest.remove_prefix(end + 1);
  }
}

result<void> split_target(exchange& e) {
  if (!is_utf8(e.target)) return fail(error_code::request_malformed, "The target is not UTF-8.");
  if (e.target.contains('#')) return fail(error_code::request_malformed, "The target has a fragment.");
  auto rest = e.target;
  // RFC 9112 §3.2.2: a server accepts the absolute form too.
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!rest.starts_with(scheme)) continue;
    auto slash = rest.find('/', scheme.size());
    if (slash == std::string_view::npos) return fail(error_code::request_malformed, "The target has no path.");
    rest.remove_prefix(slash);
    break;
  }
  auto question = std::min(rest.find('?'), rest.size());
  e.path = rest.substr(0, question);
  if (auto split = split_path(e); !split) return split;
  if (question == rest.size()) return {};
  auto query = query_parameters::parse(rest.substr(question + 1));
  if (!query) return std::unexpected(query.error());
  e.query = std::move(*query);
  return {};
}

bool sane_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  });
}

// W3C Trace Context §3.2.2.
bool valid_traceparent(std::string_view text) {
  if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  auto lower_hex = [&](std::size_t start, std::size_t count) {
    return std::ranges::all_of(text.substr(start, count),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  };
  auto zeros = [&](std::size_t start, std::size_t count) {
    return text.substr(start, count).find_first_not_of('0') == std::string_view::npos;
  };
  if (!lower_hex(0, 2) || !lower_hex(3, 32) || !lower_hex(36, 16) || !lower_hex(53, 2)) return false;
  if (text.starts_with("ff") || zeros(3, 32) || zeros(36, 16)) return false;
  return text.size() == 55 || (!text.starts_with("00") && text[55] == '-');
}

}  // namespace

result<void> finish_request(exchange& e, std::size_t expanded_max) {
  for (const auto& h : e.headers) {
    // By length first: this runs for every header of every request.
    if (h.name.size() == 12 && same_letters(h.name, "X-Request-ID") && sane_request_id(h.value)) e.request_id = h.value;
    if (h.name.size() == 11 && same_letters(h.name, "traceparent") && valid_traceparent(h.value))
      e.traceparent = h.value;
  }
  if (e.request_id.empty()) e.request_id.append(request_id::prefix()).append(e.id.text());
  if (auto split = split_target(e); !split) return split;
  if (e.encoding == content_encoding::identity || e.body.empty()) return {};
  if (auto done = expand(e.encoding, e.body, expanded_max, e.expanded); !done) return done;
  e.body = e.expanded.view();
  return {};
}

}  // namespace detail

result<request> make_request(std::string_view method, std::string_view target, std::span<const header_view> headers,
                             std::string_view body) {
  auto* e = new detail::exchange;
  auto made = detail::access::make_request(e);
  // One buffer for all texts, as on a connection, body last.
  std::size_t bytes = method.size() + target.size() + body.size();
  for (const auto& h : headers)
    bytes += h.name.size() + h.value.size();
  e->input.reserve(bytes);
  auto keep = [&](std::string_view text) {
    auto start = e->input.size();
    e->input.append(text);
    return e->input.view().substr(start);
  };
  e->method_name = keep(method);
  e->method = method_from_name(method);
  e->target = keep(target);
  for (const auto& h : headers) {
    auto name = keep(h.name);
    e->headers.push_back({name, keep(h.value)});
  }
  e->body = keep(body);
  e->body_bytes_sent = body.size();
  e->peer_address = "127.0.0.1";
  e->received_at = system_clock().now();
  e->id = system_ids().next();
  if (auto value = e->header("Content-Encoding")) {
    auto encoding = parse_content_encoding(*value);
    if (!encoding) return fail(error_code::content_encoding_unsupported);
    e->encoding = *encoding;
  }
  if (auto done = detail::finish_request(*e, std::size_t{10} << 20); !done) return std::unexpected(done.error());
  return made;
}

}  // namespace weir::http
