// Users, memberships, sessions, refresh tokens and counted attempts, under the roles that use them.
#include <array>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/sessions.hpp>

using namespace weir;
using namespace weir::test;

namespace {

std::string hash(std::string_view text) {
  const auto h = sha256(text);
  return {h.begin(), h.end()};
}

user_row user(const std::string& email) {
  return platform([&](executor& in) {
           return users::create(in, {new_id("usr_"), email, "Somebody", std::string("$argon2id$x"), std::nullopt});
         })
      .value();
}

tenant_row tenant(const std::string& key) {
  return platform([&](executor& in) { return tenants::create(in, {.id = new_id("ten_"), .key = key, .name = key}); })
      .value();
}

session_row session(const std::string& user, const std::string& token, const std::string& address = "192.0.2.1") {
  return login(
             [&](executor& in) { return sessions::create(in, {new_id("ses_"), user, "agent", address, hash(token)}); })
      .value();
}

template<class F>
auto person(const std::string& id, F fn) {
  return connections().with_transaction(role::api, tenant_scope::person(*user_id::parse(id)), fn);
}

refresh_tokens::presented presented(const std::string& token) {
  return login([&](executor& in) { return refresh_tokens::lock(in, hash(token)); }).value().value();
}

}  // namespace

TEST_CASE("an address belongs to one user, whatever its case") {
  empty_tables();
  const auto ada = user("ada@example.com");
  CHECK(ada.is_active);
  CHECK(ada.version == 1);
  const auto again = platform([](executor& in) {
    auto first = users::create(in, {new_id("usr_"), "ADA@example.com", "", std::nullopt, std::nullopt});
    CHECK(first.error().code == error_code::email_taken);
    return users::create(in, {new_id("usr_"), "bob@example.com", "", std::nullopt, std::nullopt});
  });
  CHECK_MESSAGE(again.has_value(), "a taken address leaves the transaction usable");
  auto found = login([](executor& in) { return users::find(in, "ada@example.com"); }).value();
  REQUIRE(found);
  CHECK(found->password_hash == "$argon2id$x");
  CHECK_FALSE(login([](executor& in) { return users::find(in, "nobody@example.com"); }).value());
  CHECK(login([](executor& in) { return users::find(in, "bob@example.com"); }).value()->password_hash == std::nullopt);
}

TEST_CASE("changes of a user move its version, and disabling the epoch") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto renamed = person(ada.id, [&](executor& in) { return users::rename(in, ada.id, 1, "Ada"); }).value();
  CHECK(renamed.version == 2);
  CHECK(renamed.updated_at >= ada.updated_at);
  CHECK(person(ada.id, [&](executor& in) { return users::rename(in, ada.id, 1, "x"); }).error().code ==
        error_code::precondition_failed);
  const auto bob = user("bob@example.com");
  CHECK(person(bob.id, [&](executor& in) { return users::rename(in, ada.id, std::nullopt, "x"); }).error().code ==
        error_code::user_not_found);
  const auto off = platform([&](executor& in) { return users::disable(in, ada.id); }).value();
  REQUIRE(off);
  CHECK_FALSE(off->is_active);
  CHECK(off->session_epoch == 2);
  CHECK_FALSE(platform([&](executor& in) { return users::disable(in, ada.id); }).value());
  CHECK(platform([](executor& in) { return users::disable(in, "usr_x"); }).error().code == error_code::user_not_found);
  CHECK(login([&](executor& in) { return users::renew_hash(in, bob.id, "other", "new"); }).has_value());
  CHECK(login([&](executor& in) { return users::find_by_id(in, bob.id); }).value()->password_hash == "$argon2id$x");
}

TEST_CASE("a session knows what its user is in the tenant that is asked for") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto one = tenant("one"), two = tenant("two");
  platform([&](executor& in) { return memberships::add(in, one.number, ada.id, "billing"); }).value();
  const auto s = session(ada.id, "t1");
  const auto look = [&](const std::string& tenant) {
    return login([&](executor& in) { return sessions::look(in, s.id, tenant); }).value().value();
  };
  CHECK(look("").goes_on);
  CHECK_FALSE(look("").tenant);
  CHECK(look(one.id).role == "billing");
  CHECK(look(one.id).tenant->number == one.number);
  CHECK_FALSE(look(two.id).role);
  CHECK(look(two.id).tenant);
  CHECK_FALSE(look("ten_x").tenant);
  platform([&](executor& in) { return tenants::update(in, two.id, std::nullopt, {.state = "deleted"}); }).value();
  CHECK_FALSE(look(two.id).tenant);
  CHECK_FALSE(login([&](executor& in) { return sessions::look(in, "ses_x", ""); }).value());
  const auto mine = person(ada.id, [&](executor& in) { return memberships::of(in, ada.id); }).value();
  REQUIRE(mine.size() == 1);
  CHECK(mine[0].tenant.key == "one");
  platform([&](executor& in) { return users::disable(in, ada.id); }).value();
  CHECK_FALSE(look(one.id).goes_on);
}

TEST_CASE("sessions are listed, ended one by one and all at once, by their owner alone") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const auto first = session(ada.id, "t1"), second = session(ada.id, "t2"), third = session(ada.id, "t3");
  const auto of = [&](const user_row& who) {
    return person(who.id, [&](executor& in) { return sessions::list(in, ada.id); }).value();
  };
  CHECK(of(ada).size() == 3);
  CHECK(of(ada)[0].id == third.id);
  CHECK(of(bob).empty());
  const auto end = [&](const user_row& who, const std::string& id) {
    return person(who.id, [&](executor& in) { return sessions::revoke(in, who.id, id, "revoked"); });
  };
  CHECK(end(bob, first.id).error().code == error_code::session_not_found);
  CHECK(end(ada, first.id).has_value());
  CHECK(end(ada, first.id).error().code == error_code::session_not_found);
  CHECK(presented("t1").facts.session_revoked);
  const auto ended =
      person(ada.id, [&](executor& in) { return sessions::revoke_all(in, ada.id, second.id, "password"); }).value();
  CHECK(ended == std::vector<std::string>{third.id});
  CHECK(of(ada).size() == 1);
}

TEST_CASE("the first use of a refresh token makes a generation, that of a second tab joins it") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto s = session(ada.id, "t1");
  auto p = presented("t1");
  CHECK(p.session == s.id);
  CHECK(p.facts.generation == 1);
  CHECK(p.facts.newest_generation == 1);
  CHECK_FALSE(p.facts.used_at);
  CHECK(domain::judge_refresh(p.facts, p.now) == domain::refresh_verdict::rotate);
  CHECK(login([&](executor& in) { return refresh_tokens::rotate(in, hash("t1"), p, hash("t2")); }).has_value());
  p = presented("t1");
  CHECK(p.facts.newest_generation == 2);
  CHECK(domain::judge_refresh(p.facts, p.now) == domain::refresh_verdict::repeat);
  CHECK(login([&](executor& in) { return refresh_tokens::repeat(in, hash("t1"), p, hash("t2b")); }).has_value());
  CHECK(presented("t1").facts.repeats == 1);
  CHECK(presented("t2b").facts.generation == 2);
  p = presented("t2");
  CHECK(login([&](executor& in) { return refresh_tokens::rotate(in, hash("t2"), p, hash("t3")); }).has_value());
  p = presented("t1");
  CHECK(domain::judge_refresh(p.facts, p.now) == domain::refresh_verdict::reuse);
  CHECK(domain::judge_refresh(presented("t2b").facts, p.now) == domain::refresh_verdict::rotate);
  CHECK_FALSE(login([](executor& in) { return refresh_tokens::lock(in, hash("none")); }).value());
  CHECK(login([](executor& in) { return refresh_tokens::owner_of(in, hash("t3")); }).value()->user == ada.id);
}

TEST_CASE("attempts are counted for each key and forgotten") {
  empty_tables();
  const std::array<std::string, 3> keys{"pair/b", "account/a", "address/c"};
  const timestamp now = parse_rfc3339("2026-11-23T10:00:00Z").value();
  for (int i = 1; i <= 6; ++i) {
    login([&](executor& in) -> result<void> {
      auto counts = login_attempts::lock(in, keys, now);
      if (!counts) return std::unexpected(counts.error());
      for (std::size_t k = 0; k < keys.size(); ++k) {
        CHECK((*counts)[k].key == keys[k]);
        CHECK((*counts)[k].state.failures == i - 1);
        (*counts)[k].state = domain::with_failure(domain::rule_of(domain::attempts_of::pair), (*counts)[k].state, now);
      }
      return login_attempts::store(in, *counts);
    }).value();
  }
  const auto states = login([&](executor& in) { return login_attempts::lock(in, keys, now); }).value();
  CHECK(domain::wait_s(states[0].state, now) == 2);
  login([&](executor& in) { return login_attempts::forget(in, std::span(keys).subspan(0, 2)); }).value();
  login([&](executor& in) { return login_attempts::take_back(in, keys[2]); }).value();
  const auto after = login([&](executor& in) { return login_attempts::lock(in, keys, now); }).value();
  CHECK(after[0].state.failures == 0);
  CHECK(after[2].state.failures == 5);
  CHECK(domain::wait_s(after[2].state, now) == 0);
}

TEST_CASE("members are listed and changed in their tenant, and owners are held while that happens") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const auto one = tenant("one"), two = tenant("two");
  CHECK(platform([&](executor& in) { return memberships::add(in, one.number, ada.id, "owner"); }).value());
  CHECK_FALSE(platform([&](executor& in) { return memberships::add(in, one.number, ada.id, "viewer"); }).value());
  platform([&](executor& in) { return memberships::add(in, one.number, bob.id, "viewer"); }).value();
  const auto in_tenant = [&](std::int32_t number, auto fn) {
    return connections().with_transaction(role::api, tenant_scope::of(number), fn);
  };
  CHECK(in_tenant(one.number, [&](executor& in) { return memberships::list(in, one.number, "", 10); }).value().size() ==
        2);
  CHECK(in_tenant(two.number, [&](executor& in) { return memberships::list(in, one.number, "", 10); }).value().empty());
  CHECK(in_tenant(one.number, [&](executor& in) { return memberships::lock_owners(in, one.number); }).value() ==
        std::vector<std::string>{ada.id});
  in_tenant(one.number, [&](executor& in) { return memberships::set_role(in, one.number, bob.id, "admin"); }).value();
  CHECK(in_tenant(one.number, [&](executor& in) { return memberships::get(in, one.number, bob.id); }).value().role ==
        "admin");
  CHECK(in_tenant(two.number, [&](executor& in) { return memberships::remove(in, one.number, bob.id); }).error().code ==
        error_code::member_not_found);
  // Owners who cannot sign in any more are none.
  platform([&](executor& in) { return users::disable(in, ada.id); }).value();
  CHECK(in_tenant(one.number, [&](executor& in) { return memberships::lock_owners(in, one.number); }).value().empty());
  const auto s = session(bob.id, "t");
  CHECK(in_tenant(one.number, [&](executor& in) { return staff_visits::note(in, s.id, one.number, bob.id); }).value());
  CHECK_FALSE(
      in_tenant(one.number, [&](executor& in) { return staff_visits::note(in, s.id, one.number, bob.id); }).value());
}

TEST_CASE("preferences are kept for each person") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const auto get = [&](const user_row& who) {
    return person(who.id, [&](executor& in) { return user_preferences::get(in, who.id); }).value();
  };
  CHECK(get(ada).theme == "system");
  const preferences_row wanted{"dark", std::string("Europe/Berlin"), "de", R"({"new_device": false})"};
  CHECK(person(ada.id, [&](executor& in) { return user_preferences::put(in, ada.id, wanted); }).value().locale == "de");
  CHECK(get(ada).time_zone == "Europe/Berlin");
  CHECK(get(ada).notifications == R"({"new_device": false})");
  CHECK(get(bob).theme == "system");
  const auto choose = [&](const user_row& who, const std::string& kind, bool wants) {
    return person(who.id, [&](executor& in) { return user_preferences::choose(in, who.id, kind, wants); }).value();
  };
  const auto wants = [&](const user_row& who, const std::string& kind) {
    return person(who.id, [&](executor& in) { return user_preferences::wants(in, who.id, kind); }).value();
  };
  CHECK_FALSE(choose(ada, "new_device", false));
  CHECK(choose(ada, "role_changed", false));
  CHECK_FALSE(choose(ada, "role_changed", false));
  CHECK(choose(ada, "new_device", true));
  CHECK(get(ada).notifications == R"({"new_device": true, "role_changed": false})");
  CHECK(get(ada).time_zone == "Europe/Berlin");
  // Who has kept nothing wants everything; choosing begins with the usual ones.
  CHECK(wants(bob, "new_device"));
  CHECK_FALSE(choose(bob, "new_device", true));
  CHECK(choose(bob, "new_device", false));
  CHECK_FALSE(wants(bob, "new_device"));
  CHECK(get(bob).theme == "system");
  CHECK_FALSE(
      person(bob.id, [&](executor& in) { return user_preferences::choose(in, ada.id, "x", false); }).has_value());
  CHECK_FALSE(person(bob.id, [&](executor& in) { return user_preferences::put(in, ada.id, wanted); }).has_value());
}
