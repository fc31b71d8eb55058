// Streamed bodies: pull, write, pull again; never more than one piece in memory.
#include <exception>

#include <fmt/format.h>

#include "connection.hpp"

namespace weir::http {

// Asks the source for pieces as long as they come at once and the client takes them.
void connection::pump() {
  pointer self(this);
  auto& e = *exchange_;
  pumping_ = true;
  while (phase_ == phase::streaming) {
    e.kind = detail::completion::none;
    e.dispatching = true;
    detail::retain(&e);
    auto& source = std::get<stream_source>(answer_->body);
    try {
      source(detail::access::make_sink(&e));
    } catch (const std::exception& failure) {
      // The sink died on the way here: the connection is cut below.
      if (auto& hook = thread_.core().options.hooks.exception) hook(failure.what());
    }
    e.dispatching = false;
    if (!std::exchange(e.completed_inside, false)) break;
    take_piece();
  }
  pumping_ = false;
}

// Back in the phase `streaming` afterwards when the client has taken the piece at once.
void connection::take_piece() {
  auto& e = *exchange_;
  if (e.kind == detail::completion::aborted) {
    ++thread_.core().cut;
    return close();
  }
  out_.clear();
  if (e.kind == detail::completion::end) {
    after_ = e.keep_alive ? after::next_request : after::close;
    if (chunked_) out_ = "0\r\n\r\n";
  } else {
    if (chunked_) fmt::format_to(std::back_inserter(out_), "{:x}\r\n", e.piece.size());
    out_ += e.piece;
    if (chunked_) out_ += "\r\n";
  }
  e.piece.clear();
  if (out_.empty()) return written();
  send({});
}

}  // namespace weir::http
