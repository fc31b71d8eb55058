// Secrets, recovery codes, challenges, devices and policies, under the roles that use them.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/mail_queue.hpp>
#include <weir/postgres/memberships.hpp>
#include <weir/postgres/personal_data.hpp>
#include <weir/postgres/second_factors.hpp>
#include <weir/postgres/sessions.hpp>
#include <weir/postgres/tenant_policies.hpp>

using namespace weir;
using namespace weir::test;

namespace {

std::string hash(std::string_view text) {
  return sha256_bytes(text);
}

std::string user(const std::string& email) {
  return platform([&](executor& in) {
           return users::create(in, {new_id("usr_"), email, "Somebody", std::string("$argon2id$x"), std::nullopt});
         })
      ->id;
}

template<class F>
auto person(const std::string& id, F fn) {
  return connections().with_transaction(role::api, tenant_scope::person(*user_id::parse(id)), fn);
}

tenant_row tenant_of(const std::string& key, const std::string& member) {
  return platform([&](executor& in) -> result<tenant_row> {
           auto t = tenants::create(in, {.id = new_id("ten_"), .key = key, .name = key});
           if (t && !member.empty()) CHECK(memberships::add(in, t->number, member, "viewer").has_value());
           return t;
         })
      .value();
}

session_row session(const std::string& user, bool stepped_up = true) {
  const auto id = new_id("ses_");
  return login(
             [&](executor& in) { return sessions::create(in, {id, user, "agent", "192.0.2.1", hash(id), stepped_up}); })
      .value();
}

std::int64_t seconds_left(const std::string& user) {
  auto got = person(user, [&](executor& in) { return sessions::list(in, user); }).value();
  REQUIRE(got.size() == 1);
  return (got[0].idle_expires_at.ns - got[0].created_at.ns) / 1'000'000'000;
}

void set(const tenant_row& t, const policies_row& wanted) {
  REQUIRE(platform([&](executor& in) { return tenant_policies::put(in, t.number, std::nullopt, wanted); }).has_value());
}

}  // namespace

TEST_CASE("a secret is begun again until it is confirmed, and not after") {
  empty_tables();
  const auto ada = user("ada@example.com");
  CHECK_FALSE(login([&](executor& in) { return user_totp::lock(in, ada); }).value());
  CHECK(login([&](executor& in) { return user_totp::begin(in, ada, "one"); }) == true);
  CHECK(login([&](executor& in) { return user_totp::begin(in, ada, "two"); }) == true);
  CHECK(login([&](executor& in) { return user_totp::lock(in, ada); }).value()->sealed == "two");
  CHECK_FALSE(person(ada, [&](executor& in) { return user_totp::look(in, ada); })->enabled_at);
  CHECK(person(ada, [&](executor& in) { return user_totp::remove(in, ada); }) == false);
  REQUIRE(login([&](executor& in) { return user_totp::confirm(in, ada, 7); }).has_value());
  CHECK(login([&](executor& in) { return user_totp::begin(in, ada, "three"); }) == false);
  const auto kept = login([&](executor& in) { return user_totp::lock(in, ada); }).value();
  CHECK(kept->confirmed);
  CHECK(kept->last_step == 7);
  const auto bob = user("bob@example.com");
  CHECK(person(bob, [&](executor& in) { return user_totp::remove(in, ada); }) == false);
  CHECK(person(ada, [&](executor& in) { return user_totp::remove(in, ada); }) == true);
  CHECK_FALSE(login([&](executor& in) { return user_totp::lock(in, ada); }).value());
}

TEST_CASE("recovery codes are good once, for their owner, until they are replaced") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const std::array first{hash("1"), hash("2")}, second{hash("3"), hash("4")};
  REQUIRE(login([&](executor& in) { return user_totp::begin(in, ada, "x"); }).has_value());
  REQUIRE(login([&](executor& in) { return user_totp::confirm(in, ada, 1); }).has_value());
  REQUIRE(login([&](executor& in) { return recovery_codes::replace(in, ada, first); }).has_value());
  CHECK(login([&](executor& in) { return recovery_codes::use(in, bob, first[0]); }) == false);
  CHECK(login([&](executor& in) { return recovery_codes::use(in, ada, first[0]); }) == true);
  CHECK(login([&](executor& in) { return recovery_codes::use(in, ada, first[0]); }) == false);
  CHECK(person(ada, [&](executor& in) { return user_totp::look(in, ada); })->recovery_codes_left == 1);
  REQUIRE(login([&](executor& in) { return recovery_codes::replace(in, ada, second); }).has_value());
  CHECK(login([&](executor& in) { return recovery_codes::use(in, ada, first[1]); }) == false);
  CHECK(login([&](executor& in) { return recovery_codes::use(in, ada, second[1]); }) == true);
}

TEST_CASE("a challenge is open until it ends, is over, or its user is disabled") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto open = [](const std::string& token) {
    return login([&](executor& in) { return mfa_challenges::lock(in, hash(token)); }).value();
  };
  const auto make = [&](const std::string& token, std::int64_t seconds) {
    REQUIRE(login([&](executor& in) { return mfa_challenges::create(in, {ada, hash(token), seconds}); }).has_value());
  };
  make("a", 300);
  make("b", 300);
  make("over", 0);
  CHECK_FALSE(open("over"));
  CHECK_FALSE(open("none"));
  REQUIRE(open("a"));
  CHECK(open("a")->user.id == ada);
  REQUIRE(login([&](executor& in) { return mfa_challenges::count(in, hash("a")); }).has_value());
  CHECK(open("a")->attempts == 1);
  REQUIRE(login([&](executor& in) { return mfa_challenges::end(in, hash("a")); }).has_value());
  CHECK_FALSE(open("a"));
  REQUIRE(login([&](executor& in) { return mfa_challenges::end_all(in, ada); }).has_value());
  CHECK_FALSE(open("b"));
  make("c", 300);
  REQUIRE(platform([&](executor& in) { return users::disable(in, ada); }).has_value());
  CHECK_FALSE(open("c"));
}

TEST_CASE("a device is trusted by one person, for its time, until it is revoked") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const auto make = [&](const std::string& token, std::int64_t seconds) {
    return login([&](executor& in) {
             return trusted_devices::create(
                 in, {new_id("dev_"), ada, hash(token), "Laptop", "agent", "192.0.2.1", seconds});
           })
        .value();
  };
  const auto one = make("1", 60);
  make("over", 0);
  const auto used = [&](const std::string& who, const std::string& token) {
    return login([&](executor& in) { return trusted_devices::use(in, who, hash(token)); }).value();
  };
  CHECK(used(ada, "1"));
  CHECK_FALSE(used(bob, "1"));
  CHECK_FALSE(used(ada, "over"));
  CHECK(person(ada, [&](executor& in) { return trusted_devices::list(in, ada); })->size() == 1);
  CHECK(person(bob, [&](executor& in) { return trusted_devices::list(in, ada); })->empty());
  CHECK(person(bob, [&](executor& in) { return trusted_devices::revoke(in, ada, one.id); }).error().code ==
        error_code::device_not_found);
  CHECK(person(ada, [&](executor& in) { return trusted_devices::revoke(in, ada, one.id); }).has_value());
  CHECK_FALSE(used(ada, "1"));
  make("2", 60);
  CHECK(login([&](executor& in) { return trusted_devices::revoke_all(in, ada); })->size() == 1);
  CHECK_FALSE(used(ada, "2"));
}

TEST_CASE("policies have versions, and the strictest of the tenants of a person ends sessions") {
  empty_tables();
  const auto ada = user("ada@example.com"), bob = user("bob@example.com");
  const auto one = tenant_of("one", ada), two = tenant_of("two", ada), foreign = tenant_of("three", bob);
  CHECK(platform([&](executor& in) { return tenant_policies::get(in, one.number); })->version == 0);
  const auto put = [&](std::optional<std::int64_t> expected) {
    return platform([&](executor& in) { return tenant_policies::put(in, one.number, expected, {}); });
  };
  CHECK(put(0)->version == 1);
  CHECK(put(0).error().code == error_code::precondition_failed);
  CHECK(put(1)->version == 2);
  session(ada);
  CHECK(seconds_left(ada) == domain::session_idle_s);
  set(foreign, {.session_idle_seconds = 300});
  CHECK(seconds_left(ada) == domain::session_idle_s);
  set(one, {.session_idle_seconds = 3600, .session_absolute_seconds = 86400});
  CHECK(seconds_left(ada) == 3600);
  set(two, {.session_idle_seconds = 7200, .session_absolute_seconds = 1800});
  CHECK(seconds_left(ada) == 1800);
  REQUIRE(platform([&](executor& in) {
            return tenants::update(in, two.id, std::nullopt, {.state = "deleted"});
          }).has_value());
  CHECK(seconds_left(ada) == 3600);
}

TEST_CASE("a session knows when everything was given, and whether a tenant asks for more") {
  empty_tables();
  const auto ada = user("ada@example.com");
  const auto t = tenant_of("one", ada);
  const auto by_device = session(ada, false), whole = session(ada);
  const auto look = [&](const std::string& id, const std::string& tenant) {
    return login([&](executor& in) { return sessions::look(in, id, tenant); }).value().value();
  };
  CHECK_FALSE(look(by_device.id, "").stepped_up_at);
  CHECK(look(whole.id, "").stepped_up_at == whole.auth_time);
  const auto again = login([&](executor& in) { return sessions::step_up(in, ada, by_device.id); }).value();
  CHECK(look(by_device.id, "").stepped_up_at == again);
  CHECK(look(by_device.id, "").auth_time == again);
  CHECK(login([&](executor& in) { return sessions::step_up(in, "usr_x", whole.id); }).error().code ==
        error_code::session_not_found);
  CHECK_FALSE(look(whole.id, t.id).must_enroll);
  set(t, {.mfa_required = true});
  CHECK(look(whole.id, t.id).must_enroll);
  CHECK_FALSE(look(whole.id, "").must_enroll);
  REQUIRE(login([&](executor& in) { return user_totp::begin(in, ada, "x"); }).has_value());
  CHECK(look(whole.id, t.id).must_enroll);
  REQUIRE(login([&](executor& in) { return user_totp::confirm(in, ada, 1); }).has_value());
  CHECK_FALSE(look(whole.id, t.id).must_enroll);
}

TEST_CASE("a mail that was written while its person was being erased goes with the next cleaning") {
  empty_tables();
  const auto gone = user("gone@example.com"), here = user("here@example.com");
  const auto write = [](const std::string& id, const std::string& to, const std::string& address) {
    return worker(
        [&](executor& in) { return mail_queue::add(in, {id + "." + to, "welcome", to, address, "en", "{}"}); });
  };
  const auto mails = [] {
    auto r = worker([](executor& in) { return in.query("SELECT user_id FROM mails ORDER BY user_id"); });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < r->size(); ++i)
      out.push_back(r->at(i, 0).string());
    return out;
  };
  REQUIRE(write("evt_1", gone, "gone@example.com").has_value());
  REQUIRE(write("evt_1", here, "here@example.com").has_value());
  REQUIRE(platform([&](executor& in) { return personal_data::erase(in, gone); }).has_value());
  CHECK(mails() == std::vector{here});
  REQUIRE(write("evt_2", gone, "gone@example.com").has_value());
  CHECK(worker([](executor& in) { return retention::purge(in, "erased_mails", 10); }) == 1u);
  CHECK(mails() == std::vector{here});
}
