// What a handler sees of HTTP: a request that cannot change, and a response to fill in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/http/url.hpp>

namespace weir::http {

namespace detail {
struct exchange;
struct access;
}  // namespace detail

enum class method : std::uint8_t { get, head, post, put, patch, del, options, other };

std::string_view name(method m);  // "GET"; "other" has none
method method_from_name(std::string_view text);

struct header_view {
  std::string_view name;
  std::string_view value;
};

// A handle; copies share one immutable request and are cheap. Views stay valid while any copy lives. Any thread.
class request {
 public:
  request(const request& other);
  request(request&& other) noexcept : exchange_(std::exchange(other.exchange_, nullptr)) {}
  request& operator=(request other) noexcept;
  ~request();

  http::method method() const;
  std::string_view method_name() const;                // as sent
  std::string_view target() const;                     // as sent
  std::string_view path() const;                       // as sent, without the query
  std::span<const std::string_view> segments() const;  // decoded: "/a%2Fb/c" has "a/b" and "c"; "/" has one empty
  const query_parameters& query() const;

  std::span<const header_view> headers() const;                         // in the order sent
  std::optional<std::string_view> header(std::string_view name) const;  // the first one, any case of letters
  std::vector<std::string_view> headers(std::string_view name) const;

  std::string_view body() const;        // expanded; 64 more bytes after the end are readable
  std::size_t body_bytes_sent() const;  // before expanding

  std::string_view peer_address() const;    // who holds the connection
  std::string_view client_address() const;  // the first address before the trusted proxies
  timestamp received_at() const;            // when its last byte arrived
  std::string_view request_id() const;      // X-Request-ID as sent when sane, else made here
  std::string traceparent() const;          // W3C: as sent when valid, else made from the request's id

  std::string_view parameter(std::string_view name) const;  // of the route's {name} segments, decoded; empty when none
  std::string_view route() const;                           // the route's name for metrics; empty before the router

 private:
  friend struct detail::access;
  explicit request(detail::exchange* e) : exchange_(e) {}
  detail::exchange* exchange_;
};

// For tests of handlers: the same request that a client would have caused. Error as the server would answer.
result<request> make_request(std::string_view method, std::string_view target,
                             std::span<const header_view> headers = {}, std::string_view body = {});

// Text that lives as long as the program: a literal.
class literal {
 public:
  consteval literal(const char* text) : text_(text) {}
  constexpr std::string_view view() const { return text_; }
  constexpr bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

// One more piece of a streamed body, or its end. Completes once, from any thread. Dropped: the connection is cut
// without the end mark, so that the client knows the body is incomplete.
class stream_sink {
 public:
  stream_sink(stream_sink&& other) noexcept : exchange_(std::exchange(other.exchange_, nullptr)) {}
  stream_sink& operator=(stream_sink&& other) noexcept;
  ~stream_sink();

  void write(std::string piece);  // not empty; the source is called again when it has been taken
  void end();

 private:
  friend struct detail::access;
  explicit stream_sink(detail::exchange* e) : exchange_(e) {}
  detail::exchange* exchange_;
};

// Called on the connection's thread when the client has taken what came before; completes the sink then or later.
using stream_source = std::move_only_function<void(stream_sink)>;

struct response {
  using body_type = std::variant<std::string, std::shared_ptr<const std::string>, stream_source>;

  int status = 200;
  literal content_type = "";  // empty: no Content-Type
  body_type body;
  bool close = false;  // end the connection afterwards

  static response empty(int status);
  static response json(int status, std::string body) { return of(status, "application/json", std::move(body)); }
  static response text(int status, std::string body) {
    return of(status, "text/plain; charset=utf-8", std::move(body));
  }
  static response of(int status, literal content_type, body_type body);

  // Control characters of the value become spaces: a header cannot be smuggled in. The name must be a token.
  response& add_header(std::string_view name, std::string_view value) &;
  response&& add_header(std::string_view name, std::string_view value) &&;
  response& set_header(std::string_view name, std::string_view value);  // in place of the ones of that name
  std::optional<std::string> header(std::string_view name) const;
  std::string_view header_lines() const { return header_lines_; }

  // The text when it is not a stream.
  std::string_view body_text() const;

 private:
  std::string header_lines_;  // "Name: value\r\n"…
};

std::string_view reason_phrase(int status);

// How errors look on this server; all of them pass through one such function.
using problem_formatter = std::function<response(const error&, std::string_view request_id)>;

// RFC 9457 with `code`, `error`, `message`, `request_id` and, with a pointer, `errors`.
// 429 and 503 carry Retry-After, no other status does.
response problem(const error& e, std::string_view request_id);

}  // namespace weir::http
