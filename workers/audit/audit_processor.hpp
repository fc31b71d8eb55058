// Turns records of weir.events into entries of the audit trail.
//
// Numbers: a record that came too early comes again after those that are missing, so it is passed over; one that was
// seen before goes to the database, which knows by its event's id whether it is chained. After an operator has moved
// the partition, or on a log that began before this worker, the first number that is seen is taken as it is.
#pragma once

#include <cstdint>
#include <map>

#include <workers/audit/audit_store.hpp>

#include <weir/stream/processor.hpp>

namespace weir::audit {

class audit_processor final : public stream::processor {
 public:
  audit_processor(audit_store& store, salt_source salts) : store_(store), salts_(std::move(salts)) {}

  result<void> open(const stream::lease& l, const pulse& alive) override;
  void close(stream::partition_number partition) override;
  result<void> absorb(const stream::record& r) override;
  result<void> quarantine(const stream::record& r) override;
  stream::batch_weight weight() const override;
  std::unique_ptr<stream::batch> seal() override;
  void committed(stream::batch& b) override;
  result<void> reload() override { return {}; }

  std::uint64_t committed_events() const { return committed_; }
  std::uint64_t early_records() const { return early_; }

 private:
  struct partition_state {
    std::optional<std::int64_t> mark;  // nothing: the first number is taken as it is
    partition_events open;
    bool touched = false;  // something was read since the last seal
  };

  bool due(partition_state& p, const stream::record& r);

  audit_store& store_;
  salt_source salts_;
  std::map<stream::partition_number, partition_state> partitions_;
  std::size_t count_ = 0;
  std::uint64_t committed_ = 0;
  std::uint64_t early_ = 0;
};

}  // namespace weir::audit
