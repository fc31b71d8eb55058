// Requests to another service, one at a time, on libcurl. Certificates are checked. Connections are kept alive between
// requests to the same host. One thread. No redirects are followed.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::http {

struct client_request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout{30'000};
};

struct client_response {
  int status = 0;
  std::string body;  // at most client_options::most_body_bytes
  std::chrono::seconds retry_after{0};
};

struct client_options {
  std::string ca_file{};  // that certificates are checked against; empty: the system's
  std::size_t most_body_bytes = std::size_t{64} * 1024 * 1024;
  std::chrono::milliseconds connect_timeout{0};  // 0: the timeout of the request alone
};

class client {
 public:
  explicit client(client_options options = {});
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  // Any status is an answer. Errors: peer_unavailable (no connection, no answer in time), request_malformed (the URL),
  // body_too_large.
  result<client_response> send(const client_request& request);

 private:
  struct handle;
  client_options options_;
  std::unique_ptr<handle> handle_;
};

}  // namespace weir::http
