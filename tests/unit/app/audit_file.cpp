// An export as it is read back and judged.
#include <sstream>

#include <doctest/doctest.h>
#include <src/app/audit_trail.hpp>

#include <weir/contract/audit_lines.hpp>

using namespace weir;
using namespace weir::app;

namespace {

const bytes32 seed{5};

std::string exported(bool with_end = true) {
  std::string entries, checkpoints;
  for (const char* chain : {"platform", "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"}) {
    domain::audit_head head;
    for (int i = 0; i < 5; ++i) {
      domain::audit_entry e;
      e.chain = chain;
      e.event_id = chain + std::to_string(i);
      e.after = "{}";
      domain::append_to_chain(head, e);
      entries += contract::write_audit_line(e);
      if (i != 2) continue;
      domain::audit_checkpoint c{chain, 1, head.sequence, head.hash, {}, {0}, {}, {}};
      domain::sign_checkpoint(c, seed);
      checkpoints += contract::write_audit_line(c);
    }
  }
  const auto open = signing_public_key(seed);
  const auto key = contract::write_audit_line(contract::audit_key_line{{domain::audit_key_id(open), open}, {0}, {}});
  return checkpoints + key + entries + (with_end ? contract::write_audit_line(contract::audit_end_line{}) : "");
}

audit_trail read(const std::string& text) {
  std::istringstream in(text);
  return read_audit_file(in).value();
}

}  // namespace

TEST_CASE("an export of several chains is counted and fits") {
  const auto trail = read(exported());
  CHECK(trail.whole);
  const auto v = verify_trail(trail);
  CHECK_FALSE(v.problem);
  CHECK(v.chains == 2);
  CHECK(v.entries == 10);
  CHECK(v.checkpoints == 2);
  CHECK(v.unsigned_entries == 4);
  CHECK(verdict_json(v) == R"({"ok":true,"chains":2,"entries":10,"checkpoints":2,"unsigned_entries":4})");
  CHECK_FALSE(read(exported(false)).whole);
}

TEST_CASE("the first chain in which something is wrong is named, with entry and reason") {
  auto text = exported();
  const auto at = text.find("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV3");
  text.replace(at, 3, "net");
  const auto v = verify_trail(read(text));
  REQUIRE(v.problem);
  CHECK(v.problem->what == domain::audit_fault::altered);
  CHECK(v.problem->chain == "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(v.problem->sequence == 4);
  CHECK(verdict_json(v).find(R"("problem":{"what":"altered")") != std::string::npos);
}

TEST_CASE("a line that cannot be read is named by its number") {
  std::istringstream in(exported() + "nonsense\n");
  const auto trail = read_audit_file(in);
  REQUIRE_FALSE(trail);
  CHECK(trail.error().detail.starts_with("line 15:"));
}

TEST_CASE("a head beside the chain finds a tail that no checkpoint covered") {
  auto trail = read(exported());
  auto& chain = trail.chains.at("platform");
  chain.head = {5, chain.entries.back().hash};
  CHECK_FALSE(verify_trail(trail).problem);
  chain.entries.pop_back();
  const auto cut = verify_trail(trail);
  REQUIRE(cut.problem);
  CHECK(cut.problem->what == domain::audit_fault::cut);
  CHECK(cut.problem->sequence == 5);
  chain.head = {4, {}};
  CHECK(verify_trail(trail).problem->what == domain::audit_fault::forged);
}
