// Tokens that travel by mail, when a mail is tried again, how many of them somebody may ask for.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/login_backoff.hpp>
#include <weir/domain/mail_schedule.hpp>
#include <weir/domain/mail_token.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr std::int64_t second = 1'000'000'000;

timestamp at(std::int64_t seconds) {
  return {seconds * second};
}

}  // namespace

TEST_CASE("a token of a mail is good once, for its purpose, for a while, until a newer one") {
  const mail_token_facts fresh{mail_purpose::password_reset, at(100), {}, {}};
  const auto judge = [](const mail_token_facts& f, std::int64_t seconds = 50) {
    return judge_mail_token(f, mail_purpose::password_reset, at(seconds));
  };
  CHECK(judge(fresh) == mail_token_verdict::good);
  CHECK(judge(fresh, 99) == mail_token_verdict::good);
  CHECK(judge(fresh, 100) == mail_token_verdict::expired);
  auto f = fresh;
  f.superseded_at = at(40);
  CHECK(judge(f) == mail_token_verdict::superseded);
  CHECK(judge(f, 200) == mail_token_verdict::superseded);
  f.used_at = at(30);
  CHECK(judge(f) == mail_token_verdict::used);
  f.purpose = mail_purpose::invitation;
  CHECK(judge(f) == mail_token_verdict::foreign);
}

TEST_CASE("purposes have a name and a lifetime each") {
  CHECK(lifetime_s(mail_purpose::invitation) == 604'800);
  CHECK(lifetime_s(mail_purpose::email_verification) == 86'400);
  CHECK(lifetime_s(mail_purpose::password_reset) == 1'800);
  for (auto p : {mail_purpose::invitation, mail_purpose::email_verification, mail_purpose::password_reset})
    CHECK(mail_purpose_from_name(name(p)) == p);
  CHECK_FALSE(mail_purpose_from_name("reset"));
}

TEST_CASE("a mail that could not be sent waits longer each time, and never all at the same moment") {
  CHECK(mail_wait_ms(1, 0) == 2'000);
  CHECK(mail_wait_ms(2, 0) == 4'000);
  CHECK(mail_wait_ms(1, 1023) < mail_wait_ms(1, 0));
  CHECK(rc::check("between two thirds and the whole, up to half an hour", [] {
    const auto attempts = *rc::gen::inRange(-5, 1'000'000);
    const auto chance = *rc::gen::arbitrary<std::uint32_t>();
    const auto whole = mail_wait_ms(attempts, 0);
    const auto wait = mail_wait_ms(attempts, chance);
    RC_ASSERT(whole >= 2'000);
    RC_ASSERT(whole <= 1'800'000);
    RC_ASSERT(wait <= whole);
    RC_ASSERT(wait >= whole - whole / 3);
  }));
}

TEST_CASE("some mails to one account are free, then somebody waits a minute and more") {
  const auto& rule = rule_of(attempts_of::mail_account);
  attempts a;
  for (int i = 0; i < 5; ++i) {
    a = with_failure(rule, a, at(i));
    CHECK(wait_s(a, at(i)) == 0);
  }
  a = with_failure(rule, a, at(5));
  CHECK(wait_s(a, at(5)) == 60);
  CHECK(wait_s(a, at(65)) == 0);
  CHECK(rule_of(attempts_of::mail_address).free > rule.free);
}
