// Counts records of a partition once more, into memory: by the worker's own processor, with the definitions that were
// in force at each offset, and with identities forgotten after as many days. Nothing is written. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <workers/usage/claim_storage.hpp>
#include <workers/usage/counted_cells.hpp>
#include <workers/usage/usage_processor.hpp>

namespace weir::usage {

// How the worker has counted a partition, as the database says.
struct recount_facts {
  struct version_start {
    stream::offset from = 0;
    std::int64_t version = 0;
  };
  struct window_start {
    stream::offset from = 0;
    std::int64_t accept_days = 0;
  };
  struct given_up {  // by an operator; `next` may lie before `from`: the topic was made anew
    stream::offset from = 0;
    stream::offset next = 0;
    timestamp accepted_at;
  };

  keyed_hash::key_type claim_key{};
  stream::offset next = 0;              // everything before it is counted
  std::vector<version_start> versions;  // ascending
  std::vector<window_start> windows;    // ascending; none: not known, the options' is meant
  std::set<stream::offset> quarantined;
  std::vector<given_up> lost;
};

// An import of past usage as the worker has counted it: it was open up to a record, and never again.
struct recounted_import {
  history_facts facts;
  stream::offset last = 0;  // the last record whose rows were looked at
};

struct recount_options {
  processor_options processing;
  stream::partition_number partition = 0;
  std::map<tenant_id, tenant_facts> tenants;              // whose records are counted; others' are passed over
  std::map<history_import_id, recounted_import> imports;  // whose rows are; others' are passed over
  std::function<result<definitions_snapshot>(std::int64_t version)> definitions;
};

class recount {
 public:
  // `claims` outlives it, and has no partition open elsewhere.
  recount(recount_options options, const recount_facts& facts, claim_storage& claims);
  ~recount();

  counted_cells& cells() { return cells_; }

  // Offsets ascend from call to call; records may be missing. What was given up, and what was quarantined, is passed
  // over. Errors: cell_overflow, those of the claims and of `definitions`.
  result<void> absorb(std::span<const stream::record> records);

  // cells() has all that was absorbed.
  result<void> settle();

 private:
  class store;

  result<void> open(stream::offset at);
  bool concerns(const stream::record& r) const;
  result<void> enter_version(stream::offset at);
  void enter_window(stream::offset at);
  result<void> enter_day(std::int64_t appended_ms);

  recount_options options_;
  const recount_facts& facts_;
  counted_cells cells_;
  std::unique_ptr<store> store_;
  usage_processor processor_;
  std::set<std::string, std::less<>> tenant_texts_;
  std::size_t versions_entered_ = 0;
  std::size_t windows_entered_ = 0;
  std::int64_t accept_days_;
  arrival_day day_ = 0;
  bool opened_ = false;
};

}  // namespace weir::usage
