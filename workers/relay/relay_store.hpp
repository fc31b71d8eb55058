// What the relay needs of the outbox. The real one is postgres_relay_store; the twin is memory_relay_store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/stream/lease.hpp>

namespace weir::relay {

struct announcement {
  std::int64_t seq = 0;
  std::int32_t bucket = 0;
  std::string payload;  // the whole CloudEvent
  std::optional<std::string> traceparent{};
};

struct backlog {
  std::int64_t waiting = 0;  // neither numbered nor confirmed
  std::optional<timestamp> oldest{};
};

class relay_store {
 public:
  virtual ~relay_store() = default;

  // Numbers up to `most` announcements that have none. Error: lease_lost.
  virtual result<std::size_t> claim(stream::partition_number partition, stream::epoch epoch, std::int32_t most) = 0;

  // Numbered and not confirmed, from the first one, ascending.
  virtual result<std::vector<announcement>> unconfirmed(stream::partition_number partition, std::int32_t most) = 0;

  // The broker has acknowledged everything up to `seq`. Error: lease_lost.
  virtual result<void> confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq) = 0;

  virtual result<backlog> lag() = 0;
};

}  // namespace weir::relay
