// Publishes announcements to weir.events, in the order of their numbers, by the partitions that this process owns.
//
// One batch of a partition is on its way at a time. When a record of it fails, those after it may be in the log without
// it: consumers let them pass (stream/sequence_mark.hpp), and the next batch starts again at the first unconfirmed one.
// A relay that lost its lease can neither number nor confirm; what it still publishes repeats what its successor does.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <workers/relay/relay_store.hpp>

#include <weir/base/time.hpp>
#include <weir/stream/lease.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::relay {

struct relay_options {
  std::int32_t batch = 500;                   // announcements of a partition on their way
  std::size_t batch_bytes = 8 * 1024 * 1024;  // the announcement that passes it is the last
  std::int64_t renew_every_ms = 1000;         // at most a third of the lease
  std::int64_t acquire_every_ms = 1000;
  std::int64_t look_every_ms = 100;  // for new announcements, when there were none
  std::int64_t retry_ms = 500;       // after a failure of a partition
};

struct relay_observer {
  std::function<void(const stream::lease&)> opened;
  std::function<void(stream::partition_number)> lost;
  std::function<void(std::size_t)> published;  // confirmed announcements
  std::function<void(const backlog&)> measured;
  std::function<void(const error&, std::string_view what)> trouble;  // goes on
};

class event_relay {
 public:
  event_relay(relay_options options, stream::partition_number partitions, stream::lease_store& leases,
              relay_store& outbox, stream::publisher& log, clock_source& clock, relay_observer observer = {});
  ~event_relay();

  // One turn without waiting. True: it did something, so the next turn should follow at once. An error is fatal.
  result<bool> step();

  // Gives the partitions back. What is on its way is published again by the next owner.
  void stop();

  std::size_t partitions() const { return owned_.size(); }

 private:
  struct flight;  // one batch on its way; shared with the publisher's callbacks
  struct owned {
    stream::lease held;
    std::shared_ptr<flight> flying;
    std::int64_t not_before_ms = 0;
  };

  result<void> upkeep();
  result<bool> turn(owned& o);
  result<bool> land(owned& o);
  result<bool> launch(owned& o);
  void lose(stream::partition_number partition);
  result<bool> failed(owned& o, const error& e, std::string_view what);
  stream::lease_store::renewal renewal_of(const owned& o) const;
  void trouble(const error& e, std::string_view what) const;

  relay_options options_;
  stream::partition_number partition_count_;
  stream::lease_store& leases_;
  relay_store& outbox_;
  stream::publisher& log_;
  clock_source& clock_;
  relay_observer observer_;

  std::map<stream::partition_number, owned> owned_;
  bool prepared_ = false;
  bool waiting_ = true;  // there may be announcements to number
  std::int64_t next_renew_ms_ = 0;
  std::int64_t next_acquire_ms_ = 0;
  std::int64_t next_look_ms_ = 0;
};

// The record of an announcement: header weir-seq, the tenant's bucket as key.
stream::outgoing_record record_of(const announcement& a, stream::partition_number partition);

}  // namespace weir::relay
