#include <stdexcept>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <tests/postgres/cut_proxy.hpp>
#include <unistd.h>

namespace weir::test {
namespace {

int connect_to(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return -1;
  const int s = ::socket(found->ai_family, SOCK_STREAM, 0);
  const bool connected = s >= 0 && ::connect(s, found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  if (connected) return s;
  if (s >= 0) ::close(s);
  return -1;
}

bool send_all(int s, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(s, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

cut_proxy::cut_proxy(const std::string& url) {
  const auto at = url.find('@') + 1;
  const auto colon = url.find(':', at);
  const auto path = url.find('/', at);
  if (colon == std::string::npos || colon > path)
    throw std::runtime_error("the test URL must name a TCP host and port");
  host_ = url.substr(at, colon - at);
  port_ = std::stoi(url.substr(colon + 1, path - colon - 1));

  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  const auto rest = url.substr(path);
  url_ = url.substr(0, at) + "127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + rest +
         (rest.find('?') == std::string::npos ? "?" : "&") + "sslmode=disable&gssencmode=disable";
  thread_ = std::thread([this] { serve(); });
}

cut_proxy::~cut_proxy() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

void cut_proxy::serve() {
  while (!stop_) {
    pollfd p{listener_, POLLIN, 0};
    if (::poll(&p, 1, 20) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client >= 0) relay(client);
  }
}

void cut_proxy::relay(int client) {
  const int server = connect_to(host_, port_);
  pollfd p[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
  char buffer[65536];
  bool swallowed = false;
  while (!stop_ && server >= 0) {
    if (::poll(p, 2, 20) <= 0) continue;
    if ((p[0].revents & (POLLIN | POLLHUP)) != 0) {
      const auto n = ::recv(client, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      const std::string_view bytes(buffer, static_cast<std::size_t>(n));
      const auto m = mode_.load();
      if (m != mode::pass && bytes.find(std::string_view("COMMIT\0", 7)) != std::string_view::npos) {
        mode_ = mode::pass;
        ++cuts_;
        if (m == mode::swallow_commit) {
          swallowed = true;
          break;
        }
        send_all(server, bytes);
        // The server's answer proves that it has committed; the client never sees it.
        pollfd answer{server, POLLIN, 0};
        ::poll(&answer, 1, 20'000);
        break;
      }
      if (!send_all(server, bytes)) break;
    }
    if ((p[1].revents & (POLLIN | POLLHUP)) != 0) {
      const auto n = ::recv(server, buffer, sizeof buffer, 0);
      if (n <= 0 || !send_all(client, {buffer, static_cast<std::size_t>(n)})) break;
    }
  }
  ::close(client);
  // A swallowed COMMIT leaves the server's side open, as a cut cable would: its backend keeps the row locks.
  if (server >= 0 && !swallowed) ::close(server);
}

}  // namespace weir::test
