#include "connection.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "response_head.hpp"

namespace weir::http {
namespace {

namespace asio = boost::asio;
using asio_error = boost::system::error_code;

constexpr std::size_t copied_body_bytes = 4 * 1024;   // smaller ones ride in the head's buffer
constexpr std::size_t unaccounted_bytes = 64 * 1024;  // every connection may hold that much
constexpr std::size_t lingering_bytes = 2 * 1024 * 1024;
constexpr int lingering_ms = 1'000;
constexpr int requests_per_turn = 64;  // of one pipelining client, before others have theirs

}  // namespace

connection::connection(io_thread& thread, int socket, const ip_address& peer)
    : thread_(thread),
      socket_(thread.context()),
      reader_(thread.core().options.limits, *thread.core().options.clock, *thread.core().options.ids),
      exchange_(new detail::exchange),
      peer_(peer) {
  asio_error ignored;
  socket_.assign(asio::ip::tcp::v4(), socket, ignored);
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  exchange_->queue = thread.queue();
  exchange_->owner = this;
  exchange_->peer_address = format_ip(peer);
  reader_.begin(*exchange_);
  thread_.insert(*this);
}

connection::~connection() {
  exchange_->owner = nullptr;
  detail::release(exchange_);
}

void connection::enter(phase p, int timeout_ms) {
  phase_ = p;
  deadline_ms_ = timeout_ms == 0 ? 0 : thread_.now_ms() + timeout_ms;
}

void connection::start() {
  enter(phase::idle, thread_.core().options.limits.header_timeout_ms);
  read();
}

void connection::read() {
  if (reading_ || phase_ == phase::closed) return;
  reading_ = true;
  auto room = phase_ == phase::lingering ? std::span(thread_.scratch(), io_thread::scratch_bytes) : reader_.prepare();
  socket_.async_read_some(asio::buffer(room.data(), room.size()),
                          [self = pointer(this)](asio_error ec, std::size_t bytes) { self->on_read(ec, bytes); });
}

void connection::on_read(asio_error ec, std::size_t bytes) {
  reading_ = false;
  if (phase_ == phase::closed) return;
  if (ec) return close();
  if (phase_ == phase::lingering) {
    discarded_ += bytes;
    return discarded_ > lingering_bytes ? close() : read();
  }
  // Refused while this read was under way: its bytes no longer matter.
  if (phase_ == phase::writing) return;
  reader_.commit(bytes);
  run();
}

void connection::run() {
  if (running_) return;
  pointer self(this);
  running_ = true;
  const auto& limits = thread_.core().options.limits;
  for (int turn = 0; phase_ != phase::closed; ++turn) {
    if (turn == requests_per_turn) {
      asio::post(thread_.context(), [self] { self->run(); });
      break;
    }
    auto status = reader_.advance();
    if (status == request_reader::status::interim) {
      static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
      asio_error ec;
      // A client that waits has an empty pipe; one that does not is not worth a queue.
      if (socket_.write_some(asio::buffer(text), ec) != text.size()) close();
      continue;
    }
    if (status == request_reader::status::failed) {
      refuse(reader_.failure());
      break;
    }
    if (!account()) break;
    if (status == request_reader::status::need_more) {
      if (reader_.in_body()) {
        if (phase_ != phase::body) enter(phase::body, limits.body_timeout_ms);
      } else if (reader_.started() && phase_ == phase::idle) {
        enter(phase::head, limits.header_timeout_ms);
      }
      read();
      break;
    }
    if (!dispatch()) break;
  }
  running_ = false;
}

// Bodies under way are bounded over all connections.
bool connection::account() {
  auto held = exchange_->input.capacity() + exchange_->expanded.capacity();
  if (held <= unaccounted_bytes) return true;
  auto& total = thread_.core().buffered_bytes;
  if (held > accounted_) total += held - accounted_;
  accounted_ = std::max(accounted_, held);
  if (total <= thread_.core().options.limits.buffered_bytes) return true;
  refuse(error(error_code::overloaded, "Too many large bodies are under way; try again."));
  return false;
}

void connection::resolve_client() {
  const auto& proxies = thread_.core().options.proxies;
  if (proxies.empty() || !proxies.trusts(peer_)) return;
  std::vector<std::string_view> lines;
  for (const auto& h : exchange_->headers) {
    if (detail::same_letters(h.name, "X-Forwarded-For")) lines.push_back(h.value);
  }
  if (!lines.empty()) exchange_->client_address = format_ip(proxies.client(peer_, lines));
}

// True when the request is answered, the answer is written and the next request can be read.
bool connection::dispatch() {
  enter(phase::handling, 0);
  resolve_client();
  auto& e = *exchange_;
  e.dispatching = true;
  detail::retain(&e);
  auto req = detail::access::make_request(&e);
  detail::retain(&e);
  auto respond = detail::access::make_responder(&e);
  try {
    thread_.core().answer(std::move(req), std::move(respond));
  } catch (const std::exception& failure) {
    // The responder died on the way here and has answered 500.
    if (auto& hook = thread_.core().options.hooks.exception) hook(failure.what());
  }
  e.dispatching = false;
  if (!std::exchange(e.completed_inside, false)) return false;
  answer();
  return phase_ == phase::idle;
}

void connection::on_completion(detail::exchange& e) {
  pointer self(this);
  if (phase_ == phase::closed || &e != exchange_) return;
  if (phase_ == phase::streaming) {
    take_piece();
  } else {
    answer();
  }
  if (phase_ == phase::idle) run();
}

void connection::answer() {
  answer(detail::take_answer(*exchange_, thread_.core().options.problem));
}

void connection::refuse(const error& e) {
  if (auto& hook = thread_.core().options.hooks.refused) hook(e.code);
  exchange_->keep_alive = false;
  if (exchange_->request_id.empty()) {
    exchange_->request_id.append(request_id::prefix()).append(thread_.core().options.ids->next().text());
  }
  if (exchange_->received_at.ns == 0) exchange_->received_at = thread_.core().options.clock->now();
  auto value = thread_.core().options.problem(e, exchange_->request_id);
  value.close = true;
  answer(std::move(value));
}

void connection::answer(response value) {
  auto& core = thread_.core();
  auto& e = *exchange_;
  answer_.emplace(std::move(value));
  auto& a = *answer_;
  if (core.options.decorate) {
    if (e.target.empty()) {
      core.options.decorate(nullptr, a);
    } else {
      detail::retain(&e);
      auto req = detail::access::make_request(&e);
      core.options.decorate(&req, a);
    }
  }
  bool head_only = e.method == method::head;
  bool streams = std::holds_alternative<stream_source>(a.body);
  chunked_ = streams && !e.http_1_0;
  bool close_after =
      a.close || !e.keep_alive || core.draining.load(std::memory_order_relaxed) || (streams && !chunked_);
  auto body = a.body_text();
  head_context context{
      thread_.common_lines(), e.request_id, body_framing::length, body.size(), close_after, e.http_1_0};
  if (streams) context.framing = chunked_ ? body_framing::chunked : body_framing::until_close;
  if (a.status == 204 || a.status == 304 || a.status < 200) {
    context.framing = body_framing::none;
    body = {};
    streams = false;
  }
  out_.clear();
  append_head(out_, a, context);
  after_ = streams && !head_only ? after::pump : close_after ? after::close : after::next_request;
  e.keep_alive = !close_after;
  send(head_only ? std::string_view() : body);
}

// out_ and then `body`, which stays where it is until written.
void connection::send(std::string_view body) {
  if (body.size() <= copied_body_bytes) {
    out_ += body;
    body = {};
  }
  unsent_head_ = out_;
  unsent_body_ = body;
  enter(phase::writing, thread_.core().options.limits.write_timeout_ms);
  flush();
}

// Straight to the kernel, which nearly always takes it all; the reactor only when it does not.
void connection::flush() {
  asio_error ec;
  std::size_t bytes = 0;
  if (unsent_body_.empty()) {
    bytes = socket_.write_some(asio::buffer(unsent_head_), ec);
  } else {
    std::array pieces = {asio::buffer(unsent_head_), asio::buffer(unsent_body_)};
    bytes = socket_.write_some(pieces, ec);
  }
  if (ec && ec != asio::error::would_block) return close();
  auto of_head = std::min(bytes, unsent_head_.size());
  unsent_head_.remove_prefix(of_head);
  unsent_body_.remove_prefix(bytes - of_head);
  if (unsent_head_.empty() && unsent_body_.empty()) return written();
  if (bytes > 0) deadline_ms_ = thread_.now_ms() + thread_.core().options.limits.write_timeout_ms;
  socket_.async_wait(socket_type::wait_write, [self = pointer(this)](asio_error failure) {
    if (self->phase_ != phase::writing) return;
    if (failure) return self->close();
    self->flush();
    if (self->phase_ == phase::idle) self->run();
  });
}

void connection::written() {
  switch (after_) {
    case after::pump:
      enter(phase::streaming, 0);
      if (!pumping_) pump();
      return;
    case after::close:
      summarize(answer_->status);
      return linger();
    case after::next_request:
      summarize(answer_->status);
      return begin_next();
  }
}

void connection::summarize(int status) {
  auto& hook = thread_.core().options.hooks.answered;
  if (!hook) return;
  const auto& e = *exchange_;
  auto duration = thread_.core().options.clock->now().ns - e.received_at.ns;
  hook({e.route, e.method, status, std::max<std::int64_t>(duration, 0), e.body_bytes_sent, e.request_id, e.path,
        e.client_address.empty() ? e.peer_address : e.client_address});
}

void connection::begin_next() {
  answer_.reset();
  auto& core = thread_.core();
  if (accounted_ > 0) core.buffered_bytes -= std::exchange(accounted_, 0);
  auto& e = *exchange_;
  if (e.references.load(std::memory_order_acquire) == 1) {
    e.input.erase_front(e.request_end);
    e.reset();
  } else {
    // The handler still reads this one.
    auto* fresh = new detail::exchange;
    fresh->queue = thread_.queue();
    fresh->owner = this;
    fresh->peer_address = e.peer_address;
    fresh->input.append(e.input.view().substr(e.request_end));
    e.owner = nullptr;
    detail::release(&e);
    exchange_ = fresh;
  }
  reader_.begin(*exchange_);
  enter(phase::idle, core.options.limits.idle_timeout_ms);
}

// RFC 9112 §9.6: closing at once with bytes unread would reset the connection and lose the answer.
void connection::linger() {
  asio_error ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  enter(phase::lingering, lingering_ms);
  if (!reading_ && exchange_->references.load(std::memory_order_acquire) == 1) {
    exchange_->input.resize(0);
    exchange_->reset();
    if (accounted_ > 0) thread_.core().buffered_bytes -= std::exchange(accounted_, 0);
  }
  read();
}

void connection::close() {
  if (phase_ == phase::closed) return;
  pointer self(this);
  enter(phase::closed, 0);
  exchange_->owner = nullptr;
  if (accounted_ > 0) thread_.core().buffered_bytes -= std::exchange(accounted_, 0);
  answer_.reset();
  asio_error ignored;
  socket_.close(ignored);
  thread_.remove(*this);
}

void connection::on_tick() {
  if (deadline_ms_ == 0 || thread_.now_ms() < deadline_ms_) return;
  switch (phase_) {
    case phase::head:
    case phase::body:
      return refuse(error(error_code::request_timeout));
    default:
      return close();
  }
}

void connection::on_drain() {
  if (phase_ != phase::idle || reader_.started()) return;
  asio_error ec;
  // A request already in the kernel's buffer was sent before the client could know.
  if (socket_.available(ec) > 0 && !ec) return;
  close();
}

}  // namespace weir::http
