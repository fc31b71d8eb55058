// Claims of one partition and day on their way to the database.
#pragma once

#include <limits>
#include <utility>
#include <vector>

#include <workers/usage/claim_table.hpp>

#include <weir/base/hash.hpp>
#include <weir/stream/log.hpp>

namespace weir::usage {

// The identity of an event that was counted, and where it stands.
struct claim_entry {
  hash128 identity;
  content_hash content = 0;
  stream::offset offset = 0;
};

// In log order, in blocks of one size: a list that grows copies nothing, and blocks whose batch was committed are used
// again. What has just been freed would have to be cleared by the kernel once more.
class claim_list {
 public:
  using block = std::vector<claim_entry>;

  // A block ends with the first record that fills it, and before its offsets are 2³² apart.
  static constexpr std::size_t block_entries = 32'768;

  // An empty block of `spare` is taken before memory is asked for.
  void push_back(const claim_entry& entry, std::vector<block>& spare) {
    if (blocks_.empty() || ends_before(entry)) blocks_.push_back(empty_block(spare));
    blocks_.back().push_back(entry);
  }

  const std::vector<block>& blocks() const { return blocks_; }

  // Leaves the list empty, and its memory to the next ones.
  void give_back(std::vector<block>& spare) {
    for (auto& b : blocks_) {
      b.clear();
      spare.push_back(std::move(b));
    }
    blocks_.clear();
  }

 private:
  bool ends_before(const claim_entry& entry) const {
    const auto& last = blocks_.back();
    if (entry.offset - last.front().offset > std::numeric_limits<std::uint32_t>::max()) return true;
    return last.size() >= block_entries && entry.offset != last.back().offset;
  }

  // The first block grows by itself, as most lists are short.
  block empty_block(std::vector<block>& spare) const {
    block made;
    if (!spare.empty()) {
      made = std::move(spare.back());
      spare.pop_back();
    } else if (!blocks_.empty()) {
      made.reserve(block_entries + record_events_usual);
    }
    return made;
  }

  static constexpr std::size_t record_events_usual = 1000;  // what a request may bring, and a record with it

  std::vector<block> blocks_;
};

}  // namespace weir::usage
