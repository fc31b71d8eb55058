// Buckets never move: the vectors were made once, by other code.
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include <weir/base/hash.hpp>
#include <weir/domain/bucket.hpp>

namespace domain = weir::domain;

TEST_CASE("buckets equal the golden vectors") {
  std::ifstream file(WEIR_SOURCE_DIR "/tests/unit/domain/bucket_vectors.txt");
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    std::istringstream in(line);
    std::string id;
    std::uint64_t hash = 0;
    std::uint16_t bucket = 0;
    in >> id >> std::hex >> hash >> std::dec >> bucket;
    CAPTURE(line);
    const auto tenant = weir::tenant_id::parse(id);
    REQUIRE(tenant.has_value());
    CHECK(weir::hash64(std::span<const std::uint8_t>(tenant->value.bytes)) == hash);
    CHECK(domain::bucket_of(*tenant).number == bucket);
    ++rows;
  }
  CHECK(rows == 32);
}

TEST_CASE("every bucket has one partition whatever their number") {
  for (std::int32_t partitions : {1, 7, 8, 64, 1024}) {
    for (std::uint16_t b = 0; b < domain::bucket_count; ++b) {
      const auto partition = domain::partition_of({b}, partitions);
      REQUIRE(partition >= 0);
      REQUIRE(partition < partitions);
      REQUIRE(partition == b % partitions);
    }
  }
  CHECK(domain::bucket{17}.text() == "17");
}
