// What an announcement becomes: who, what, when, from where, before and after, with personal data apart.
#include <algorithm>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <workers/audit/audit_processor.hpp>
#include <workers/audit/memory_audit_store.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>

using namespace weir;
using namespace weir::audit;

namespace {

struct held_record {
  std::string value;
  std::string seq = "1";
  std::string frame = "1";
  std::vector<stream::header> headers{};

  stream::record at(stream::offset offset) {
    headers = {{contract::frame_header, frame}, {contract::seq_header, seq}};
    return {3, offset, 1'700'000'000'000, "0", value, headers};
  }
};

std::string salt() {
  return std::string(32, 's');
}

contract::domain_event event() {
  contract::domain_event e;
  e.id = "evt_1";
  e.type = contract::event_type::tenant_updated;
  e.time = *parse_rfc3339("2026-11-20T10:00:00.123456789Z");
  e.tenant = tenant_id::parse("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  e.subject = "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  e.principal = "key_1";
  e.request = "req_1";
  e.address = "192.0.2.1";
  e.data = R"({"name":"Ada","state":"active"})";
  e.before = R"({"name":"Eva","state":"active"})";
  return e;
}

const personal_datum* find(const chained_event& e, std::string_view name) {
  const auto it = std::ranges::find(e.personal, name, &personal_datum::name);
  return it == e.personal.end() ? nullptr : &*it;
}

}  // namespace

TEST_CASE("personal members and the address stand beside the entry, as hashes in it") {
  held_record r{contract::encode_domain_event(event())};
  const auto got = read_event(r.at(7), salt);
  const auto& e = got.entry;
  CHECK(e.event_id == "evt_1");
  CHECK(e.type == "tenant.updated");
  CHECK(e.actor == "key_1");
  CHECK(e.request == "req_1");
  CHECK(e.after == R"({"state":"active"})");
  CHECK(e.before == R"({"state":"active"})");
  REQUIRE(e.personal.size() == 3);
  CHECK(e.personal[0].name == "address");
  REQUIRE(find(got, "after.name") != nullptr);
  CHECK(find(got, "after.name")->value == "\"Ada\"");
  CHECK(find(got, "before.name")->value == "\"Eva\"");
  CHECK(find(got, "before.name")->person == e.subject);
  CHECK(find(got, "address")->person == "key_1");
  for (const auto& p : got.personal) {
    const auto it = std::ranges::find(e.personal, p.name, &domain::personal_hash::name);
    CHECK(it->hash == domain::hash_personal(p.name, p.salt, p.value));
  }
}

TEST_CASE("of a type that is not known, everything is treated as personal") {
  auto text = contract::encode_domain_event(event());
  text.replace(text.find("tenant.updated"), 14, "tenant.exploded");
  held_record r{text};
  const auto got = read_event(r.at(7), salt);
  CHECK(got.entry.type == "tenant.exploded");
  CHECK(got.entry.after == "{}");
  CHECK(find(got, "after")->value == event().data);
  CHECK(find(got, "before")->value == event().before);
}

TEST_CASE("a record that makes no sense is an entry with its place and the reason") {
  held_record framed{contract::encode_domain_event(event()), "1", "2"};
  for (auto r : {held_record{""}, held_record{"nonsense"}, held_record{"{}"}, framed}) {
    const auto got = read_event(r.at(7), salt);
    CHECK(got.entry.type == set_aside_type);
    CHECK(got.entry.actor == "system");
    CHECK(got.entry.subject == "weir.events/3/7");
    CHECK(got.entry.event_id == set_aside(r.at(7), "x").entry.event_id);
    CHECK(got.entry.event_id != set_aside(r.at(8), "x").entry.event_id);
    CHECK(got.entry.after->find("record_") != std::string::npos);
  }
}

TEST_CASE("the mark holds until an operator moves the partition, then the first number is taken as it is") {
  test::manual_clock clock(timestamp::from_ms(1'000'000));
  stream::memory_database database(clock, 1000);
  memory_audit_store store(database);
  audit_processor p(store, salt);
  held_record r{contract::encode_domain_event(event())};
  const auto taken = [&](const char* seq, stream::offset at) {
    r.seq = seq;
    const auto before = p.weight().events;
    CHECK(p.absorb(r.at(at)).has_value());
    return p.weight().events > before;
  };
  stream::lease l;
  l.partition = 3;
  REQUIRE(p.open(l, {}).has_value());
  CHECK_FALSE(taken("2", 0));  // too early: it comes again
  CHECK(taken("1", 1));
  CHECK(taken("2", 2));
  CHECK(taken("1", 3));  // the database knows whether it is chained
  CHECK_FALSE(taken("4", 4));
  CHECK(p.early_records() == 2);

  memory_audit_store::tables(database).marks[3] = {2, 5};
  l.next = 5;
  REQUIRE(p.open(l, {}).has_value());
  CHECK(p.weight().events == 0);
  CHECK_FALSE(taken("4", 5));
  CHECK(taken("3", 6));
  l.next = 9;  // 5 … 8 were given up
  REQUIRE(p.open(l, {}).has_value());
  CHECK(taken("40", 9));
  CHECK(taken("39", 10));
  CHECK_FALSE(taken("42", 11));
  CHECK(taken("41", 12));
}
