// Looking an event's identity up among the claims (usage_claim_runs): was it counted, and where.
//
// Runs are sorted by identity, and identities are uniform hashes: an entry stands close to identity / 2^128 of the way
// through, so one short substring of each run, cut where it should be, almost always decides. Runs are large objects
// stored uncompressed: nothing but the cut is read.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <workers/usage/effects.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/hash.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

struct found_claim {
  usage::arrival_day day = 0;
  stream::offset offset = 0;
  usage::content_hash content = 0;
};

// Where a search goes on: runs of `day` before `first_offset`, then the days before.
struct claim_cursor {
  usage::arrival_day day = 0;
  stream::offset first_offset = 0;
};

struct claim_search {
  std::optional<found_claim> found{};
  std::optional<claim_cursor> next{};  // nothing: every claim was looked at
};

// Newest first, back to `oldest`, for about `time` at most; each batch of runs is a transaction of its own. Under
// role::api. Errors: the database's.
result<claim_search> find_claim(postgres::pool& database, stream::partition_number partition, const hash128& identity,
                                claim_cursor from, usage::arrival_day oldest, std::chrono::milliseconds time);

// The cursor that begins with the newest claims.
claim_cursor newest_claims(timestamp now);
// The day before which there are none: they are dropped by whole days some time after the window has passed.
usage::arrival_day oldest_claims(timestamp now, std::int64_t accept_days);

struct claim_question {
  usage::arrival_day day = 0;  // of the record that might have been counted
  stream::offset offset = 0;
  hash128 identity;
};
// For each question, whether the record at this offset is the one that was counted under the identity.
result<std::vector<bool>> counted_at(postgres::executor& in, stream::partition_number partition,
                                     std::span<const claim_question> questions);

}  // namespace weir::api
