// What a database belongs to, its switches, and how long it keeps rows that only explain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

namespace installation {

struct row {
  std::string id;
  std::string topic_prefix;
  std::int32_t partitions = 0;
  std::string claim_key;  // 32 bytes; a secret
  timestamp created_at{};
};

// Under role::owner. Makes the one row, or checks it: of two that start at once, both see the first one's row.
// Errors: installation_mismatch (another topic prefix), partition_count_mismatch.
result<row> create_or_check(executor& in, const row& wanted);

// The row without its claim key; nothing before the first start.
result<std::optional<row>> find(executor& in);

// 32 bytes; what is derived from it lives as long as the database does. Under role::api or role::worker. Error:
// installation_mismatch when the row is not there yet.
result<std::string> claim_key(executor& in);

}  // namespace installation

namespace feature_flags {

struct flag {
  std::string name;
  bool enabled = false;
  std::string description;
  timestamp updated_at{};
};
result<std::vector<flag>> list(executor& in);
result<flag> find(executor& in, const std::string& name);  // error: feature_flag_not_found
// Whether that changed it: false when it was so, or is not there.
result<bool> set(executor& in, const std::string& name, bool enabled);
// Makes flags that are missing; existing ones keep their state.
result<void> declare(executor& in, const flag& f);

}  // namespace feature_flags

namespace retention {

// The classes of retention_classes that this program knows how to delete, as in that table.
std::vector<std::string> classes();

// Deletes up to `most` rows of the class that are older than it keeps, and returns how many: call it again while it
// returns `most`. Unpublished announcements, unfinished commands and jobs are never deleted. Under role::worker. Error:
// internal_error for an unknown class.
result<std::uint64_t> purge(executor& in, const std::string& retention_class, std::int32_t most);

}  // namespace retention
}  // namespace weir::postgres
