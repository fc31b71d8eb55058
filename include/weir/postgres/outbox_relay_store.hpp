// What the relay needs: announcements get a gapless seq of their events partition when they are claimed, and are
// published in that order.
//
// A partition is owned by a row of `leases` (consumer "relay", topic "weir.events", one partition for each of the
// topic's): use lease_store with that ownership for acquire, renew and release, and pass its epochs here. Every call is
// one transaction under weir_worker on one connection, opened at first use and again after it was lost; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/connection.hpp>
#include <weir/postgres/ownership.hpp>
#include <weir/stream/lease.hpp>

namespace weir::postgres {

class outbox_relay_store {
 public:
  struct item {
    std::int64_t seq = 0;
    std::string id;
    std::int32_t bucket = 0;
    std::string type;
    std::string payload;
    std::optional<std::string> traceparent{};
  };

  // `partitions`: of the events topic; an announcement belongs to bucket mod partitions.
  outbox_relay_store(connection_options options, ownership who, stream::partition_number partitions);

  // Gives up to `most` announcements that are committed and have no seq yet the next ones, in the order of writing.
  // Returns how many. What commits later comes later, whatever its time: so no reader ever sees a gap close behind it.
  // Error: lease_lost.
  result<std::size_t> claim(stream::partition_number partition, stream::epoch epoch, std::int32_t most);

  // Claimed and not confirmed, from the first one, ascending: after a takeover these are published again.
  result<std::vector<item>> unconfirmed(stream::partition_number partition, std::int32_t most);

  // The broker has acknowledged everything up to `seq`. Error: lease_lost.
  result<void> confirm(stream::partition_number partition, stream::epoch epoch, std::int64_t seq);

  struct backlog {
    std::int64_t waiting = 0;           // neither claimed nor confirmed
    std::optional<timestamp> oldest{};  // when the oldest of them was written
  };
  result<backlog> lag();

 private:
  result<connection*> begin();
  result<void> fence(connection& c, stream::partition_number partition, stream::epoch epoch);
  result<void> commit(connection& c);

  connection_options options_;
  ownership who_;
  stream::partition_number partitions_;
  std::unique_ptr<connection> connection_;
};

}  // namespace weir::postgres
