#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <workers/usage/postgres_claim_merger.hpp>

namespace weir::usage {
namespace {

using postgres::param;
using postgres::statement;

constexpr std::size_t final_entries = 2048;
constexpr int merge_fan = 64;
constexpr int looked_at = 4 * merge_fan;
constexpr std::size_t days_most = 4096;

// The newest runs of a day.
const statement list_runs{"usage.claim_run_list", R"sql(
SELECT first_offset, last_offset, level FROM usage_claim_runs
WHERE scope = 0 AND partition = $1 AND day = date '1970-01-01' + $2::int ORDER BY first_offset DESC LIMIT $3::int)sql"};
const statement take_runs{"usage.claim_run_take", R"sql(
DELETE FROM usage_claim_runs
WHERE scope = 0 AND partition = $1 AND day = date '1970-01-01' + $2::int AND first_offset >= $3
RETURNING first_offset, entries)sql"};
const statement put_run{"usage.claim_run_put", R"sql(
INSERT INTO usage_claim_runs (scope, partition, day, first_offset, last_offset, level, digest, entries)
VALUES (0, $1, date '1970-01-01' + $2::int, $3, $4, $5::smallint, $6, $7))sql"};

struct listed {
  stream::offset first = 0;
  stream::offset last = 0;
  int level = 0;
};

result<std::vector<listed>> newest_runs(postgres::connection& inside, stream::partition_number partition,
                                        arrival_day day) {
  auto found = inside.run(list_runs, partition, day, looked_at);
  if (!found) return std::unexpected(found.error());
  std::vector<listed> out;
  for (std::size_t i = 0; i < found->size(); ++i)
    out.push_back({found->at(i, 0).int8(), found->at(i, 1).int8(), found->at(i, 2).int4()});
  return out;
}

// Replaces every run of the day that begins at `first` or behind it by one of `level` or above.
result<void> merge_from(postgres::connection& inside, stream::partition_number partition, arrival_day day,
                        stream::offset first, int level) {
  auto taken = inside.run(take_runs, partition, day, first);
  if (!taken) return std::unexpected(taken.error());
  std::vector<claim_entry> entries;
  for (std::size_t i = 0; i < taken->size(); ++i) {
    const auto bytes = taken->at(i, 1).bytes();
    if (!decode_claim_run(bytes, taken->at(i, 0).int8(), [&](const claim_entry& e) { entries.push_back(e); }))
      return fail(error_code::database_error, "A run of claims has a size that no run has.");
  }
  std::ranges::sort(entries, {}, &claim_entry::offset);
  for (const auto& run : encode_claim_runs(entries)) {
    const auto of_size = static_cast<int>(claim_run_level(run.entries.size() / claim_entry_bytes));
    auto put = inside.run(put_run, partition, day, run.first_offset, run.last_offset, std::max(level, of_size),
                          static_cast<std::int64_t>(run.digest), param::bytes(run.entries));
    if (!put) return std::unexpected(put.error());
  }
  return {};
}

}  // namespace

std::int16_t claim_run_level(std::size_t entries) {
  return static_cast<std::int16_t>(entries >= final_entries ? claim_levels : 0);
}

result<void> postgres_claim_merger::wrote(postgres::connection& inside, stream::partition_number partition,
                                          arrival_day day, const encoded_run& run) {
  if (claim_run_level(run.entries.size() / claim_entry_bytes) != 0) return {};
  if (small_.size() > days_most) small_.clear();
  auto& small = small_[{partition, day}];
  if (++small < merge_fan) return {};
  small = 0;
  for (int level = 0; level < claim_levels; ++level) {
    auto runs = newest_runs(inside, partition, day);
    if (!runs) return std::unexpected(runs.error());
    // The newest ones in a row: what stands between two runs would overlap with their union.
    std::optional<stream::offset> from;
    int count = 0;
    for (const auto& r : *runs) {
      if (r.level > level || runs->front().last - r.first > std::numeric_limits<std::uint32_t>::max()) break;
      from = r.first;
      count += r.level == level;
    }
    if (count < merge_fan) {
      // A flush that was rolled back was counted, too.
      if (level == 0) small = count;
      return {};
    }
    if (auto merged = merge_from(inside, partition, day, *from, level + 1); !merged) return merged;
  }
  return {};
}

}  // namespace weir::usage
