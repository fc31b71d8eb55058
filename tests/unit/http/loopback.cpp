#include "loopback.hpp"

#include <cctype>
#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace weir::http::test {
namespace {

constexpr int patience_ms = 5'000;

}  // namespace

client::client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to the test's server");
  }
}

client::~client() {
  close();
}

void client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void client::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

bool client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool client::fill() {
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, patience_ms) != 1) return false;
  char bytes[16 * 1024];
  auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

bool client::ended() {
  if (!received_.empty()) return false;
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, patience_ms) != 1) return false;
  char byte;
  return ::recv(socket_, &byte, 1, 0) <= 0;
}

std::optional<reply> client::read(bool head_only) {
  std::size_t end;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  reply out;
  out.head = received_.substr(0, end + 2);
  received_.erase(0, end + 4);
  out.status = std::stoi(out.head.substr(9, 3));
  for (auto at = out.head.find("\r\n") + 2; at < out.head.size();) {
    auto stop = out.head.find("\r\n", at);
    auto line = out.head.substr(at, stop - at);
    auto colon = line.find(": ");
    auto name = line.substr(0, colon);
    for (char& c : name)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    out.headers[name] = line.substr(colon + 2);
    at = stop + 2;
  }
  if (head_only || out.status < 200) return out;
  if (out.headers.contains("transfer-encoding")) {
    for (;;) {
      while ((end = received_.find("\r\n")) == std::string::npos) {
        if (!fill()) return std::nullopt;
      }
      auto size = std::stoul(received_.substr(0, end), nullptr, 16);
      while (received_.size() < end + 2 + size + 2) {
        if (!fill()) return std::nullopt;
      }
      out.body += received_.substr(end + 2, size);
      received_.erase(0, end + 2 + size + 2);
      if (size == 0) return out;
    }
  }
  auto length = out.headers.contains("content-length") ? std::stoul(out.headers["content-length"]) : 0;
  while (received_.size() < length) {
    if (!fill()) return std::nullopt;
  }
  out.body = received_.substr(0, length);
  received_.erase(0, length);
  return out;
}

reply client::call(std::string_view bytes) {
  send(bytes);
  return read().value_or(reply{});
}

std::string post(std::string_view path, std::string_view body, std::string_view more_headers) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n" + std::string(more_headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string get(std::string_view path, std::string_view more_headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n" + std::string(more_headers) + "\r\n";
}

server_options quick_options() {
  server_options out;
  out.limits.tick_ms = 10;
  return out;
}

}  // namespace weir::http::test
