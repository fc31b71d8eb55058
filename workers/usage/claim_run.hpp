// The stored form of claims (usage_claim_runs.entries): sorted 24-byte entries, big endian: identity (16), content (4),
// offset - first_offset (4).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <workers/usage/effects.hpp>

namespace weir::usage {

inline constexpr std::size_t claim_entry_bytes = 24;

// What tells one set of claims from another without listing them: how many, and a sum over them modulo 2⁶² that does
// not depend on their order or on how they are cut into runs.
struct claim_sum {
  std::int64_t count = 0;
  std::uint64_t digest = 0;

  void add(const claim_entry& entry);
  void add(const claim_sum& other);
  bool operator==(const claim_sum&) const = default;
};

using claim_sums = std::map<arrival_day, claim_sum>;

inline constexpr std::uint64_t claim_digest_mask = (std::uint64_t{1} << 62) - 1;

struct encoded_run {
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::uint64_t digest = 0;  // of claim_sum
  std::string entries;
};

// Runs of at most some 33,000 entries, none of which ends within a record.
std::vector<encoded_run> encode_claim_runs(const claim_list& claims);
// The same of entries in log order, cut into runs of about one size.
std::vector<encoded_run> encode_claim_runs(const std::vector<claim_entry>& entries);

// False when the bytes are not whole entries.
bool decode_claim_run(std::string_view bytes, stream::offset first_offset,
                      const std::function<void(const claim_entry&)>& take);

}  // namespace weir::usage
