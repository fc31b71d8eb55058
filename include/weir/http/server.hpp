// HTTP/1.1: keep-alive, pipelining with answers in order, chunked and compressed request bodies, everything bounded.
//
// A connection belongs to one io thread; its handlers run there, one request at a time, and must not block. Whatever
// bytes arrive, the answer is a 4xx problem and the end of the connection, never a 5xx. Nothing is ever redirected.
// Ambiguous framing (RFC 9112 §11.2) is refused: both lengths, two lengths, folded headers, bare LF, space before a
// colon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/http/proxies.hpp>
#include <weir/http/responder.hpp>

namespace weir::http {

struct request_summary {
  std::string_view route;  // empty: no route, or broken before
  http::method method;
  int status;
  std::int64_t duration_ns;  // from the last byte of the request to the last byte given to the kernel
  std::size_t body_bytes;    // as sent
  std::string_view request_id;
  std::string_view path;  // without the query: it may hold secrets
  std::string_view client_address;
};

// Called on io threads; must be quick. Empty ones are skipped.
struct server_hooks {
  std::function<void()> connection_opened;
  std::function<void()> connection_closed;
  std::function<void(error_code)> refused;  // broken, too large, too slow, too many: before any handler
  std::function<void(const request_summary&)> answered;
  std::function<void(std::string_view what)> exception;  // a handler threw: a bug, answered with 500
};

struct server_limits {
  std::size_t connections = 10'000;
  std::size_t header_bytes = 16 * 1024;  // request line and headers together
  std::size_t header_count = 128;
  std::size_t body_bytes = 1024 * 1024;  // as sent
  std::size_t body_bytes_expanded = 10 * 1024 * 1024;
  std::size_t buffered_bytes = 256 * 1024 * 1024;  // of unanswered bodies, over all connections; beyond: 503 overloaded
  int header_timeout_ms = 5'000;  // from the first byte of a request (or accept) to the end of its headers
  int body_timeout_ms = 30'000;   // from there to the end of the body
  int idle_timeout_ms = 60'000;   // between requests
  int write_timeout_ms = 30'000;  // without the client taking a byte
  int tick_ms = 100;              // how exact these are
};

struct server_options {
  std::string host = "127.0.0.1";  // an address, not a name
  std::uint16_t port = 0;          // 0: any free one
  // One acceptor hands connections out in turn. No SO_REUSEPORT: a second copy on the same port must fail to start.
  unsigned threads = 1;
  server_limits limits;
  trusted_proxies proxies;
  std::vector<std::pair<std::string, std::string>> common_headers;  // on every answer, errors too
  std::function<void(const request*, response&)> decorate;  // the same, computed; null request: none was readable
  problem_formatter problem = http::problem;
  clock_source* clock = &system_clock();
  id_source* ids = &system_ids();
  server_hooks hooks;
};

struct drain_report {
  std::size_t finished = 0;  // connections that ended by themselves
  std::size_t cut = 0;       // connections ended by the deadline
};

class server {
 public:
  // `answer` is called from every io thread at once; usually a router.
  server(server_options options, handler answer);
  ~server();  // stop()
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // Listens and returns. Error: setting_invalid (address unusable or taken).
  result<void> start();
  std::uint16_t port() const;

  // Stops accepting, ends idle connections, lets the others finish their request with `Connection: close`, cuts what is
  // left after `deadline_ms`. Blocks; not from an io thread. Responders completed later are harmless.
  drain_report drain(int deadline_ms);
  void stop();

  std::size_t connections() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace weir::http
