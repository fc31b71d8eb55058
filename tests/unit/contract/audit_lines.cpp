// What an export says is what was chained: hashes must be the same after reading it.
#include <doctest/doctest.h>

#include <weir/contract/audit_lines.hpp>

using namespace weir;
namespace contract = weir::contract;

namespace {

domain::audit_entry entry() {
  domain::audit_entry e;
  e.chain = "platform";
  e.event_id = "evt_1";
  e.type = "meter.created";
  e.actor = "key_1";
  e.subject = "mtr_1";
  e.tenant = "ten_1";
  e.occurred_at = {1'764'000'000'123'456'789};
  e.request = "req_1";
  e.personal = {{"after.name", sha256("b")}, {"address", sha256("a")}};
  e.before = R"({"a":"\"ü\\","n":1.10})";
  domain::audit_head head;
  domain::append_to_chain(head, e);
  return e;
}

}  // namespace

TEST_CASE("entries, checkpoints, keys and what stands beside come back as they were") {
  const auto e = entry();
  const auto line = contract::write_audit_line(e);
  CHECK(line.ends_with("}\n"));
  CHECK(std::get<domain::audit_entry>(contract::read_audit_line(line).value()) == e);
  CHECK(domain::audit_entry_hash(e) == e.hash);
  auto bare = e;
  bare.tenant.reset();
  bare.before.reset();
  bare.personal.clear();
  CHECK(std::get<domain::audit_entry>(contract::read_audit_line(contract::write_audit_line(bare)).value()) == bare);

  domain::audit_checkpoint c{"platform", 3, 7, e.hash, e.previous, {1'764'000'000'123'456'000}, {}, {}};
  domain::sign_checkpoint(c, bytes32{1});
  CHECK(std::get<domain::audit_checkpoint>(contract::read_audit_line(contract::write_audit_line(c)).value()) == c);

  const contract::audit_personal_line p{"platform", {7, "address", std::string(32, '\xff'), "192.0.2.1"}};
  const auto beside =
      std::get<contract::audit_personal_line>(*contract::read_audit_line(contract::write_audit_line(p)));
  CHECK(beside.value.salt == p.value.salt);
  CHECK(beside.value.value == p.value.value);

  CHECK_FALSE(std::get<contract::audit_end_line>(*contract::read_audit_line("{\"kind\":\"end\",\"next_cursor\":null}"))
                  .next_cursor);
}

TEST_CASE("keys travel as a JWK set") {
  const auto open = signing_public_key(bytes32{9});
  const contract::audit_key_line lines[] = {{{domain::audit_key_id(open), open}, {0}, timestamp{1}}};
  const auto text = contract::write_audit_keys(lines);
  const auto back = contract::read_audit_keys(text + "\n");
  REQUIRE(back.has_value());
  REQUIRE(back->size() == 1);
  CHECK(back->front().id == domain::audit_key_id(open));
  CHECK(back->front().public_key == open);
  CHECK(contract::read_audit_keys(R"({"keys":[{"kty":"RSA","n":"x"}]})")->empty());
  for (const char* bad : {"", "[]", "{}", R"({"keys":[{"crv":"Ed25519","kid":"a","x":"AA"}]})", R"({"keys":[1]})"})
    CHECK_FALSE(contract::read_audit_keys(bad).has_value());
}

TEST_CASE("a line that is damaged is refused, not guessed") {
  const auto whole = contract::write_audit_line(entry());
  for (std::size_t n = 0; n + 2 < whole.size(); ++n)
    CHECK_FALSE(contract::read_audit_line(whole.substr(0, n)).has_value());
  for (const char* bad :
       {R"({"kind":"nothing"})", R"({"kind":"entry"})", R"({"kind":"checkpoint","sequence":"x"})", "7"})
    CHECK_FALSE(contract::read_audit_line(bad).has_value());
  auto odd = whole;
  odd.replace(odd.find("\"hash\":\"") + 8, 2, "zz");
  CHECK_FALSE(contract::read_audit_line(odd).has_value());
}
