#include "receiver.hpp"

#include <stdexcept>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace weir::http::test {
namespace {

constexpr int patience_ms = 20'000;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

std::uint16_t bind_free(int socket) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for the test's receiver");
  }
  return ntohs(address.sin_port);
}

std::size_t length_of(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

bool receiver::connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receiver::connection::wait_ms(int how_long) const {
  pollfd waiting{socket_, POLLIN, 0};
  return ::poll(&waiting, 1, how_long) == 0;
}

void receiver::connection::wait_until_gone() const {
  wait_ms(patience_ms);
}

receiver::receiver(answerer answer)
    : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  port_ = bind_free(listener_);
  if (::listen(listener_, 64) != 0) throw std::runtime_error("the test's receiver cannot listen");
  acceptor_ = std::jthread([this] { accept_all(); });
}

receiver::~receiver() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::scoped_lock lock(mutex_);
    for (const int s : sockets_)
      ::shutdown(s, SHUT_RDWR);
  }
  threads_.clear();
  for (const int s : sockets_)
    ::close(s);
  ::close(listener_);
}

void receiver::accept_all() {
  for (;;) {
    const int s = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (s < 0) return;
    ++connections_;
    const std::scoped_lock lock(mutex_);
    sockets_.push_back(s);
    threads_.emplace_back([this, s] { serve(s); });
  }
}

void receiver::serve(int socket) {
  std::string unread;
  const auto fill = [&] {
    char bytes[16 * 1024];
    const auto got = ::recv(socket, bytes, sizeof bytes, 0);
    if (got > 0) unread.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  };
  for (;;) {
    std::size_t end;
    while ((end = unread.find("\r\n\r\n")) == std::string::npos)
      if (!fill()) return;
    request r{unread.substr(0, end + 2), {}};
    unread.erase(0, end + 4);
    const auto length = length_of(r.head);
    while (unread.size() < length)
      if (!fill()) return;
    r.body = unread.substr(0, length);
    unread.erase(0, length);
    {
      const std::scoped_lock lock(mutex_);
      got_.push_back(r);
    }
    if (!answer_(connection(socket), r)) break;
  }
  ::shutdown(socket, SHUT_RDWR);
}

std::string receiver::url(std::string_view path, std::string_view host) const {
  return "http://" + std::string(host) + ":" + std::to_string(port_) + std::string(path);
}

std::vector<receiver::request> receiver::got() const {
  const std::scoped_lock lock(mutex_);
  return got_;
}

std::string answer_of(int status, std::string_view lines, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " So\r\n" + std::string(lines) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::uint16_t closed_port() {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto port = bind_free(s);
  ::close(s);
  return port;
}

}  // namespace weir::http::test
