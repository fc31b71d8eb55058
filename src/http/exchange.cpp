#include "exchange.hpp"

#include <algorithm>
#include <array>

#include <weir/base/assert.hpp>
#include <weir/base/text.hpp>

namespace weir::http::detail {
namespace {

constexpr std::size_t kept_buffer_bytes = 64 * 1024;

// How deep completion_batch nests here, and the queues to wake at its end.
thread_local int batch_depth = 0;
thread_local std::vector<std::shared_ptr<completion_queue>> batch_queues;

constexpr auto token_characters = [] {
  std::array<bool, 256> table{};
  for (char c = 'a'; c <= 'z'; ++c)
    table[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c)
    table[static_cast<unsigned char>(c)] = true;
  for (char c = '0'; c <= '9'; ++c)
    table[static_cast<unsigned char>(c)] = true;
  for (char c : std::string_view("!#$%&'*+-.^_`|~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lowered(x) == lowered(y); });
}

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return token_characters[static_cast<unsigned char>(c)]; });
}

std::optional<std::string_view> exchange::header(std::string_view name) const {
  for (const auto& h : headers) {
    if (same_letters(h.name, name)) return h.value;
  }
  return std::nullopt;
}

void exchange::reset() {
  kind = completion::none;
  answer.reset();
  failure.reset();
  piece.clear();
  dispatching = completed_inside = false;
  if (input.capacity() > kept_buffer_bytes && input.size() == 0) input.release();
  if (expanded.capacity() > kept_buffer_bytes) expanded.release();
  encoding = content_encoding::identity;
  keep_alive = true;
  http_1_0 = false;
  method = http::method::other;
  method_name = target = path = body = traceparent = route = {};
  body_bytes_sent = request_end = 0;
  received_at = {};
  headers.clear();
  segments.clear();
  decoded.clear();
  query.clear();
  client_address.clear();
  request_id.clear();
  parameters.clear();
}

void release(exchange* e) {
  if (e->references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete e;
}

completion_queue*& current_queue() {
  thread_local completion_queue* queue = nullptr;
  return queue;
}

void completion_queue::push(exchange* e) {
  // Held here: after the hand-over the io thread may destroy `e` and with it the last reference to this queue.
  auto self = e->queue;
  auto* head = head_.load(std::memory_order_relaxed);
  do {
    e->next = head;
  } while (!head_.compare_exchange_weak(head, e));
  if (closed_.load()) return discard();
  if (head != nullptr) return;
  if (batch_depth > 0) {
    if (std::ranges::find(batch_queues, self) == batch_queues.end()) batch_queues.push_back(std::move(self));
  } else {
    wake();
  }
}

exchange* completion_queue::take() {
  auto* newest = head_.exchange(nullptr);
  exchange* oldest = nullptr;
  while (newest != nullptr) {
    auto* following = newest->next;
    newest->next = oldest;
    oldest = newest;
    newest = following;
  }
  return oldest;
}

void completion_queue::wake() {
  std::scoped_lock lock(mutex_);
  if (wake_) wake_();
}

void completion_queue::close() {
  closed_.store(true);
  {
    std::scoped_lock lock(mutex_);
    wake_ = nullptr;
  }
  discard();
}

void completion_queue::discard() {
  for (auto* e = take(); e != nullptr;) {
    auto* following = e->next;
    release(e);
    e = following;
  }
}

}  // namespace weir::http::detail

namespace weir::http {

completion_batch::completion_batch() {
  ++detail::batch_depth;
}

completion_batch::~completion_batch() {
  if (--detail::batch_depth > 0) return;
  for (auto& queue : detail::batch_queues)
    queue->wake();
  detail::batch_queues.clear();
}

}  // namespace weir::http
