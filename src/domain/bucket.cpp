#include <span>

#include <weir/base/assert.hpp>
#include <weir/base/hash.hpp>
#include <weir/domain/bucket.hpp>

namespace weir::domain {

bucket bucket_of(tenant_id tenant) {
  const auto hash = hash64(std::span<const std::uint8_t>(tenant.value.bytes));
  return {static_cast<std::uint16_t>(hash % bucket_count)};
}

std::int32_t partition_of(bucket b, std::int32_t partitions) {
  WEIR_ASSERT(partitions >= 1 && partitions <= static_cast<std::int32_t>(bucket_count),
              "a topic has 1 to 1024 partitions");
  return b.number % partitions;
}

}  // namespace weir::domain
