// Names of objects: <installation>/<topic>/<partition>/<sequence>-<first>-<last>-<digest>.weirseg.zst, and beside it
// the manifest, .json in place of .weirseg.zst. The digest is the first half of the manifest's SHA-256, which covers
// the segment's own, so a name never has two contents; names of a partition sort as its segments do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/crypto.hpp>
#include <weir/contract/archive_manifest.hpp>

namespace weir::archive {

inline constexpr std::string_view segment_ending = ".weirseg.zst";
inline constexpr std::string_view manifest_ending = ".json";

// Of the segment.
std::string segment_name(const contract::archive_manifest& m, const bytes32& manifest_sha256);

// Of the manifest that belongs to it.
std::string manifest_name(std::string_view segment);

// What the names of a partition begin with.
std::string name_prefix(std::string_view installation, std::string_view topic, std::int32_t partition);

struct parsed_name {
  std::string installation;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t sequence = 0;
  std::int64_t first_offset = 0;
  std::int64_t last_offset = 0;
  bool is_manifest = false;
};
// Nothing for a name that is not of this form: others' objects are left alone.
std::optional<parsed_name> parse_name(std::string_view name);

}  // namespace weir::archive
