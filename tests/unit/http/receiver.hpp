// A receiver on the loopback that answers each request with exactly the bytes, and the silences, that a test wants.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace weir::http::test {

class receiver {
 public:
  class connection {
   public:
    explicit connection(int socket) : socket_(socket) {}
    bool send(std::string_view bytes) const;  // false when the client has gone away
    void wait_until_gone() const;             // or until the receiver ends
    bool wait_ms(int how_long) const;         // false when the client has gone away

   private:
    int socket_;
  };
  struct request {
    std::string head;  // with the request line
    std::string body;
  };
  // Called on a thread of the connection. False: the connection ends.
  using answerer = std::function<bool(const connection&, const request&)>;

  explicit receiver(answerer answer);
  ~receiver();
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const;
  int connections() const { return connections_; }
  std::vector<request> got() const;

 private:
  void accept_all();
  void serve(int socket);

  answerer answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<request> got_;
  std::vector<int> sockets_;
  std::vector<std::jthread> threads_;
  std::jthread acceptor_;
};

// "HTTP/1.1 200 OK", these lines, and the body with its length.
std::string answer_of(int status, std::string_view lines = "", std::string_view body = "");

// A port that nobody listens to.
std::uint16_t closed_port();

}  // namespace weir::http::test
