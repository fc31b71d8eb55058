#include <algorithm>
#include <chrono>
#include <cstring>
#include <future>

#include <arpa/inet.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/socket.h>

#include "io_thread.hpp"
#include <weir/base/assert.hpp>
#include <weir/http/server.hpp>

namespace weir::http {
namespace asio = boost::asio;

namespace {

constexpr std::size_t accepted_per_turn = 64;
constexpr std::size_t refused_politely = 64;  // beyond the limit: told so; beyond these: closed
constexpr auto accept_pause = std::chrono::milliseconds(50);

ip_address address_of(const sockaddr_storage& storage) {
  ip_address out{};
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    out[10] = out[11] = 0xff;
    std::memcpy(out.data() + 12, &v4.sin_addr, 4);
  } else if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    std::memcpy(out.data(), &v6.sin6_addr, 16);
  }
  return out;
}

}  // namespace

struct server::state {
  server_core core;
  std::vector<std::unique_ptr<io_thread>> threads;
  std::optional<asio::ip::tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> pause;
  std::uint16_t port = 0;
  std::size_t turn = 0;
  bool started = false;

  void wait() {
    acceptor->async_wait(asio::ip::tcp::acceptor::wait_read, [this](boost::system::error_code ec) {
      if (ec || !acceptor->is_open()) return;
      if (accept_some()) return wait();
      // No descriptors left: the kernel keeps the others waiting.
      pause->expires_after(accept_pause);
      pause->async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled && acceptor->is_open()) wait();
      });
    });
  }

  // False when the process cannot take more for now.
  bool accept_some() {
    for (std::size_t i = 0; i < accepted_per_turn; ++i) {
      sockaddr_storage peer{};
      socklen_t size = sizeof peer;
      int socket =
          ::accept4(acceptor->native_handle(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
      auto count = ++core.connections;
      auto limit = core.options.limits.connections;
      if (count > limit + refused_politely) {
        ::close(socket);
        --core.connections;
        if (core.options.hooks.refused) core.options.hooks.refused(error_code::too_many_connections);
        continue;
      }
      threads[turn++ % threads.size()]->adopt(socket, address_of(peer), count > limit);
    }
    return true;
  }

  void close_acceptor() {
    std::promise<void> closed;
    asio::post(threads.front()->context(), [&] {
      if (acceptor->is_open()) {
        accept_some();  // their handshake is done: they get an answer
        boost::system::error_code ignored;
        acceptor->close(ignored);
        pause->cancel();
      }
      closed.set_value();
    });
    closed.get_future().wait();
  }
};

server::server(server_options options, handler answer) : state_(std::make_unique<state>()) {
  state_->core.options = std::move(options);
  state_->core.answer = std::move(answer);
  auto threads = std::max(1u, state_->core.options.threads);
  for (unsigned i = 0; i < threads; ++i)
    state_->threads.push_back(std::make_unique<io_thread>(state_->core));
}

server::~server() {
  stop();
}

result<void> server::start() {
  auto& s = *state_;
  WEIR_ASSERT(!s.started, "a server starts once");
  boost::system::error_code ec;
  auto address = asio::ip::make_address(s.core.options.host, ec);
  if (ec) return fail(error_code::setting_invalid, "APP_HOST \"" + s.core.options.host + "\" is no address.");
  auto& context = s.threads.front()->context();
  s.acceptor.emplace(context);
  s.pause.emplace(context);
  asio::ip::tcp::endpoint endpoint(address, s.core.options.port);
  s.acceptor->open(endpoint.protocol(), ec);
  if (!ec) s.acceptor->set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) s.acceptor->bind(endpoint, ec);
  if (!ec) s.acceptor->listen(4096, ec);
  if (!ec) s.acceptor->native_non_blocking(true, ec);
  if (ec) {
    return fail(error_code::setting_invalid, "Cannot listen on " + s.core.options.host + ":" +
                                                 std::to_string(s.core.options.port) + ": " + ec.message() + ".");
  }
  s.port = s.acceptor->local_endpoint().port();
  s.started = true;
  s.wait();
  for (auto& thread : s.threads)
    thread->start();
  return {};
}

std::uint16_t server::port() const {
  return state_->port;
}
std::size_t server::connections() const {
  return state_->core.connections;
}

drain_report server::drain(int deadline_ms) {
  auto& s = *state_;
  if (!s.started) return {};
  s.close_acceptor();
  auto before = s.core.connections.load();
  s.core.cut = 0;
  s.core.draining = true;
  for (auto& thread : s.threads)
    thread->drain();
  auto gone = [&] { return s.core.connections == 0; };
  std::unique_lock lock(s.core.mutex);
  if (!s.core.all_gone.wait_for(lock, std::chrono::milliseconds(deadline_ms), gone)) {
    lock.unlock();
    for (auto& thread : s.threads)
      thread->cut_all();
    lock.lock();
    s.core.all_gone.wait(lock, gone);
  }
  auto cut = std::min(before, s.core.cut.load());
  return {before - cut, cut};
}

void server::stop() {
  auto& s = *state_;
  if (!s.started) return;
  s.started = false;
  s.close_acceptor();
  for (auto& thread : s.threads)
    thread->stop();
}

}  // namespace weir::http
