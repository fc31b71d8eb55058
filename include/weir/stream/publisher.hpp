// Appending to a log. The real one is kafka::producer; the twin is stream::memory_log.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <weir/stream/log.hpp>

namespace weir::stream {

struct owned_header {
  std::string name;
  std::string value;
};

struct outgoing_record {
  std::string topic;  // without the installation's prefix: "weir.usage"
  partition_number partition = 0;
  std::string key;
  std::string value;
  std::vector<owned_header> headers;
};

struct position {
  std::string topic;
  partition_number partition = 0;
  stream::offset offset = 0;
  bool operator==(const position&) const = default;
};

class publisher {
 public:
  virtual ~publisher() = default;

  using delivered = std::move_only_function<void(result<position>)>;

  // Calls `done` exactly once, from any thread, after the broker has acknowledged with acks=all or the record is known
  // not to be accepted. Errors: broker_unavailable (surely not written), broker_timeout (outcome unknown),
  // broker_fatal (outcome unknown; the producer is being rebuilt), broker_record_too_large. May call `done` before it
  // returns.
  virtual void publish(outgoing_record record, delivered done) = 0;
};

}  // namespace weir::stream
