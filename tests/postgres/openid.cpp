// Identities, sign-ins that were begun, and codes that are asked for after them, under the roles that use them.
#include <atomic>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/openid.hpp>
#include <weir/postgres/personal_data.hpp>
#include <weir/postgres/second_factors.hpp>
#include <weir/postgres/sessions.hpp>

using namespace weir;
using namespace weir::test;

namespace {

const std::string issuer = "https://id.example.com";

std::string hash(std::string_view text) {
  const auto h = sha256(text);
  return {h.begin(), h.end()};
}

std::string user(const std::string& email) {
  return platform([&](executor& in) {
           return users::create(in, {new_id("usr_"), email, "Somebody", std::nullopt, std::nullopt});
         })
      ->id;
}

std::string session(const std::string& of) {
  const auto id = new_id("ses_");
  return login([&](executor& in) { return sessions::create(in, {id, of, "agent", "192.0.2.1", hash(id), false}); })->id;
}

bool link(const std::string& of, const std::string& subject, const std::string& at = issuer) {
  return login([&](executor& in) { return user_identities::link(in, {new_id("idn_"), of, at, subject}); }).value();
}

std::string owner(const std::string& subject, const std::string& at = issuer) {
  auto found = login([&](executor& in) { return user_identities::use(in, at, subject); });
  REQUIRE(found.has_value());
  return *found ? (*found)->id : "nobody";
}

template<class F>
auto person(const std::string& id, F fn) {
  return connections().with_transaction(role::api, tenant_scope::person(*user_id::parse(id)), fn);
}

}  // namespace

TEST_CASE("an identity belongs to one person, and a person has one of each issuer") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  CHECK(owner("1") == "nobody");
  CHECK(link(ada, "1"));
  CHECK(owner("1") == ada);
  CHECK(owner("1", "https://other.example.com") == "nobody");
  CHECK_FALSE(link(bob, "1"));
  CHECK_FALSE(link(ada, "2"));
  CHECK(owner("1") == ada);
  CHECK(link(bob, "2"));
  CHECK(link(ada, "1", "https://other.example.com"));
  auto listed = person(ada, [&](executor& in) { return user_identities::list(in, ada); }).value();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].subject == "1");
  CHECK(listed[0].last_used_at >= listed[0].created_at);
  const auto not_theirs = [&](const std::string& id) {
    return person(bob, [&](executor& in) { return user_identities::unlink(in, bob, id); }).error().code;
  };
  CHECK(not_theirs(listed[0].id) == error_code::identity_not_found);
  CHECK(person(ada, [&](executor& in) { return user_identities::unlink(in, ada, listed[0].id); })->issuer == issuer);
  CHECK(owner("1") == "nobody");
  CHECK(link(ada, "3"));
}

TEST_CASE("an erasure takes the identities along") {
  empty_tables();
  const auto ada = user("ada@example.com");
  REQUIRE(link(ada, "1"));
  REQUIRE(platform([&](executor& in) { return personal_data::erase(in, ada); }).has_value());
  CHECK(owner("1") == "nobody");
}

TEST_CASE("a sign-in that was begun ends once, in time, in one process of several") {
  empty_tables();
  const auto begin = [](const std::string& token, const std::string& of, std::int64_t seconds) {
    REQUIRE(login([&](executor& in) { return openid_sign_ins::begin(in, hash(token), of, seconds); }).has_value());
  };
  const auto end = [](const std::string& token) {
    return login([&](executor& in) { return openid_sign_ins::end(in, hash(token)); }).value();
  };
  CHECK_FALSE(end("a"));
  begin("a", "", 60);
  auto a = end("a");
  REQUIRE(a);
  CHECK(a->session.empty());
  CHECK(a->user.empty());
  CHECK(a->begun_at.ns > 0);
  CHECK_FALSE(end("a"));
  begin("late", "", 0);
  CHECK_FALSE(end("late"));
  const auto ada = user("ada@example.com");
  const auto s = session(ada);
  begin("b", s, 60);
  auto b = end("b");
  REQUIRE(b);
  CHECK(b->session == s);
  CHECK(b->user == ada);

  begin("raced", "", 60);
  std::atomic<int> won = 0;
  {
    std::vector<std::jthread> racers;
    for (int i = 0; i < 6; ++i)
      racers.emplace_back([&] { won += end("raced").has_value() ? 1 : 0; });
  }
  CHECK(won == 1);

  CHECK(worker([](executor& in) { return retention::purge(in, "openid_sign_ins", 10); }) == 0u);
  must(*shared_database().connect_as_administrator(),
       "UPDATE openid_sign_ins SET expires_at = now() - interval '61 minutes'");
  CHECK(worker([](executor& in) { return retention::purge(in, "openid_sign_ins", 10); }) == 4u);
}

TEST_CASE("a code that is asked for knows what it is for") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto s = session(ada);
  REQUIRE(login([&](executor& in) { return mfa_challenges::create(in, {ada, hash("new"), 60, "", false}); }));
  REQUIRE(login([&](executor& in) { return mfa_challenges::create(in, {ada, hash("step"), 60, s}); }));
  auto fresh = login([&](executor& in) { return mfa_challenges::lock(in, hash("new")); }).value();
  REQUIRE(fresh);
  CHECK(fresh->session.empty());
  CHECK_FALSE(fresh->fresh);
  auto step = login([&](executor& in) { return mfa_challenges::lock(in, hash("step")); }).value();
  REQUIRE(step);
  CHECK(step->session == s);
  CHECK(step->fresh);
}
