// A sealed run: claims of one partition and one week of arrival, sorted by identity, in an immutable local file.
//
//   head      4096 bytes: magic, version, whose (installation, partition), when (epoch, offset), id, sizes, the sums of
//             the days, checksums of index and filter, checksum of the head
//   blocks    4096 bytes each: 170 entries of 24 bytes (identity, content, day), their number, a checksum that knows
//             the file and the block's place
//   index     the first identity's high half of each block, 8 bytes
//   filter    claim_filter::bytes()
//
// Little endian. The head, the index and the filter are checked when a run is opened and held in memory (2.3 bytes a
// claim); a block is checked each time it is read. Nothing that fails a check is believed: claim_file_corrupt.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <workers/usage/claim_filter.hpp>
#include <workers/usage/claim_folder.hpp>
#include <workers/usage/claim_run.hpp>
#include <workers/usage/effects.hpp>

#include <weir/stream/lease.hpp>

namespace weir::usage {

struct sealed_claim {
  hash128 identity;
  content_hash content = 0;
  arrival_day day = 0;
};

constexpr int days_of_week = 7;
constexpr std::int32_t week_of(arrival_day day) {
  return day >= 0 ? day / days_of_week : -((days_of_week - 1 - day) / days_of_week);
}

struct run_label {
  hash128 installation;  // a hash of its claim key, so that no other database's file is taken for ours
  stream::partition_number partition = 0;
  stream::epoch epoch = 0;  // under which it was written: for people
  stream::offset next = 0;  // every claim in it stands before this
  std::uint64_t id = 0;
};

class sealed_run {
 public:
  // Checks everything but the blocks. Errors: claim_file_corrupt also when the file is another's.
  static result<std::shared_ptr<const sealed_run>> open(claim_folder& folder, const hash128& installation,
                                                        stream::partition_number partition, std::uint64_t id);
  static std::string file_name(std::uint64_t id);

  void prefetch(const hash128& identity) const { filter_.prefetch(identity); }
  result<std::optional<sealed_claim>> find(const hash128& identity) const;

  const run_label& label() const { return label_; }
  std::uint64_t checksum() const { return checksum_; }  // of the head, and so of the index and the filter
  std::uint64_t count() const { return count_; }
  std::int32_t week() const { return week_; }
  // What the database has of the claims in it; also of those that a later claim of the same identity replaced.
  const claim_sums& sums() const { return sums_; }
  std::size_t memory_bytes() const;

  // All claims in ascending order; the run outlives it.
  class cursor {
   public:
    explicit cursor(const sealed_run& run) : run_(run) {}
    result<std::optional<sealed_claim>> next();

   private:
    const sealed_run& run_;
    std::uint64_t block_ = 0;
    std::uint32_t at_ = 0;
    std::uint32_t in_block_ = 0;
    std::array<std::uint8_t, 4096> bytes_;
  };

 private:
  friend class sealed_run_writer;
  explicit sealed_run(std::uint64_t filter_keys) : filter_(filter_keys) {}
  result<std::uint32_t> read_block(std::uint64_t block, std::span<std::uint8_t> into) const;

  run_label label_;
  std::int32_t week_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t checksum_ = 0;
  claim_sums sums_;
  std::vector<std::uint64_t> index_;
  claim_filter filter_;
  std::shared_ptr<const claim_file> file_;
};

class sealed_run_writer {
 public:
  // `most`: at least as many claims will come.
  static result<sealed_run_writer> create(claim_folder& folder, const run_label& label, std::int32_t week,
                                          std::uint64_t most);

  // In ascending order of identity, none twice, days within the week.
  result<void> add(const sealed_claim& claim);

  // The file is durable under its name. `sums` has days of the week only.
  result<std::shared_ptr<const sealed_run>> finish(const claim_sums& sums);

 private:
  sealed_run_writer(claim_folder& folder, const run_label& label, std::int32_t week, std::uint64_t most);
  result<void> end_block();

  claim_folder* folder_;
  std::unique_ptr<claim_file_writer> file_;
  std::shared_ptr<sealed_run> run_;
  std::uint64_t filter_keys_;
  std::array<std::uint8_t, 4096> block_{};
  std::uint32_t in_block_ = 0;
};

}  // namespace weir::usage
