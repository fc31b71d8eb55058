// A TCP proxy in front of the test server that cuts the connection at COMMIT: before or after the server has seen it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <tests/support/proxied.hpp>

namespace weir::test {

class cut_proxy {
 public:
  enum class mode { pass, swallow_commit, forward_commit };

  // Forwards to the server of `url`; one connection at a time is enough.
  explicit cut_proxy(const std::string& url);
  ~cut_proxy();
  cut_proxy(const cut_proxy&) = delete;

  const std::string& url() const { return at_.url; }  // the same database, through the proxy, without TLS
  void set(mode m) { mode_ = m; }
  int cuts() const { return cuts_; }

 private:
  void serve();
  void relay(int client);

  proxied at_;
  std::atomic<mode> mode_ = mode::pass;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace weir::test
