// A TCP proxy in front of the test server that knows PostgreSQL's messages: whoever connects through it dies at the
// statement that it is told, before the server has seen it or after the server has carried it out; and at another one
// it waits while something else is done beside it.
//
// One process at a time: it connects anew after live(). The server sees of a death what it sees of kill -9: the
// connection is closed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <tests/support/proxied.hpp>

namespace weir::sim {

class statement_proxy {
 public:
  // What is to happen to the process that connects next. Statements count from 1, BEGIN and COMMIT among them; 0:
  // never.
  struct fate {
    std::uint64_t dies_at = 0;
    bool dies_after = false;  // the answer is lost, and not the statement
    std::uint64_t waits_at = 0;
    std::function<void()> meanwhile;  // called on the proxy's thread; throws nothing
  };

  // What has happened to it.
  struct life {
    std::uint64_t statements = 0;
    bool died = false;
    bool waited = false;
    std::string last;  // the statement that it died at, or the latest: the first 60 characters
  };

  // To the server of `url`, which names a TCP host and port.
  explicit statement_proxy(const std::string& url);
  ~statement_proxy();
  statement_proxy(const statement_proxy&) = delete;

  const std::string& url() const { return at_.url; }

  void live(fate f);  // nobody is connected
  life so_far() const;

 private:
  struct session;

  void serve();
  bool is_dead() const;

  test::proxied at_;
  mutable std::mutex mutex_;
  fate fate_;
  life life_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace weir::sim
