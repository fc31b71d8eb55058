// Whatever is changed, exchanged, taken out or cut off is found, and named by the first entry that is not as it was.
#include <algorithm>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/audit_verify.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr const char* chain_name = "ten_01JAAAAAAAAAAAAAAAAAAAAAAA";
const bytes32 seed{7, 7, 7};

struct trail {
  std::vector<audit_entry> entries;
  std::vector<audit_checkpoint> checkpoints;
  std::vector<audit_key> keys{{audit_key_id(signing_public_key(seed)), signing_public_key(seed)}};
  std::vector<personal_value> personal;
  std::vector<audit_checkpoint> kept;

  audit_evidence evidence() const { return {entries, checkpoints, keys, personal, kept}; }
  std::optional<audit_problem> check() const { return verify_chain(chain_name, evidence()); }
};

void add_checkpoint(trail& t) {
  audit_checkpoint c;
  c.chain = chain_name;
  c.number = static_cast<std::int64_t>(t.checkpoints.size()) + 1;
  c.sequence = t.entries.back().sequence;
  c.head = t.entries.back().hash;
  if (!t.checkpoints.empty()) c.previous = audit_checkpoint_hash(t.checkpoints.back());
  c.signed_at = {c.sequence * 1'000'000'123};
  sign_checkpoint(c, seed);
  t.checkpoints.push_back(c);
}

// `each`: entries between two checkpoints.
trail made(std::int64_t count, std::int64_t each) {
  trail t;
  audit_head head;
  for (std::int64_t n = 1; n <= count; ++n) {
    audit_entry e;
    e.chain = chain_name;
    e.event_id = "evt_" + std::to_string(n);
    e.type = n % 2 == 0 ? "meter.updated" : "tenant.updated";
    e.actor = "key_1";
    e.subject = "mtr_1";
    if (n % 3 != 0) e.tenant = chain_name;
    e.occurred_at = {n * 1'000'000'001};
    e.request = n % 4 == 0 ? "" : "req_1";
    const auto salt = "salt" + std::to_string(n);
    e.personal = {{"address", hash_personal("address", salt, "192.0.2.1")},
                  {"after.name", hash_personal("after.name", salt, "Ada")}};
    t.personal.push_back({n, "address", salt, "192.0.2.1"});
    t.personal.push_back({n, "after.name", salt, "Ada"});
    if (n % 2 == 0) e.before = "{}";
    e.after = R"({"n":)" + std::to_string(n) + "}";
    append_to_chain(head, e);
    t.entries.push_back(e);
    if (n % each == 0) add_checkpoint(t);
  }
  return t;
}

trail any_trail() {
  return made(*rc::gen::inRange<std::int64_t>(4, 14), *rc::gen::inRange<std::int64_t>(2, 6));
}

std::size_t any_place(const auto& of) {
  return *rc::gen::inRange<std::size_t>(0, of.size());
}

void bend(auto& bytes) {
  bytes[any_place(bytes)] ^= static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
}

// Hashes and links from `from` on, as somebody would who knows how they are made.
void rehash(trail& t, std::size_t from) {
  for (auto i = from; i < t.entries.size(); ++i) {
    if (i > 0) t.entries[i].previous = t.entries[i - 1].hash;
    t.entries[i].hash = audit_entry_hash(t.entries[i]);
  }
}

constexpr int fields = 13;

void change_field(audit_entry& e, int which) {
  switch (which) {
    case 0:
      e.event_id += 'x';
      break;
    case 1:
      e.type = "meter.deleted";
      break;
    case 2:
      e.actor = "key_2";
      break;
    case 3:
      e.subject.clear();
      break;
    case 4:
      e.tenant = e.tenant ? std::nullopt : std::optional<std::string>(chain_name);
      break;
    case 5:
      e.occurred_at.ns += 1000;
      break;
    case 6:
      e.request += '1';
      break;
    case 7:
      bend(e.personal[0].hash);
      break;
    case 8:
      e.personal.pop_back();
      break;
    case 9:
      e.before = e.before ? std::nullopt : std::optional<std::string>("{}");
      break;
    case 10:
      e.after = "{}";
      break;
    case 11:
      bend(e.previous);
      break;
    case 12:
      bend(e.hash);
      break;
  }
}

void expect(const std::optional<audit_problem>& got, audit_fault what, std::int64_t sequence) {
  RC_ASSERT(got.has_value());
  RC_LOG() << name(got->what) << " at " << got->sequence << ": " << got->explanation;
  RC_ASSERT(name(got->what) == name(what));
  RC_ASSERT(got->sequence == sequence);
}

}  // namespace

TEST_CASE("a chain as it was made fits, with and without its personal data") {
  rc::check([] {
    auto t = any_trail();
    RC_ASSERT_FALSE(t.check().has_value());
    std::erase_if(t.personal, [](const auto&) { return *rc::gen::arbitrary<bool>(); });
    RC_ASSERT_FALSE(t.check().has_value());
  });
}

TEST_CASE("the hash of an entry equals the golden vector") {
  const auto t = made(2, 2);
  CHECK(hex(t.entries[0].hash) == "5b94fc99ce6371edc20ecb145dc28e82218f1e1397af6e715d448a007df865a4");
  CHECK(hex(t.entries[1].hash) == "d792829e3ad274617bc9ed58cdd868fabe83eeb15a0b3eebc52a2a2c0693b652");
  CHECK(t.keys[0].id == "aud_14bef76e3c5d7cfd8e9fd64012fbff78");
  CHECK(hex(audit_checkpoint_hash(t.checkpoints[0])) ==
        "0da07a52ce9b97b5b90f2d00f86407ad9166814a83d429709efd3b57812de9bb");
}

TEST_CASE("a change to any one field of any entry is found at this entry") {
  rc::check([] {
    auto t = any_trail();
    const auto i = any_place(t.entries);
    const auto which = *rc::gen::inRange(0, fields);
    change_field(t.entries[i], which);
    const auto got = t.check();
    RC_ASSERT(got.has_value());
    RC_ASSERT(got->sequence == static_cast<std::int64_t>(i) + 1);
    RC_ASSERT(got->what == audit_fault::altered || (which == 12 && got->what == audit_fault::forged));
  });
}

TEST_CASE("a changed sequence is found, whether the entries are sorted by it or not") {
  rc::check([] {
    auto t = any_trail();
    const auto i = any_place(t.entries);
    const auto was = t.entries[i].sequence;
    t.entries[i].sequence =
        *rc::gen::suchThat(rc::gen::inRange<std::int64_t>(-1, 30), [&](auto n) { return n != was; });
    if (*rc::gen::arbitrary<bool>()) std::ranges::sort(t.entries, {}, &audit_entry::sequence);
    RC_ASSERT(t.check().has_value());
  });
}

TEST_CASE("two entries that change places are reordered, in the file and in the table") {
  rc::check([] {
    auto t = any_trail();
    const auto a = any_place(t.entries);
    const auto b =
        *rc::gen::suchThat(rc::gen::inRange<std::size_t>(0, t.entries.size()), [&](auto n) { return n != a; });
    std::swap(t.entries[a], t.entries[b]);
    if (*rc::gen::arbitrary<bool>()) std::swap(t.entries[a].sequence, t.entries[b].sequence);
    expect(t.check(), audit_fault::reordered, static_cast<std::int64_t>(std::min(a, b)) + 1);
  });
}

TEST_CASE("an entry that was taken out is missing, and a tail that was taken off is cut") {
  rc::check([] {
    auto t = any_trail();
    const auto i = any_place(t.entries);
    const auto at = static_cast<std::int64_t>(i) + 1;
    const auto newest = t.checkpoints.empty() ? 0 : t.checkpoints.back().sequence;
    const bool tail = *rc::gen::arbitrary<bool>();
    t.entries.erase(t.entries.begin() + static_cast<std::ptrdiff_t>(i),
                    tail ? t.entries.end() : t.entries.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    std::erase_if(t.personal, [&](const auto& p) { return tail ? p.sequence >= at : p.sequence == at; });
    if (i < t.entries.size()) {
      expect(t.check(), audit_fault::missing, at);
    } else if (newest >= at) {
      expect(t.check(), audit_fault::cut, at);
    } else {
      RC_ASSERT_FALSE(t.check().has_value());  // nobody vouches for what came after the newest checkpoint
    }
  });
}

TEST_CASE("an entry that was written anew with its hash is forged") {
  rc::check([] {
    auto t = any_trail();
    const auto i = any_place(t.entries);
    t.entries[i].actor = "somebody else";
    t.entries[i].hash = audit_entry_hash(t.entries[i]);
    const auto at = static_cast<std::int64_t>(i) + 1;
    const auto unsigned_end = t.checkpoints.empty() || t.checkpoints.back().sequence < at;
    if (i + 1 == t.entries.size() && unsigned_end) {
      RC_ASSERT_FALSE(t.check().has_value());
    } else {
      expect(t.check(), audit_fault::forged, at);
    }
  });
}

TEST_CASE("a chain that was written anew from an entry on is forged at the next checkpoint") {
  rc::check([] {
    auto t = any_trail();
    const auto i = any_place(t.entries);
    t.entries[i].actor = "somebody else";
    rehash(t, i);
    const auto next =
        std::ranges::find_if(t.checkpoints, [&](const auto& c) { return c.sequence > static_cast<std::int64_t>(i); });
    if (next == t.checkpoints.end()) {
      RC_ASSERT_FALSE(t.check().has_value());
    } else {
      expect(t.check(), audit_fault::forged, next->sequence);
    }
  });
}

TEST_CASE("any change to a checkpoint, or one that is taken out of the middle, is found") {
  rc::check([] {
    auto t = made(12, 3);
    const auto i = any_place(t.checkpoints);
    auto& c = t.checkpoints[i];
    const auto at = c.sequence;
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        c.number += 1;
        break;
      case 1:
        c.sequence += 1;
        break;
      case 2:
        bend(c.head);
        break;
      case 3:
        bend(c.previous);
        break;
      case 4:
        c.signed_at.ns += 1000;
        break;
      case 5:
        c.key_id = "aud_x";
        break;
      case 6:
        bend(c.signature);
        break;
      case 7: {
        t.checkpoints.erase(t.checkpoints.begin() + static_cast<std::ptrdiff_t>(i));
        if (i == t.checkpoints.size()) {
          RC_ASSERT_FALSE(t.check().has_value());
        } else {
          expect(t.check(), audit_fault::missing, t.checkpoints[i].sequence);
        }
        return;
      }
    }
    const auto got = t.check();
    RC_ASSERT(got.has_value());
    RC_ASSERT(got->what == audit_fault::forged);
    RC_ASSERT(got->checkpoint.has_value());
    RC_ASSERT(got->sequence >= at);
    RC_ASSERT(got->sequence <= at + 1);
  });
}

TEST_CASE("a checkpoint signed by a key that is not known, or that has the id of another, is forged") {
  auto t = made(6, 3);
  t.keys[0].public_key[3] ^= 1;
  CHECK(t.check()->what == audit_fault::forged);
  t.keys.clear();
  CHECK(t.check()->what == audit_fault::forged);
  CHECK(t.check()->sequence == 3);
}

TEST_CASE("personal data that was altered is found, and what was never there too") {
  rc::check([] {
    auto t = any_trail();
    auto& p = t.personal[any_place(t.personal)];
    const auto at = p.sequence;
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        p.value += 'x';
        break;
      case 1:
        p.salt += 'x';
        break;
      case 2:
        p.name = "after.email";
        break;
    }
    expect(t.check(), audit_fault::altered, at);
  });
}

TEST_CASE("a tail cut off with its checkpoints is found by checkpoints that were kept elsewhere") {
  auto t = made(12, 3);
  t.kept = t.checkpoints;
  CHECK_FALSE(t.check());
  t.entries.resize(7);
  t.personal.clear();
  t.checkpoints.resize(2);
  REQUIRE(t.check());
  CHECK(t.check()->what == audit_fault::cut);
  CHECK(t.check()->sequence == 8);
  t.kept.clear();
  CHECK_FALSE(t.check());
}

TEST_CASE("an empty chain fits, and a chain of which nothing is left is cut") {
  trail t;
  CHECK_FALSE(t.check());
  t = made(3, 3);
  t.entries.clear();
  t.personal.clear();
  REQUIRE(t.check());
  CHECK(t.check()->what == audit_fault::cut);
  CHECK(t.check()->sequence == 1);
}

TEST_CASE("an entry of another chain does not pass") {
  auto t = made(3, 3);
  t.entries[1].chain = "platform";
  REQUIRE(t.check());
  CHECK(t.check()->sequence == 2);
}
