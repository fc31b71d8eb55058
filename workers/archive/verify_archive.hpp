// Whether the archive is what it says: every object there and unaltered, every manifest chained to the one before,
// every record in its place, no offset missing and none twice.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>

namespace weir::archive {

struct archive_problem {
  std::string object;  // or topic/partition, where it is of no single one
  std::string explanation;
};

struct archive_verdict {
  std::int64_t partitions = 0;
  std::int64_t segments = 0;
  std::int64_t records = 0;
  std::int64_t raw_bytes = 0;
  std::int64_t stored_bytes = 0;
  std::vector<archive_problem> problems;
};

struct verify_scope {
  std::string topic;            // empty: all
  std::int32_t partition = -1;  // negative: all
};

// `progress` is told after each segment. Errors: of the index and archive_unavailable; what is wrong with the archive
// is in the verdict.
result<archive_verdict> verify_archive(archive_index& index, object_store& store, const verify_scope& scope,
                                       const std::function<void(const archive_verdict&)>& progress = {});

}  // namespace weir::archive
