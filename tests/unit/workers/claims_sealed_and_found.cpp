// The two tiers of remembered claims: what is sealed, when, and that every answer is as if nothing had left memory.
#include <algorithm>

#include <doctest/doctest.h>
#include <tests/unit/workers/claims_of_a_partition.hpp>
#include <workers/usage/claim_filter.hpp>
#include <workers/usage/claim_manifest.hpp>

using namespace weir;
using namespace weir::usage;

namespace {

constexpr arrival_day today = 20'500;

void add(claims_of_a_partition& p, std::uint64_t from, std::uint64_t to, arrival_day day) {
  for (auto n = from; n < to; ++n) {
    REQUIRE(p.claim(day, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
    if (n % 7 == 6) p.commit();
  }
  p.commit();
}

void all_are_known(claims_of_a_partition& p, std::uint64_t from, std::uint64_t to) {
  for (auto n = from; n < to; ++n) {
    auto entry = entry_of(n, static_cast<stream::offset>(100'000 + n));
    REQUIRE(p.claim(today, entry) == claim_answer::duplicate);
    ++entry.content;
    REQUIRE(p.claim(today, entry) == claim_answer::conflict);
  }
}

std::size_t runs(const claims_of_a_partition& p) {
  return static_cast<std::size_t>(
      std::ranges::count_if(p.files, [](const auto& f) { return f.first.ends_with(".claims"); }));
}

}  // namespace

TEST_CASE("a filter knows every key it was given, and few others") {
  claim_filter filter(20'000);
  for (std::uint64_t n = 0; n < 20'000; ++n)
    filter.add(entry_of(n, 0).identity);
  int strangers = 0;
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    REQUIRE(filter.may_have(entry_of(n, 0).identity));
    strangers += filter.may_have(entry_of(1'000'000 + n, 0).identity);
  }
  CHECK(strangers < 60);  // one in 900 is usual
  CHECK(filter.bytes().size() <= 20'000 * 18 / 8 + 64);
}

TEST_CASE("a manifest reads back, and no other bytes do") {
  const claim_manifest manifest{{1, 2}, 3, 4, -5, 6, {{7, 8}, {9, 10}}};
  const auto bytes = encode_claim_manifest(manifest);
  CHECK(decode_claim_manifest(bytes) == manifest);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 4);
    CHECK(!decode_claim_manifest(flipped));
    CHECK(!decode_claim_manifest(bytes.substr(0, i)));
  }
}

TEST_CASE("claims are sealed, merged and found again, and a restart reads only what is behind them") {
  claims_of_a_partition p(50);
  add(p, 0, 3000, today - 9);
  add(p, 3000, 4000, today);
  CHECK(p.ledger->memory().sealed_count > 3800);
  CHECK(p.ledger->memory().hot_count < 120);
  CHECK(runs(p) < 16);
  all_are_known(p, 0, 4000);
  CHECK(p.claim(today, entry_of(9999, 5000)) == claim_answer::fresh);
  p.restart();
  CHECK(p.loaded < 4000 / 5 + 120);  // a fifth stands in runs that reach across
  CHECK(p.storage->rebuilds == 0);
  CHECK(p.ledger->memory().sealed_count > 3800);
  all_are_known(p, 0, 4000);
}

TEST_CASE("runs do not pile up where every commit brings a seal") {
  claims_of_a_partition p(5);
  std::size_t most = 0;
  for (std::uint64_t n = 0; n < 5000; ++n) {
    REQUIRE(p.claim(today, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
    if (n % 7 == 6) p.commit();
    most = std::max(most, runs(p));
  }
  CHECK(most <= 20);
  CHECK(p.ledger->memory().hot_count < 50);
  all_are_known(p, 0, 5000);
}

TEST_CASE("only what is committed is sealed") {
  claims_of_a_partition p(10);
  for (std::uint64_t n = 0; n < 40; ++n)
    REQUIRE(p.claim(today, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
  p.ledger->committed(39, 0);  // all but the last
  CHECK(runs(p) == 0);
  CHECK(p.ledger->memory().sealed_count == 0);
  p.commit();
  p.commit();
  CHECK(p.ledger->memory().sealed_count == 40);
  // A flush that was not committed is asked for again.
  for (std::uint64_t n = 40; n < 80; ++n)
    REQUIRE(p.claim(today, entry_of(n, static_cast<stream::offset>(n))) == claim_answer::fresh);
  p.roll_back();
  CHECK(p.storage->rebuilds == 0);
  CHECK(p.claim(today, entry_of(50, 50)) == claim_answer::fresh);
  all_are_known(p, 0, 40);
}

TEST_CASE("answers are the same while claims are on their way to disk") {
  claims_of_a_partition p(10);
  p.chores.at_once = false;
  add(p, 0, 30, today);
  add(p, 30, 60, today);
  CHECK(p.chores.waiting.size() == 1);
  all_are_known(p, 0, 60);
  p.chores.run();
  all_are_known(p, 0, 60);
  p.commit();
  CHECK(p.ledger->memory().sealed_count > 0);
  all_are_known(p, 0, 60);
}

TEST_CASE("a ledger that is given up takes nothing back from its chore") {
  claims_of_a_partition p(10);
  p.chores.at_once = false;
  add(p, 0, 30, today);
  REQUIRE(p.chores.waiting.size() == 1);
  const auto given_up = std::move(p.chores.waiting);
  p.chores.waiting.clear();
  p.chores.at_once = true;
  p.restart();
  const auto files = p.files;
  for (const auto& chore : given_up)
    chore();
  CHECK(p.files == files);
  all_are_known(p, 0, 30);
}

TEST_CASE("files of another database are not believed") {
  claims_of_a_partition p(10);
  add(p, 0, 100, today);
  SUBCASE("with another key") {
    p.installation = {8, 8};
  }
  SUBCASE("restored to an older state") {
    p.committed.resize(30);
    p.next = 30;
  }
  SUBCASE("restored, and gone another way past the same offset") {
    p.committed.resize(30);
    for (std::uint64_t n = 30; n < 100; ++n)
      p.committed.emplace_back(today, entry_of(n == 60 ? 5000 : n, static_cast<stream::offset>(n)));
  }
  SUBCASE("restored, and one content is another") {
    p.committed[40].second.content ^= 1;
  }
  p.restart();
  CHECK(p.storage->rebuilds == 1);
  for (const auto& [day, entry] : p.committed)
    REQUIRE(p.claim(today, entry) == claim_answer::duplicate);
  if (p.next == 30) CHECK(p.claim(today, entry_of(70, 30)) == claim_answer::fresh);
  if (p.committed.size() == 100 && p.committed[60].second.identity != entry_of(60, 60).identity)
    CHECK(p.claim(today, entry_of(60, 100)) == claim_answer::fresh);
  // What was rebuilt is believed the next time.
  p.restart();
  CHECK(p.storage->rebuilds == 0);
}

TEST_CASE("a disk that takes nothing leaves claims in memory, up to the ceiling, and is tried again") {
  claims_of_a_partition p(100);
  bool full = true;
  p.fault = [&](std::string_view call) -> std::optional<error> {
    if (full && call == "finish_file") return error(error_code::claim_file_io, "No space left on device");
    return {};
  };
  add(p, 0, 1000, today);
  CHECK(p.ledger->memory().hot_count == 1000);
  CHECK(p.storage->failures > 0);
  CHECK(runs(p) == 0);
  full = false;
  add(p, 1000, 1200, today);
  CHECK(p.ledger->memory().sealed_count > 1000);
  all_are_known(p, 0, 1200);
}

TEST_CASE("at the ceiling the worker stops, and nothing was forgotten") {
  claims_of_a_partition p(1'000'000);
  p.memory_most = 300'000;
  p.restart();
  std::uint64_t n = 0;
  result<claim_answer> answer = claim_answer::fresh;
  while (answer == claim_answer::fresh && n < 100'000) {
    answer = p.claim(today, entry_of(n, static_cast<stream::offset>(n)));
    ++n;
  }
  REQUIRE(!answer);
  CHECK(answer.error().code == error_code::claim_memory_ceiling);
  CHECK(weir::kind(answer.error().code) == error_kind::fatal);
  CHECK(p.claim(today, entry_of(0, 0)) == claim_answer::duplicate);
}

TEST_CASE("forgotten days leave memory and disk, and their ids are new again") {
  claims_of_a_partition p(50);
  add(p, 0, 500, today - 40);
  add(p, 500, 1000, today - 20);
  add(p, 1000, 1020, today);
  const auto before = p.ledger->memory();
  p.since = today - 30;
  std::erase_if(p.committed, [&](const auto& c) { return c.first < p.since; });
  for (int i = 0; i < 10; ++i)
    p.commit();
  const auto after = p.ledger->memory();
  CHECK(after.sealed_count + after.hot_count <= before.sealed_count + before.hot_count - 400);
  CHECK(p.claim(today, entry_of(3, 2000)) == claim_answer::fresh);
  all_are_known(p, 500, 1020);
  p.restart();
  CHECK(p.storage->rebuilds == 0);
  all_are_known(p, 500, 1020);
}

TEST_CASE("loading more than memory holds seals on the way") {
  claims_of_a_partition p(50);
  for (std::uint64_t n = 0; n < 3000; ++n)
    p.committed.emplace_back(today - static_cast<arrival_day>(n / 500), entry_of(n, static_cast<stream::offset>(n)));
  p.next = 3000;
  p.restart();
  REQUIRE(p.opened);
  CHECK(p.ledger->memory().hot_count <= 50);
  CHECK(runs(p) < 20);
  all_are_known(p, 0, 3000);
  p.commit();
  p.restart();
  CHECK(p.storage->rebuilds == 0);
  CHECK(p.loaded <= 600);
}
