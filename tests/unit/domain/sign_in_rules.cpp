// The rules behind signing in: addresses, passwords, roles, back-off, rotation of refresh tokens.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/email.hpp>
#include <weir/domain/login_backoff.hpp>
#include <weir/domain/password.hpp>
#include <weir/domain/refresh_rotation.hpp>
#include <weir/domain/role.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr std::int64_t second = 1'000'000'000;

timestamp at(std::int64_t seconds) {
  return {seconds * second};
}

}  // namespace

TEST_CASE("an address has one spelling") {
  CHECK(normalize_email("Ada.Lovelace+weir@Example.COM") == "ada.lovelace+weir@example.com");
  CHECK(normalize_email("demo@weir.localhost") == "demo@weir.localhost");
  CHECK(normalize_email("a@b") == "a@b");
  CHECK(normalize_email("a@xn--bcher-kva.example") == "a@xn--bcher-kva.example");
}

TEST_CASE("what is no address is refused") {
  for (std::string_view wrong : {"",
                                 "@",
                                 "a",
                                 "a@",
                                 "@b",
                                 "a b@c",
                                 " a@b",
                                 "a@b ",
                                 "a@b@c d",
                                 "a..b@c",
                                 ".a@b",
                                 "a.@b",
                                 "a@-b",
                                 "a@b-",
                                 "a@b..c",
                                 "a@.b",
                                 "a@b.",
                                 "\"a b\"@c",
                                 "a@[127.0.0.1]",
                                 "a@b\n",
                                 "\u0430da@example.com",
                                 "a@b\u00fccher.example",
                                 "a\x00@b",
                                 "a@b,c@d",
                                 "<a@b>",
                                 "a(x)@b"}) {
    CAPTURE(wrong);
    const auto got = normalize_email(wrong);
    CHECK_FALSE(got);
    if (!got) CHECK(got.error().code == error_code::email_invalid);
  }
  CHECK_FALSE(normalize_email(std::string_view("a\0@b", 4)));
  CHECK(normalize_email(std::string(64, 'a') + "@b"));
  CHECK_FALSE(normalize_email(std::string(65, 'a') + "@b"));
  std::string long_host = "a@" + std::string(60, 'b');
  for (int i = 0; i < 3; ++i)
    long_host += "." + std::string(60, 'b');
  CHECK(long_host.size() == 245);
  CHECK(normalize_email(long_host));
  CHECK(normalize_email(long_host + ".12345678"));
  CHECK_FALSE(normalize_email(long_host + ".123456789"));
}

TEST_CASE("normalizing twice changes nothing") {
  CHECK(rc::check([] {
    const auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("aBz09.-_+@ \"\xc3")));
    const auto once = normalize_email(*letters + "@" + *letters);
    if (!once) return;
    const auto twice = normalize_email(*once);
    RC_ASSERT(twice.has_value());
    RC_ASSERT(twice.value() == once.value());
  }));
}

TEST_CASE("a password is long, not too long, and not the address") {
  const auto wrong = [](std::string_view p) { return !check_password(p, "ada@example.com", "/password").empty(); };
  CHECK(wrong(""));
  CHECK(wrong("elevenchars"));
  CHECK_FALSE(wrong("twelve chars"));
  CHECK(wrong("\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"));
  CHECK_FALSE(wrong("\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"));
  CHECK(wrong("ada@example.com"));
  CHECK(wrong("ADA@Example.com"));
  CHECK_FALSE(wrong("ada@example.com!"));
  CHECK_FALSE(wrong(std::string(1024, 'x')));
  CHECK(wrong(std::string(1025, 'x')));
  CHECK(wrong("not utf8 \xff\xfe\xfd"));
  CHECK(wrong(std::string_view("with a nul\0 in it", 17)));
  const auto problems = check_password("short", "", "/new_password");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == error_code::password_weak);
  CHECK(problems[0].pointer == "/new_password");
}

TEST_CASE("names of roles go both ways and do not mix") {
  for (auto r : every_role) {
    CHECK((member_role_from_name(name(r)) == r) == (!is_staff(r) && r != role::person));
    CHECK((staff_role_from_name(name(r)) == r) == is_staff(r));
  }
  CHECK_FALSE(member_role_from_name("operator"));
  CHECK_FALSE(member_role_from_name("person"));
  CHECK_FALSE(staff_role_from_name("owner"));
  CHECK_FALSE(member_role_from_name("Owner"));
  CHECK_FALSE(member_role_from_name(""));
}

TEST_CASE("owners are made and unmade by owners and operators alone") {
  CHECK(may_change_role(role::owner, role::owner, role::viewer));
  CHECK(may_change_role(role::owner, role::viewer, role::owner));
  CHECK(may_change_role(role::platform_operator, role::owner, std::nullopt));
  CHECK(may_change_role(role::admin, role::viewer, role::billing));
  CHECK(may_change_role(role::admin, role::admin, std::nullopt));
  CHECK_FALSE(may_change_role(role::admin, role::owner, role::viewer));
  CHECK_FALSE(may_change_role(role::admin, role::owner, std::nullopt));
  CHECK_FALSE(may_change_role(role::admin, role::viewer, role::owner));
  for (auto r :
       {role::billing, role::analyst, role::viewer, role::platform_finance, role::platform_support, role::person})
    CHECK_FALSE(may_change_role(r, role::viewer, role::billing));
}

TEST_CASE("waits double up to a ceiling and are forgotten") {
  for (auto kind : {attempts_of::pair, attempts_of::account, attempts_of::address}) {
    const auto& rule = rule_of(kind);
    attempts a;
    auto now = at(1'000'000);
    for (int i = 0; i < rule.free; ++i) {
      a = with_failure(rule, a, now);
      CHECK(wait_s(a, now) == 0);
    }
    std::int64_t expected = rule.first_wait_s;
    for (int i = 0; i < 100; ++i) {
      a = with_failure(rule, a, now);
      CHECK(wait_s(a, now) == expected);
      CHECK(wait_s(a, {now.ns + 1}) == expected);
      CHECK(wait_s(a, {now.ns + expected * second}) == 0);
      expected = std::min(expected * 2, rule.most_wait_s);
    }
    CHECK(rule.most_wait_s <= 300);
    now = {now.ns + (rule.forget_after_s + 1) * second};
    a = with_failure(rule, a, now);
    CHECK(a.failures == 1);
    CHECK(wait_s(a, now) == 0);
  }
}

TEST_CASE("announcements of failures thin out") {
  int announced = 0;
  for (int i = 0; i <= 1024; ++i)
    announced += is_sampled(i) ? 1 : 0;
  CHECK(announced == 11);
  CHECK(is_sampled(1));
  CHECK_FALSE(is_sampled(0));
}

TEST_CASE("a refresh token is used once, by a second tab within seconds, and never later") {
  refresh_facts f{.idle_expires_at = at(1000), .expires_at = at(5000)};
  CHECK(judge_refresh(f, at(10)) == refresh_verdict::rotate);
  f.used_at = at(10);
  f.newest_generation = 2;
  CHECK(judge_refresh(f, at(10)) == refresh_verdict::repeat);
  CHECK(judge_refresh(f, at(20)) == refresh_verdict::repeat);
  CHECK(judge_refresh(f, {20 * second + 1}) == refresh_verdict::reuse);
  f.repeats = most_repeats;
  CHECK(judge_refresh(f, at(10)) == refresh_verdict::reuse);
  f.repeats = 0;
  f.newest_generation = 3;
  CHECK(judge_refresh(f, at(11)) == refresh_verdict::reuse);
  f.generation = 2;  // the sibling of a second tab: unused, a generation behind
  f.used_at.reset();
  CHECK(judge_refresh(f, at(11)) == refresh_verdict::rotate);
}

TEST_CASE("what is over is refused and not called reuse") {
  const refresh_facts good{.idle_expires_at = at(1000), .expires_at = at(5000)};
  auto f = good;
  f.session_revoked = true;
  f.used_at = at(1);
  CHECK(judge_refresh(f, at(100)) == refresh_verdict::refuse);
  f = good;
  f.user_active = false;
  CHECK(judge_refresh(f, at(100)) == refresh_verdict::refuse);
  CHECK(judge_refresh(good, at(1000)) == refresh_verdict::refuse);
  CHECK(judge_refresh(good, {1000 * second - 1}) == refresh_verdict::rotate);
  f = good;
  f.idle_expires_at = at(9000);
  CHECK(judge_refresh(f, at(5000)) == refresh_verdict::refuse);
  CHECK(idle_end(at(0), at(100)) == at(100));
  CHECK(idle_end(at(0), at(session_absolute_s)) == at(session_idle_s));
}
