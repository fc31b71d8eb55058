// What lies beside each segment of the archive, so that it can be read without the database: one JSON object, its
// members always in the same order, so that its digest is the segment's name in the chain. docs/archive.md shows one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/crypto.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::contract {

struct archive_manifest {
  std::string installation;  // ins_…
  std::string topic;         // without the installation's prefix
  std::int32_t partition = 0;
  std::int64_t sequence = 0;    // of the partition's segments, from 1
  std::int32_t log_number = 0;  // rises when the partition's topic was made anew
  std::int64_t first_offset = 0;
  std::int64_t last_offset = 0;
  std::int64_t records = 0;
  timestamp first_appended_at{};  // the broker's clock
  timestamp last_appended_at{};
  std::int64_t raw_bytes = 0;     // before compression
  std::int64_t stored_bytes = 0;  // of the object
  bytes32 raw_sha256{};
  bytes32 stored_sha256{};
  std::optional<bytes32> previous_sha256{};  // of the manifest before; nothing at the first

  bool operator==(const archive_manifest&) const = default;
};

// With its line feed.
std::string write_archive_manifest(const archive_manifest& m);

// Error: record_malformed, also for a format that is newer than this program.
result<archive_manifest> read_archive_manifest(std::string_view text);

}  // namespace weir::contract
