// Who is told, as an event stream (WHATWG HTML §9.2), that usage of one partition was counted.
//
// One thread asks for the positions of all partitions once a tick, and only while somebody listens. A stream says
//   event: usage     the partition has moved on: whoever shows its tenants asks again
//   event: progress  nothing new; how far the numbers reach, so that a page can say so and both ends know the other is
//   there
// each with {"data_through": RFC 3339 or null}. The first one comes within a tick. A stream ends by itself after
// `most_life`: its reader connects again with fresh credentials, so that nobody listens longer than a revoked session
// may.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include <weir/http/message.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

class usage_streams {
 public:
  struct options {
    std::chrono::milliseconds tick{1'000};
    std::chrono::milliseconds beat{15'000};  // between two events when nothing is counted
    std::chrono::milliseconds most_life{55'000};
    std::size_t most = 2'000;
  };

  explicit usage_streams(postgres::pool& database) : usage_streams(database, options{}) {}
  usage_streams(postgres::pool& database, options o);
  ~usage_streams();

  // The body of one answer; nothing when there are too many. Any thread. It may outlive this.
  std::optional<http::stream_source> open(std::int32_t partition);

  // Ends all streams and opens no more.
  void stop();

 private:
  struct hub;
  std::shared_ptr<hub> hub_;
};

}  // namespace weir::api
