// Which segments the archive has. The real one is postgres_archive_index; manifest_index reads the archive itself,
// memory_archive_index is the twin for histories.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weir/contract/archive_manifest.hpp>
#include <weir/stream/store.hpp>

namespace weir::archive {

struct archived_segment {
  contract::archive_manifest manifest;
  bytes32 manifest_sha256{};
  std::string object;
};

class archive_index {
 public:
  virtual ~archive_index() = default;

  using found_segment = result<std::optional<archived_segment>>;

  // The partition's newest one.
  virtual found_segment newest(const std::string& topic, std::int32_t partition) = 0;

  // The first segment of that log that ends at `at` or behind it.
  virtual found_segment reaching(const std::string& topic, std::int32_t partition, std::int32_t log_number,
                                 stream::offset at) = 0;

  // By sequence, those behind `after`, some at a time; nothing at the end.
  virtual result<std::vector<archived_segment>> list(const std::string& topic, std::int32_t partition,
                                                     std::int64_t after) = 0;

  // Topics and partitions that have any, in order.
  virtual result<std::vector<std::pair<std::string, std::int32_t>>> partitions() = 0;

  // Whether an operator gave up the way from `from` to `next`, forwards or back.
  virtual result<bool> is_accepted(const std::string& topic, std::int32_t partition, stream::offset from,
                                   stream::offset next) = 0;
};

// The index as the worker needs it.
class archive_ledger {
 public:
  virtual ~archive_ledger() = default;
  virtual archive_index::found_segment newest(const std::string& topic, std::int32_t partition) = 0;

  // Inside a flush's transaction.
  virtual result<void> write(stream::transaction& tx, const archived_segment& what) = 0;
};

}  // namespace weir::archive
