// The stored form of claims (usage_claim_runs.entries): sorted 24-byte entries, big endian: identity (16), content (4),
// offset - first_offset (4).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <workers/usage/effects.hpp>

namespace weir::usage {

inline constexpr std::size_t claim_entry_bytes = 24;

struct encoded_run {
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::string entries;
};

// Offsets of one run must lie within 2³² of each other; more make several runs.
std::vector<encoded_run> encode_claim_runs(const std::vector<claim_entry>& entries);

// False when the bytes are not whole entries.
bool decode_claim_run(std::string_view bytes, stream::offset first_offset,
                      const std::function<void(const claim_entry&)>& take);

}  // namespace weir::usage
