// Which bucket a tenant's records go to, and which partition a bucket goes to. Fixed for ever: a change of either
// function would split a tenant's history over two owners. Golden vectors: tests/unit/domain/bucket_vectors.txt.
#pragma once

#include <cstdint>
#include <string>

#include <weir/base/ulid.hpp>

namespace weir::domain {

inline constexpr std::uint32_t bucket_count = 1024;

struct bucket {
  std::uint16_t number = 0;  // 0 to 1023

  auto operator<=>(const bucket&) const = default;
  std::string text() const { return std::to_string(number); }  // the key of a record
};

// Commands that concern the platform, not one tenant.
inline constexpr bucket platform_bucket{0};

// XXH3-64, seed 0, of the id's 16 bytes, mod 1024.
bucket bucket_of(tenant_id tenant);

// bucket mod P. 1 <= partitions <= 1024.
std::int32_t partition_of(bucket b, std::int32_t partitions);

}  // namespace weir::domain
