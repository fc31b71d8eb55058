// Bytes → requests, without a socket: what the fuzzer feeds. Beast's basic_parser takes heads and chunks apart; what it
// lets pass and proxies disagree about is refused here.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "exchange.hpp"
#include <weir/http/server.hpp>

namespace weir::http {

class request_reader {
 public:
  enum class status {
    need_more,  // read into prepare(), commit(), again
    interim,    // the client waits for "100 Continue": send it, again
    complete,   // the exchange holds a request
    failed,     // failure() says why; framing is lost
  };

  request_reader(const server_limits& limits, clock_source& clock, id_source& ids);
  ~request_reader();

  // Starts on what `e.input` holds already. `e` stays the current one until the next begin().
  void begin(detail::exchange& e);

  std::span<char> prepare();  // never empty
  void commit(std::size_t bytes);
  status advance();

  const error& failure() const { return *failure_; }
  bool started() const;  // bytes of the current request are here
  bool in_body() const { return phase_ == phase::length || phase_ == phase::chunked; }

 private:
  class parser;
  enum class phase { head, length, chunked };

  status parse_head();
  status check_head();
  status read_chunks();
  status finish(std::size_t body_start, std::size_t body_size, std::size_t request_end);
  status fail(error_code code, std::string detail = {});

  const server_limits& limits_;
  clock_source& clock_;
  id_source& ids_;
  std::unique_ptr<parser> parser_;
  detail::exchange* exchange_ = nullptr;
  std::optional<error> failure_;
  phase phase_ = phase::head;
  std::size_t start_ = 0;   // 2 when an empty line came before the request line
  std::size_t parsed_ = 0;  // bytes of `input` that the parser has taken
  std::size_t body_start_ = 0;
  std::size_t length_ = 0;  // of the body, by Content-Length
  bool interim_due_ = false;
};

}  // namespace weir::http
