// Turns records of one topic into segments of the archive: collected as they come, closed by size or by the age of the
// engine's batch, written to the store before the transaction that names them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>
#include <workers/archive/segment_writer.hpp>

#include <weir/stream/processor.hpp>

namespace weir::archive {

struct archive_options {
  std::string installation;
  std::string topic;
  std::size_t segment_bytes = std::size_t{64} << 20;   // of one partition before compression
  std::size_t memory_bytes = std::size_t{64} << 20;    // of all open segments: mostly compressed
  std::function<void(std::int64_t took_ms)> stored{};  // after each segment, on the committer's thread
};

class archive_processor final : public stream::processor {
 public:
  // `store` is used on the committer's thread alone.
  archive_processor(archive_options options, archive_ledger& ledger, object_store& store)
      : options_(std::move(options)), ledger_(ledger), store_(store) {}

  result<void> open(const stream::lease& l, const pulse& alive) override;
  void close(stream::partition_number partition) override;
  result<void> absorb(const stream::record& r) override;
  // Nothing in a record is looked at, so none is set aside.
  result<void> quarantine(const stream::record& r) override { return absorb(r); }
  stream::batch_weight weight() const override;
  std::unique_ptr<stream::batch> seal() override;
  void committed(stream::batch& b) override;
  result<void> reload() override { return {}; }

  struct totals {
    std::uint64_t segments = 0;
    std::uint64_t records = 0;
    std::uint64_t raw_bytes = 0;
    std::uint64_t stored_bytes = 0;
  };
  const totals& committed_totals() const { return totals_; }

 private:
  struct partition_state {
    segment_writer open;
    std::int64_t sequence = 0;  // of the last segment
    std::int32_t log_number = 0;
    std::optional<bytes32> previous{};  // digest of its manifest
  };

  archive_options options_;
  archive_ledger& ledger_;
  object_store& store_;
  frame_writer frames_;
  std::map<stream::partition_number, partition_state> partitions_;
  std::size_t records_ = 0;  // of all open segments
  std::size_t memory_ = 0;
  bool full_ = false;
  totals totals_;
};

}  // namespace weir::archive
