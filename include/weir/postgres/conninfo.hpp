// One DATABASE_URL, and what Weir adds to every connection made with it.
#pragma once

#include <chrono>
#include <string>

#include <weir/base/error.hpp>

namespace weir::postgres {

struct connection_options {
  std::string url;  // postgresql://… or key=value pairs; a secret
  std::string application_name = "weir";
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds answer_timeout{
      30'000};  // client side, per statement; then the connection is dropped. 0: none
  std::chrono::milliseconds statement_timeout{0};  // server side. 0: the server's own
  std::chrono::milliseconds lock_timeout{0};       // server side. 0: the server's own
  bool is_for_requests = false;  // long answers are grouped in memory, nothing is compiled: it would take longer
};

// A connection string for libpq: the URL with application name, deadlines, keepalives and session settings (UTC, ISO
// dates) added. Settings travel in `options`, so that they also hold after a driver's silent reconnect (libpqxx 6.4.5
// does that). Error: setting_invalid, without the URL's text.
result<std::string> conninfo(const connection_options& options);

}  // namespace weir::postgres
