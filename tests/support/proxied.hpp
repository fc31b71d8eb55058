// The two ends of a proxy between a test and its server.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace weir::test {

// What a proxy forwards to, and where it listens instead.
struct proxied {
  std::string host;
  int port = 0;
  int listener = -1;  // whose descriptor is the caller's
  std::string url;    // the same database, through the proxy, without TLS
};

// Of a URL that names a TCP host and port. Throws when it does not, or when nothing can be listened to.
inline proxied listen_for(const std::string& url) {
  const auto at = url.find('@') + 1;
  const auto colon = url.find(':', at);
  const auto path = url.find('/', at);
  if (colon == std::string::npos || colon > path)
    throw std::runtime_error("the test URL must name a TCP host and port");
  proxied out;
  out.host = url.substr(at, colon - at);
  out.port = std::stoi(url.substr(colon + 1, path - colon - 1));

  out.listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(out.listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(out.listener, 8) != 0 ||
      ::getsockname(out.listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  const auto rest = url.substr(path);
  out.url = url.substr(0, at) + "127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + rest +
            (rest.find('?') == std::string::npos ? "?" : "&") + "sslmode=disable&gssencmode=disable";
  return out;
}

inline void send_at_once(int s) {
  const int on = 1;
  ::setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

// -1: nobody answers.
inline int connect_to(const proxied& to) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found) != 0) return -1;
  const int s = ::socket(found->ai_family, SOCK_STREAM, 0);
  const bool connected = s >= 0 && ::connect(s, found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  if (connected) {
    send_at_once(s);
    return s;
  }
  if (s >= 0) ::close(s);
  return -1;
}

inline bool send_all(int s, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(s, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace weir::test
