#include "io_thread.hpp"

#include <chrono>

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include "connection.hpp"
#include "response_head.hpp"

namespace weir::http {
namespace asio = boost::asio;

// One thread runs the context, so its sockets need no locks; post() from other threads still has them.
io_thread::io_thread(server_core& core)
    : core_(core),
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      timer_(context_),
      scratch_(new char[scratch_bytes]) {
  queue_ = std::make_shared<detail::completion_queue>([this] { asio::post(context_, [this] { complete(); }); });
  fixed_lines_ = "Server: weir\r\n";
  response formatted;
  for (const auto& [name, value] : core.options.common_headers)
    formatted.add_header(name, value);
  fixed_lines_ += formatted.header_lines();
  now_ms_ = core.options.clock->monotonic_ms();
  refresh_common_lines();
}

io_thread::~io_thread() {
  stop();
}

void io_thread::start() {
  arm();
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "http-io");
    detail::current_queue() = queue_.get();
    context_.run();
    // Twice: the first turn may still adopt a connection that was on its way.
    for (int turn = 0; turn < 2; ++turn) {
      for_each([](connection& c) { c.close(); });
      context_.restart();
      context_.poll();
    }
    detail::current_queue() = nullptr;
  });
}

void io_thread::stop() {
  queue_->close();
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void io_thread::adopt(int socket, const ip_address& peer, bool over_limit) {
  asio::post(context_, [this, socket, peer, over_limit] {
    boost::intrusive_ptr<connection> made(new connection(*this, socket, peer));
    if (over_limit) {
      made->refuse(error(error_code::too_many_connections));
    } else {
      made->start();
    }
  });
}

void io_thread::drain() {
  asio::post(context_, [this] { for_each([](connection& c) { c.on_drain(); }); });
}

void io_thread::cut_all() {
  asio::post(context_, [this] {
    for_each([this](connection& c) {
      ++core_.cut;
      c.close();
    });
  });
}

template<class F>
void io_thread::for_each(F f) {
  for (auto* c = first_; c != nullptr;) {
    auto* following = c->next;  // f may remove c, and only c
    f(*c);
    c = following;
  }
}

void io_thread::insert(connection& c) {
  intrusive_ptr_add_ref(&c);
  c.next = first_;
  if (first_ != nullptr) first_->previous = &c;
  first_ = &c;
  if (auto& hook = core_.options.hooks.connection_opened) hook();
}

void io_thread::remove(connection& c) {
  if (c.next != nullptr) c.next->previous = c.previous;
  (c.previous != nullptr ? c.previous->next : first_) = c.next;
  if (auto& hook = core_.options.hooks.connection_closed) hook();
  if (--core_.connections == 0) {
    std::scoped_lock lock(core_.mutex);
    core_.all_gone.notify_all();
  }
  intrusive_ptr_release(&c);
}

void io_thread::arm() {
  timer_.expires_after(std::chrono::milliseconds(core_.options.limits.tick_ms));
  timer_.async_wait([this](boost::system::error_code ec) {
    if (ec) return;
    tick();
    arm();
  });
}

// One scan instead of a timer per read: the deadlines are seconds, the scan costs nanoseconds a connection.
void io_thread::tick() {
  now_ms_ = core_.options.clock->monotonic_ms();
  refresh_common_lines();
  for_each([](connection& c) { c.on_tick(); });
}

void io_thread::refresh_common_lines() {
  auto seconds = core_.options.clock->now().ms() / 1000;
  if (seconds == date_seconds_) return;
  date_seconds_ = seconds;
  common_lines_ = fmt::format("Date: {}\r\n{}", http_date(seconds), fixed_lines_);
}

void io_thread::complete() {
  for (auto* e = queue_->take(); e != nullptr;) {
    auto* following = e->next;
    // The queue's reference goes first, so that the connection finds the exchange its own and reuses it.
    auto* owner = e->owner;
    if (owner == nullptr) {
      detail::release(e);
    } else {
      e->references.fetch_sub(1, std::memory_order_acq_rel);
      owner->on_completion(*e);
    }
    e = following;
  }
}

}  // namespace weir::http
