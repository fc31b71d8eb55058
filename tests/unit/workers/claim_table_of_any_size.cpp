// The set of identities in memory, from its first slots to some in huge pages.
#include <doctest/doctest.h>
#include <workers/usage/claim_table.hpp>

using namespace weir;
using namespace weir::usage;

namespace {

// Spread over the whole range, in no order.
hash128 identity(std::uint64_t n) {
  return {n * 0x9e3779b97f4a7c15ULL, n};
}

}  // namespace

TEST_CASE("every identity is found with its content, none is found that was not put in, and a scan goes upward") {
  claim_table table;
  std::uint64_t next = 0;
  for (std::uint64_t size : {1u, 20u, 1000u, 60'000u, 400'000u}) {
    for (; next < size; ++next)
      REQUIRE(!table.insert(identity(next), static_cast<content_hash>(next)));
    CHECK(table.size() == size);
    bool right = true;
    for (std::uint64_t n = 0; n < size; n += 1 + size / 5000)
      right = right && table.find(identity(n)) == static_cast<content_hash>(n) &&
              table.insert(identity(n), 1) == static_cast<content_hash>(n) && !table.find(identity(size + n));
    CHECK(right);
    hash128 last;
    std::uint64_t seen = 0;
    table.for_each([&](const hash128& id, content_hash) {
      right = right && last <= id;
      last = id;
      ++seen;
    });
    CHECK(right);
    CHECK(seen == size);
  }
  CHECK(table.memory_bytes() <= 31 * next);

  for (std::uint64_t n = 0; n < next; n += 3)
    table.erase(identity(n));
  bool right = true;
  for (std::uint64_t n = 0; n < next; ++n)
    right = right && table.find(identity(n)).has_value() == (n % 3 != 0);
  CHECK(right);
  table.clear();
  CHECK(table.size() == 0);
  CHECK(table.memory_bytes() == 0);
  CHECK(!table.insert(identity(1), 5));
  CHECK(table.find(identity(1)) == 5);
}

TEST_CASE("identities at both ends of the range crowd together and stay apart") {
  claim_table table;
  for (std::uint64_t n = 0; n < 3000; ++n) {
    REQUIRE(!table.insert({~std::uint64_t{0}, n}, 1));
    REQUIRE(!table.insert({0, n + 1}, 2));
  }
  CHECK(table.find({~std::uint64_t{0}, 2999}) == 1);
  CHECK(table.find({0, 3000}) == 2);
  CHECK(!table.find({0, 3001}));
}
