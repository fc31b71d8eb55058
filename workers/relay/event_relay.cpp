#include <algorithm>
#include <mutex>

#include <workers/relay/event_relay.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>

namespace weir::relay {

using stream::partition_number;

// Callbacks come from the publisher's threads, also after the relay has forgotten the batch.
struct event_relay::flight {
  std::mutex mutex;
  std::int64_t first = 0;  // its numbers are first, first + 1, …
  std::vector<bool> acknowledged;
  std::size_t owed = 0;
  std::optional<error> failed;
};

stream::outgoing_record record_of(const announcement& a, partition_number partition) {
  stream::outgoing_record out{std::string(contract::events_topic), partition, std::to_string(a.bucket), a.payload, {}};
  const auto add = [&](std::string_view name, std::string value) {
    out.headers.push_back({std::string(name), std::move(value)});
  };
  add(contract::frame_header, std::string(contract::frame_version));
  // Outbox rows are written by this program only; one that does not parse is passed on all the same.
  if (const auto event = contract::decode_domain_event(a.payload); event && event->tenant) {
    add(contract::tenant_header, event->tenant->text());
  }
  add(contract::content_type_header, std::string(contract::cloudevent_type));
  add(contract::seq_header, std::to_string(a.seq));
  if (a.traceparent) add(contract::traceparent_header, *a.traceparent);
  return out;
}

event_relay::event_relay(relay_options options, partition_number partitions, stream::lease_store& leases,
                         relay_store& outbox, stream::publisher& log, clock_source& clock, relay_observer observer)
    : options_(options),
      partition_count_(partitions),
      leases_(leases),
      outbox_(outbox),
      log_(log),
      clock_(clock),
      observer_(std::move(observer)) {}

event_relay::~event_relay() = default;

void event_relay::trouble(const error& e, std::string_view what) const {
  if (observer_.trouble) observer_.trouble(e, what);
}

void event_relay::lose(partition_number partition) {
  if (owned_.erase(partition) > 0 && observer_.lost) observer_.lost(partition);
}

stream::lease_store::renewal event_relay::renewal_of(const owned& o) const {
  // The row's offset has no meaning here and never moves: progress is the outbox's numbers.
  return {o.held.partition, o.held.epoch, {}, o.held.next, o.held.next};
}

result<bool> event_relay::step() {
  if (auto done = upkeep(); !done) {
    if (!done.error().retryable()) return std::unexpected(done.error());
    trouble(done.error(), "leases");
  }
  const auto now = clock_.monotonic_ms();
  if (now >= next_look_ms_) {
    next_look_ms_ = now + options_.look_every_ms;
    auto found = outbox_.lag();
    if (found) {
      waiting_ = waiting_ || found->waiting > 0;
      if (observer_.measured) observer_.measured(*found);
    } else if (!found.error().retryable()) {
      return std::unexpected(found.error());
    } else {
      trouble(found.error(), "looking at the outbox");
    }
  }
  bool busy = false;
  std::vector<partition_number> numbers;
  for (const auto& [partition, o] : owned_)
    numbers.push_back(partition);
  for (auto partition : numbers) {
    auto did = turn(owned_.at(partition));
    if (!did) return did;
    busy = busy || *did;
  }
  if (!busy) waiting_ = false;
  return busy;
}

void event_relay::stop() {
  std::vector<stream::lease_store::renewal> held;
  for (const auto& [partition, o] : owned_)
    held.push_back(renewal_of(o));
  owned_.clear();
  if (held.empty()) return;
  if (auto released = leases_.release(held); !released) trouble(released.error(), "giving leases back");
}

result<void> event_relay::upkeep() {
  const auto now = clock_.monotonic_ms();
  if (!prepared_) {
    if (auto done = leases_.prepare(partition_count_); !done) return done;
    prepared_ = true;
  }
  if (now >= next_renew_ms_ && !owned_.empty()) {
    next_renew_ms_ = now + options_.renew_every_ms;
    std::vector<stream::lease_store::renewal> held;
    for (const auto& [partition, o] : owned_)
      held.push_back(renewal_of(o));
    auto lost = leases_.renew(held);
    if (!lost) return std::unexpected(lost.error());
    for (auto partition : *lost)
      lose(partition);
  }
  if (now < next_acquire_ms_) return {};
  next_acquire_ms_ = now + options_.acquire_every_ms;
  auto share = leases_.fair_share();
  if (!share) return std::unexpected(share.error());
  while (owned_.size() > *share) {
    const auto last = std::prev(owned_.end());
    const auto given = renewal_of(last->second);
    if (auto done = leases_.release(std::span(&given, 1)); !done) return done;
    lose(given.partition);
  }
  auto taken = leases_.acquire(owned_.size());
  if (!taken) return std::unexpected(taken.error());
  for (const auto& l : *taken) {
    // An older epoch of the same partition is fenced: what flies under it is not ours to confirm.
    owned_.insert_or_assign(l.partition, owned{l, nullptr, 0});
    waiting_ = true;
    if (observer_.opened) observer_.opened(l);
  }
  return {};
}

result<bool> event_relay::turn(owned& o) {
  if (o.flying) return land(o);
  if (!waiting_ || clock_.monotonic_ms() < o.not_before_ms) return false;
  return launch(o);
}

// Retryable: later again. Anything else but a lost lease is fatal.
result<bool> event_relay::failed(owned& o, const error& e, std::string_view what) {
  o.flying.reset();
  if (e.code == error_code::lease_lost) {
    lose(o.held.partition);
    return true;
  }
  if (!e.retryable()) return std::unexpected(e);
  trouble(e, what);
  o.not_before_ms = clock_.monotonic_ms() + options_.retry_ms;
  waiting_ = true;
  return true;
}

result<bool> event_relay::launch(owned& o) {
  const auto partition = o.held.partition;
  auto claimed = outbox_.claim(partition, o.held.epoch, options_.batch);
  if (!claimed) return failed(o, claimed.error(), "numbering announcements");
  auto items = outbox_.unconfirmed(partition, options_.batch);
  if (!items) return failed(o, items.error(), "reading announcements");
  if (items->empty()) return false;
  std::size_t bytes = 0;
  std::size_t count = 0;
  while (count < items->size() && bytes < options_.batch_bytes)
    bytes += (*items)[count++].payload.size();
  auto batch = std::make_shared<flight>();
  batch->first = items->front().seq;
  batch->acknowledged.assign(count, false);
  batch->owed = count;
  o.flying = batch;
  for (std::size_t i = 0; i < count; ++i) {
    log_.publish(record_of((*items)[i], partition), [batch, i](const result<stream::position>& r) {
      const std::scoped_lock lock(batch->mutex);
      --batch->owed;
      if (r) {
        batch->acknowledged[i] = true;
      } else if (!batch->failed) {
        batch->failed = r.error();
      }
    });
  }
  return true;
}

result<bool> event_relay::land(owned& o) {
  std::optional<error> cause;
  std::size_t count = 0;
  {
    const std::scoped_lock lock(o.flying->mutex);
    if (o.flying->owed > 0) return false;
    const auto& got = o.flying->acknowledged;
    count = static_cast<std::size_t>(std::ranges::find(got, false) - got.begin());
    cause = o.flying->failed;
  }
  if (count > 0) {
    const auto last = o.flying->first + static_cast<std::int64_t>(count) - 1;
    if (auto done = outbox_.confirm(o.held.partition, o.held.epoch, last); !done) {
      return failed(o, done.error(), "confirming announcements");
    }
    if (observer_.published) observer_.published(count);
  }
  waiting_ = true;
  o.flying.reset();
  if (!cause) return true;
  // A record that the broker will never take stops its partition, loudly, until somebody mends it.
  trouble(*cause, "publishing announcements");
  o.not_before_ms = clock_.monotonic_ms() + options_.retry_ms;
  return true;
}

}  // namespace weir::relay
