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

TEST_CASE("a list of claims becomes the runs that its blocks are, none within a record and none short") {
  std::vector<claim_list::block> spare;
  claim_list list;
  auto claims = some_claims(100'000, 2);
  for (const auto& e : claims)
    list.push_back(e, spare);
  REQUIRE(list.blocks().size() == 4);
  const auto runs = encode_claim_runs(list);
  REQUIRE(runs.size() == 4);
  std::vector<claim_entry> found;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CHECK(runs[i].entries.size() / claim_entry_bytes > 16'000);
    if (i > 0) CHECK(runs[i].first_offset > runs[i - 1].last_offset);
    REQUIRE(decode_claim_run(runs[i].entries, runs[i].first_offset, [&](const auto& e) { found.push_back(e); }));
  }
  std::ranges::sort(claims, {}, by_identity);
  std::ranges::sort(found, {}, by_identity);
  CHECK(std::ranges::equal(found, claims, {}, by_identity, by_identity));
}

TEST_CASE("blocks of a list that was written are used again") {
  std::vector<claim_list::block> spare;
  claim_list list;
  for (const auto& e : some_claims(100'000, 3))
    list.push_back(e, spare);
  const auto* last = list.blocks().back().data();
  list.give_back(spare);
  CHECK(list.blocks().empty());
  REQUIRE(spare.size() == 4);
  claim_list next;
  for (const auto& e : some_claims(40'000, 4))
    next.push_back(e, spare);
  CHECK(spare.size() == 2);
  REQUIRE(next.blocks().size() == 2);
  CHECK(next.blocks().front().data() == last);
  CHECK(next.blocks().front().size() + next.blocks().back().size() == 40'000);
}

TEST_CASE("offsets of one block lie within 32 bits of each other") {
  std::vector<claim_list::block> spare;
  claim_list list;
  claim_entry e;
  for (const stream::offset at : {stream::offset{0}, stream::offset{0xffff'ffff}, stream::offset{0x1'0000'0000}}) {
    e.offset = at;
    list.push_back(e, spare);
  }
  CHECK(list.blocks().size() == 2);
  CHECK(encode_claim_runs(list).size() == 2);
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
