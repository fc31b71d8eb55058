// What is encoded is as long as its entries, sorted, and the same claims again; for every small size, and where it is
// cut.
#include <algorithm>
#include <random>

#include <doctest/doctest.h>
#include <workers/usage/claim_run.hpp>

namespace weir::usage {
namespace {

std::vector<claim_entry> some_claims(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<claim_entry> out;
  for (std::size_t i = 0; i < count; ++i) {
    claim_entry e;
    // Few different top bits: neighbors in one bucket are told apart by the rest.
    e.identity = {(random() & 3) << 62 | (random() & 0xff), random()};
    e.content = static_cast<content_hash>(random());
    e.offset = 1000 + static_cast<stream::offset>(i / 3);
    out.push_back(e);
  }
  return out;
}

auto by_identity(const claim_entry& e) {
  return std::pair(e.identity.high, e.identity.low);
}

TEST_CASE("a run of any size is whole, sorted and holds what was put in") {
  for (std::size_t count = 1; count <= 200; ++count) {
    CAPTURE(count);
    auto claims = some_claims(count, count);
    const auto runs = encode_claim_runs(claims);
    REQUIRE(runs.size() == 1);
    const auto& run = runs.front();
    REQUIRE(run.entries.size() == count * claim_entry_bytes);
    std::vector<claim_entry> found;
    REQUIRE(decode_claim_run(run.entries, run.first_offset, [&](const claim_entry& e) { found.push_back(e); }));
    CHECK(std::ranges::is_sorted(found, {}, by_identity));
    std::ranges::sort(claims, {}, by_identity);
    REQUIRE(found.size() == claims.size());
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(found[i].identity == claims[i].identity);
      CHECK(found[i].content == claims[i].content);
      CHECK(found[i].offset == claims[i].offset);
    }
  }
}

TEST_CASE("many claims are cut into short runs of about one size, none within a record") {
  auto claims = some_claims(100'000, 1);
  const auto runs = encode_claim_runs(claims);
  REQUIRE(runs.size() == 4);
  std::vector<claim_entry> found;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CHECK(runs[i].entries.size() / claim_entry_bytes <= 32'768);
    CHECK(runs[i].entries.size() / claim_entry_bytes > 24'900);
    if (i > 0) CHECK(runs[i].first_offset > runs[i - 1].last_offset);
    REQUIRE(decode_claim_run(runs[i].entries, runs[i].first_offset, [&](const auto& e) { found.push_back(e); }));
  }
  std::ranges::sort(claims, {}, by_identity);
  std::ranges::sort(found, {}, by_identity);
  CHECK(std::ranges::equal(found, claims, {}, by_identity, by_identity));
}

}  // namespace
}  // namespace weir::usage
