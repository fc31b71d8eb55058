// Rows of `archive_segments`: which stretches of the log are archived, and as which objects. Only ever added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weir/contract/archive_manifest.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres::archive_segments {

// manifest.installation stays empty: it is the database's own.
struct row {
  contract::archive_manifest manifest;
  bytes32 manifest_sha256{};
  std::string object;  // name in the archive
};

// Under role::worker.
result<void> add(executor& in, const row& r);

// The partition's newest one.
result<std::optional<row>> newest(executor& in, const std::string& topic, std::int32_t partition);

// The first segment of that log that ends at `at` or behind it.
result<std::optional<row>> reaching(executor& in, const std::string& topic, std::int32_t partition,
                                    std::int32_t log_number, std::int64_t at);

// By sequence, behind `after`.
result<std::vector<row>> list(executor& in, const std::string& topic, std::int32_t partition, std::int64_t after,
                              std::int32_t most);

// Topics and partitions that have any, in order.
result<std::vector<std::pair<std::string, std::int32_t>>> partitions(executor& in);

// Whether an operator gave up exactly the way from `from` to `next` (weir partition accept-loss): before it or behind
// it the numbers of a partition's records go on elsewhere.
result<bool> is_accepted(executor& in, const std::string& topic, std::int32_t partition, std::int64_t from,
                         std::int64_t next);

}  // namespace weir::postgres::archive_segments
