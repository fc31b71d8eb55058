// Keeps the runs of claims in the database few: many small flushes would leave a row each. Works inside the flush that
// wrote the last of them, so it is fenced by the same lease rows, and a claim is never missing or there twice.
//
// A run of 2048 claims or more stays as it is (level 2). 64 smaller ones in a row become one (level 1, or 2 when it is
// large enough), 64 of those become one of level 2: a claim is written three times at most, and once where flushes are
// large. Runs of a day still do not overlap.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include <workers/usage/claim_run.hpp>

#include <weir/postgres/connection.hpp>

namespace weir::usage {

constexpr int claim_levels = 2;  // the last is final
std::int16_t claim_run_level(std::size_t entries);

// One thread: the committer's.
class postgres_claim_merger {
 public:
  // A run was written by the transaction that `inside` is in.
  result<void> wrote(postgres::connection& inside, stream::partition_number partition, arrival_day day,
                     const encoded_run& run);

 private:
  // Small runs since the last look, by partition and day. An owner that comes anew finds those of the one before.
  std::map<std::pair<stream::partition_number, arrival_day>, int> small_;
};

}  // namespace weir::usage
