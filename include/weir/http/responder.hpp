// The right and the duty to answer one request.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <weir/http/message.hpp>

namespace weir::http {

// Completes once, from any thread; what happens to the client meanwhile does not matter. Dropped uncompleted, it
// answers 500 internal_error. Completing on another thread than the connection's hands the answer over and wakes that
// thread.
class responder {
 public:
  responder(responder&& other) noexcept : exchange_(std::exchange(other.exchange_, nullptr)) {}
  responder& operator=(responder&& other) noexcept;
  ~responder();

  void operator()(response answer);
  // The server's form of this error, with one more header when named: Allow, Retry-After, WWW-Authenticate.
  void operator()(const error& e, std::string_view header_name = {}, std::string_view header_value = {});

  bool pending() const { return exchange_ != nullptr; }

  // `done` gets the answer on the completing thread: for tests of handlers, and to add to an answer on its way.
  static responder to(std::move_only_function<void(response)> done);

 private:
  friend struct detail::access;
  explicit responder(detail::exchange* e) : exchange_(e) {}
  detail::exchange* exchange_;
};

// While one lives, answers completed on this thread are handed over but their threads are woken once, at its end: for a
// producer's poll loop, where delivery reports come in bursts. Keep it shorter than a millisecond or two. May nest.
class completion_batch {
 public:
  completion_batch();
  ~completion_batch();
  completion_batch(const completion_batch&) = delete;
  completion_batch& operator=(const completion_batch&) = delete;
};

using handler = std::move_only_function<void(request, responder)>;

}  // namespace weir::http
