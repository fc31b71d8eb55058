// What operators see and decide of consumers' partitions: rows of `leases` and `accepted_losses`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::partitions {

struct halted {
  std::string code;
  std::string explanation;
  std::int64_t expected = 0;
  std::int64_t log_start = 0;
  std::int64_t high_watermark = 0;
};

struct row {
  std::string consumer;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t epoch = 0;
  std::optional<std::string> owner{};
  std::optional<std::int64_t> lease_left_ms{};  // by the database's clock; negative: it ran out. Absent: nobody's
  std::int64_t next_offset = 0;
  std::int32_t attempts = 0;
  std::optional<halted> halt{};
  std::optional<timestamp> data_through{};
};

// By consumer, topic and partition.
result<std::vector<row>> list(executor& in);

// Error: not_found.
result<row> find(executor& in, const std::string& consumer, const std::string& topic, std::int32_t partition);

// Whether the consumer has rows of this topic, that is, has run before.
result<bool> has_any(executor& in, const std::string& consumer, const std::string& topic);

// Under role::worker: makes the rows of a consumer that has none, partition 0 upwards, each at its offset. Rows that
// are there stay as they are.
result<void> begin_at(executor& in, const std::string& consumer, const std::string& topic,
                      const std::vector<std::int64_t>& offsets);

struct loss {
  row seen;                      // what the plan was made from
  std::int64_t next_offset = 0;  // where the partition goes on; may lie behind or before where it stood
  std::string reason;
  std::string accepted_by;
};

// Under role::worker. Leaves a halt: writes the loss, counts the offsets that are given up as lost (one event for each,
// of tenant 0), and frees the partition under a new epoch without a fingerprint. Where the partition goes back, the
// claims that stand at its new offsets or behind them move below every offset, so that they stay remembered and new
// ones find their place. Errors: partition_halted (it is not halted), precondition_failed (it is not as it was seen).
result<std::int64_t> accept_loss(executor& in, const loss& l);  // offsets lost

}  // namespace weir::postgres::partitions
