// POSTs to receivers of webhooks, many at once, on libcurl's multi interface and a thread of its own. Receivers are
// strangers: they may be slow, endless, or not where they say. The address of every connection is looked at when it is
// opened, whatever a name stood for before; redirects and proxies are not followed; certificates are checked. The
// process must ignore SIGPIPE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weir/http/webhook_url.hpp>

namespace weir::http {

struct webhook_post {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct webhook_reply {
  int status = 0;        // 0: no answer came, and error says why
  std::string error;     // for people; UTF-8
  bool refused = false;  // the rules do not take the URL: nothing was sent, nor will it be
  std::string body;      // its beginning, as valid UTF-8 without NUL
  std::int64_t retry_after_s = 0;
  std::chrono::milliseconds duration{0};
};

struct webhook_client_options {
  std::string ca_file{};                      // that certificates are checked against; empty: the system's
  std::chrono::milliseconds timeout{15'000};  // of all of it, from the look-up of the name to the end of the answer
  std::chrono::milliseconds connect_timeout{10'000};
  std::size_t most_idle_connections = 256;
  std::size_t most_body_bytes = 1024;                    // of an answer that are kept
  std::size_t most_read_bytes = std::size_t{64} * 1024;  // of an answer; who sends more loses the connection
};

class webhook_client {
 public:
  // On the client's thread, once for each post; must neither block nor throw.
  using receiver = std::function<void(webhook_reply)>;

  explicit webhook_client(webhook_rules rules, webhook_client_options options = {});
  // What is under way is given up: nobody hears of it.
  ~webhook_client();
  webhook_client(const webhook_client&) = delete;
  webhook_client& operator=(const webhook_client&) = delete;

  // Any thread; does not wait. As many at once as the caller lets there be. An answer counts once its headers are
  // there, whatever becomes of its body.
  void post(webhook_post what, receiver done);

 private:
  class implementation;
  std::unique_ptr<implementation> impl_;
};

}  // namespace weir::http
