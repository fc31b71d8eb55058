// Turns records of weir.commands into effects: decode, then one short statement or a job. Any record has a result.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <workers/operations/operations_store.hpp>

#include <weir/stream/processor.hpp>

namespace weir::operations {

class operations_processor final : public stream::processor {
 public:
  explicit operations_processor(operations_store& store) : store_(store) {}

  result<void> open(const stream::lease& l, const pulse& alive) override;
  void close(stream::partition_number partition) override;
  result<void> absorb(const stream::record& r) override;
  result<void> quarantine(const stream::record& r) override;
  stream::batch_weight weight() const override;
  std::unique_ptr<stream::batch> seal() override;
  void committed(stream::batch& b) override;
  result<void> reload() override;

  std::uint64_t committed_commands() const { return committed_; }

 private:
  operations_store& store_;
  std::map<stream::partition_number, std::vector<received_command>> open_;
  std::size_t count_ = 0;
  std::uint64_t committed_ = 0;
};

// What a record asks for; never fails, never throws: what makes no sense is refused with a reason.
received_command read_command(const stream::record& r);

}  // namespace weir::operations
