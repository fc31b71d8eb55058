#include <string_view>

#include <poll.h>
#include <sys/socket.h>
#include <tests/postgres/cut_proxy.hpp>
#include <unistd.h>

namespace weir::test {
cut_proxy::cut_proxy(const std::string& url) : at_(listen_for(url)), thread_([this] { serve(); }) {}

cut_proxy::~cut_proxy() {
  stop_ = true;
  thread_.join();
  ::close(at_.listener);
}

void cut_proxy::serve() {
  while (!stop_) {
    pollfd p{at_.listener, POLLIN, 0};
    if (::poll(&p, 1, 20) <= 0) continue;
    const int client = ::accept(at_.listener, nullptr, nullptr);
    if (client >= 0) relay(client);
  }
}

void cut_proxy::relay(int client) {
  const int server = connect_to(at_);
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
