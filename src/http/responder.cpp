#include "exchange.hpp"
#include <weir/base/assert.hpp>
#include <weir/http/responder.hpp>

namespace weir::http {
namespace {

// Takes over the caller's reference.
void complete(detail::exchange* e, detail::completion kind) {
  e->kind = kind;
  if (!e->queue) {
    e->detached(detail::take_answer(*e, problem));
    return detail::release(e);
  }
  if (detail::current_queue() == e->queue.get() && e->dispatching) {
    e->completed_inside = true;
    return detail::release(e);
  }
  e->queue->push(e);
}

}  // namespace

namespace detail {

response take_answer(exchange& e, const problem_formatter& format) {
  if (!e.failure) return std::move(*e.answer);
  auto out = format(*e.failure, e.request_id);
  if (!e.failure_header.first.empty()) out.set_header(e.failure_header.first, e.failure_header.second);
  return out;
}

}  // namespace detail

responder& responder::operator=(responder&& other) noexcept {
  std::swap(exchange_, other.exchange_);
  return *this;
}

responder::~responder() {
  if (exchange_ != nullptr) (*this)(error(error_code::internal_error, "The request was dropped without an answer."));
}

void responder::operator()(response answer) {
  WEIR_ASSERT(exchange_ != nullptr, "a request is answered once");
  exchange_->answer.emplace(std::move(answer));
  complete(std::exchange(exchange_, nullptr), detail::completion::answer);
}

void responder::operator()(const error& e, std::string_view header_name, std::string_view header_value) {
  WEIR_ASSERT(exchange_ != nullptr, "a request is answered once");
  exchange_->failure.emplace(e);
  exchange_->failure_header = {std::string(header_name), std::string(header_value)};
  complete(std::exchange(exchange_, nullptr), detail::completion::answer);
}

responder responder::to(std::move_only_function<void(response)> done) {
  auto* e = new detail::exchange;
  e->detached = std::move(done);
  return responder(e);
}

stream_sink& stream_sink::operator=(stream_sink&& other) noexcept {
  std::swap(exchange_, other.exchange_);
  return *this;
}

stream_sink::~stream_sink() {
  if (exchange_ != nullptr) complete(std::exchange(exchange_, nullptr), detail::completion::aborted);
}

void stream_sink::write(std::string piece) {
  WEIR_ASSERT(exchange_ != nullptr, "a sink takes one piece");
  WEIR_ASSERT(!piece.empty(), "an empty piece would be the end mark");
  exchange_->piece = std::move(piece);
  complete(std::exchange(exchange_, nullptr), detail::completion::piece);
}

void stream_sink::end() {
  WEIR_ASSERT(exchange_ != nullptr, "a sink takes one piece");
  complete(std::exchange(exchange_, nullptr), detail::completion::end);
}

}  // namespace weir::http
