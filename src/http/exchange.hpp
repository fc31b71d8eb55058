// One request with its answer: shared by the connection, the handler's request handles and the responder, and reused
// for the connection's next request when only the connection still holds it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/http/compression.hpp>
#include <weir/http/padded_buffer.hpp>
#include <weir/http/responder.hpp>

namespace weir::http {

class connection;

namespace detail {

class completion_queue;

enum class completion : std::uint8_t { none, answer, piece, end, aborted };

struct exchange {
  // --- shared ---
  std::atomic<std::uint32_t> references{1};
  std::shared_ptr<completion_queue> queue;  // null: a test's, see `detached`
  exchange* next = nullptr;                 // in the queue
  completion kind = completion::none;       // by whoever completes, before the hand-over
  std::optional<response> answer;
  std::optional<error> failure;  // instead of an answer: formatted on the io thread
  std::pair<std::string, std::string> failure_header;
  std::string piece;
  std::move_only_function<void(response)> detached;

  // --- the connection's thread only ---
  connection* owner = nullptr;  // null: the client is gone
  bool dispatching = false;     // inside the handler
  bool completed_inside = false;

  // --- the request: written before the handler runs, then constant ---
  padded_buffer input;  // head, body, perhaps the next request's bytes
  padded_buffer expanded;
  http::method method = http::method::other;
  bool keep_alive = true;
  bool http_1_0 = false;
  content_encoding encoding = content_encoding::identity;
  std::string_view method_name, target, path, body;
  std::size_t body_bytes_sent = 0;
  std::size_t request_end = 0;  // where the next request starts in `input`
  std::vector<header_view> headers;
  std::vector<std::string_view> segments;
  std::string decoded;  // what encoded segments point into
  query_parameters query;
  std::string peer_address, client_address;
  timestamp received_at;
  ulid id;
  std::string request_id;
  std::string_view traceparent;  // as sent; empty: made
  std::string_view route;
  std::vector<std::pair<std::string_view, std::string_view>> parameters;

  std::optional<std::string_view> header(std::string_view name) const;
  // Forgets the request and keeps the buffers.
  void reset();
};

void release(exchange* e);
inline void retain(exchange* e) {
  e->references.fetch_add(1, std::memory_order_relaxed);
}

// Answers on their way to one io thread. Pushing is lock-free; the thread is woken when the queue was empty.
class completion_queue {
 public:
  explicit completion_queue(std::function<void()> wake) : wake_(std::move(wake)) {}
  ~completion_queue() { discard(); }

  void push(exchange* e);  // takes over one reference
  exchange* take();        // all of them, oldest first, linked by `next`
  void wake();
  void close();  // from now on everything pushed is dropped

 private:
  void discard();

  std::atomic<exchange*> head_{nullptr};
  std::atomic<bool> closed_{false};
  std::mutex mutex_;
  std::function<void()> wake_;
};

// The queue of the io thread that runs this, null elsewhere.
completion_queue*& current_queue();

struct access {
  static request make_request(exchange* e) { return request(e); }
  static exchange* of(const request& r) { return r.exchange_; }
  static responder make_responder(exchange* e) { return responder(e); }
  static stream_sink make_sink(exchange* e) { return stream_sink(e); }
};

bool same_letters(std::string_view a, std::string_view b);  // ASCII case does not matter
bool is_token(std::string_view text);                       // RFC 9110 §5.6.2

response take_answer(exchange& e, const problem_formatter& format);

// The tail of reading: target, segments, query, ids, encoding's expansion. `headers`, `method_name`, `target` and the
// raw body are set already.
result<void> finish_request(exchange& e, std::size_t expanded_max);

}  // namespace detail
}  // namespace weir::http
