// Who waits for messages of the events feed: polls that are held open, and event streams (WHATWG HTML §9.2).
//
// One thread looks for new messages once a tick, of all tenants with one statement, and only while somebody waits; then
// it reads a page for each whom one of them concerns. Nobody holds a connection or a worker thread while waiting.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <api/events_feed.hpp>

#include <weir/http/message.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

class feed_waits {
 public:
  struct options {
    std::chrono::milliseconds tick{100};
    std::chrono::milliseconds beat{15'000};  // between two pieces of a stream when nothing happens
    std::chrono::milliseconds most_life{55'000};
    std::size_t most = 2'000;
  };

  explicit feed_waits(postgres::pool& database) : feed_waits(database, options{}) {}
  feed_waits(postgres::pool& database, options o);
  ~feed_waits();

  // Calls `done` once: with a page that has something, or an empty one when `most` has passed. From the thread of this,
  // or at once; it must not wait itself. Errors: overloaded, feed_cursor_passed. A database that is away is waited for.
  using completed = std::move_only_function<void(result<feed_page>)>;
  void wait(feed_reader r, completed done, std::chrono::milliseconds most);

  // The body of one answer: what `text` says of each page, and of empty ones to tell how far all is read; nothing when
  // too many wait. It ends by itself, and may outlive this.
  using teller = std::function<std::string(const feed_page&)>;
  std::optional<http::stream_source> open(feed_reader r, teller text);

  // Answers all that wait, and takes no more.
  void stop();

 private:
  struct hub;
  std::shared_ptr<hub> hub_;
};

}  // namespace weir::api
