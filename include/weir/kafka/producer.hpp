// stream::publisher on Kafka: idempotent, acks=all, explicit partitions, bounded, and never silent for longer than a
// deadline.
//
// publish() may be called from any threads. `done` is called by publish() itself (refused at once) or by this
// producer's polling thread; a burst of them is followed by one call of producer_hooks::burst_end, so that an event
// loop is woken once for many. `done` must not block.
//
// A session that makes no progress though the broker answers is given up for a new one, as one with a fatal error is:
// for whoever publishes, both look like a broker that was away for some seconds.
//
// What becomes of a record is decided once: the delivery report, the deadline or a refusal, whichever is first. After
// broker_timeout or broker_fatal the record may still be, or come to be, in the log.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <weir/kafka/client_config.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::kafka {

struct producer_settings {
  std::chrono::milliseconds deadline{10'000};  // INGEST_DEADLINE_MS: broker_timeout after it
  double linger_ms = 0.3;                      // waits this long for more records of the same partition
  std::string compression = "none";            // none, lz4, zstd
  std::size_t queued_records = 200'000;        // full: broker_unavailable at once
  std::size_t queued_bytes = 64 * 1024 * 1024;
  std::size_t record_bytes = 2 * 1024 * 1024;         // as the topics' max.message.bytes
  std::chrono::milliseconds unavailable_after{2000};  // broker silent for this long: new records are refused at once
  std::chrono::milliseconds stuck_after{20'000};      // late for so long though the broker answers: a new session
  std::chrono::milliseconds drain{5000};              // the destructor waits this long for outstanding records
  std::vector<std::string> topics;  // known in advance (without prefix): their first records are not late
};

// Measured on one broker, single records, 64 and 256 in flight: with few partitions 0.3 ms is best at both; with many,
// where each request would carry one record, a longer wait saves half of the broker's work. librdkafka's linger is
// fixed when a producer is made.
constexpr double suggested_linger_ms(int partitions) {
  return partitions <= 16 ? 0.3 : 1.0;
}

struct producer_hooks {
  std::move_only_function<void()> burst_begin;  // polling thread; before the first `done` of a burst
  std::move_only_function<void()> burst_end;    // polling thread; after one or more calls of `done`
  std::move_only_function<void()> rebuilt;      // polling thread; weir_kafka_producer_rebuilds_total
};

class producer final : public stream::publisher {
 public:
  // Waits up to a second for the topics' metadata, and goes on without. Errors: setting_invalid.
  static result<std::unique_ptr<producer>> open(const client_config& config, producer_settings settings,
                                                producer_hooks hooks = {});
  // Ends within about `drain` and 10 s; calls every `done` that is still owed.
  ~producer() override;

  void publish(stream::outgoing_record record, delivered done) override;

  struct counters {
    std::size_t owed = 0;  // records whose `done` has not been called
    std::uint64_t rebuilds = 0;
    bool refusing = false;  // the broker has been silent for unavailable_after
  };
  counters count() const;

  // For tests: makes librdkafka report a fatal error, as a lost idempotence session does.
  void inject_fatal_error();

 private:
  struct parts;
  explicit producer(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::kafka
