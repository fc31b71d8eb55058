// APP_SECRET_KEY changes: what stands sealed in the database is counted by its key and sealed anew, in pieces.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/base/sealing.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/mail_queue.hpp>
#include <weir/postgres/payment_providers.hpp>
#include <weir/postgres/sealed_secrets.hpp>
#include <weir/postgres/second_factors.hpp>
#include <weir/postgres/webhook_endpoints.hpp>
#include <weir/postgres/webhook_parts.hpp>

using namespace weir;
using namespace weir::test;
namespace sealed = weir::postgres::sealed_secrets;
using sealed::what;

namespace {

const std::string older(40, 'o'), newer(40, 'n'), foreign(40, 'f');

// A seed of each person, in the order of their ids.
std::vector<std::string> people_with_seeds(const secret_ring& ring, int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    const auto id = platform([&](executor& in) {
                      return users::create(in, {new_id("usr_"), "p" + std::to_string(i) + "@example.com", "P",
                                                std::string("$argon2id$x"), std::nullopt});
                    })->id;
    REQUIRE(login([&](executor& in) {
              return user_totp::begin(in, id, ring.seal(sealed::purpose(what::second_factor), id, "seed of " + id));
            }).value());
    out.push_back(id);
  }
  return out;
}

std::string seed(const secret_ring& ring, const std::string& id) {
  const auto row = login([&](executor& in) { return user_totp::lock(in, id); }).value().value();
  return ring.open(sealed::purpose(what::second_factor), id, row.sealed).value_or("");
}

void put(const std::string& id, const std::string& bytes) {
  const std::array params{param(id), param::bytes(bytes)};
  REQUIRE(login([&](executor& in) {
            return in.query("UPDATE user_totp SET sealed = $2 WHERE user_id = $1", params);
          }).has_value());
}

sealed::tally count(const secret_ring& ring, what kind = what::second_factor) {
  return sealed::count(connections(), ring, kind).value();
}

}  // namespace

TEST_CASE("everything of the previous key is sealed anew, of every kind, and opens without it") {
  empty_tables();
  secret_ring ring(older);
  const auto people = people_with_seeds(ring, 5);
  const std::string key = "aud_" + std::string(32, '0');
  REQUIRE(worker([&](executor& in) {
            return audit::add_key(
                in, {key, {}, ring.seal(sealed::purpose(what::audit_key), key, "the private half"), {}, {}});
          }).value());
  REQUIRE(worker([&](executor& in) {
            return mail_queue::add(in, {"evt_1.usr_1", "password_reset", std::nullopt, "a@example.com", "en", "{}",
                                        ring.seal(sealed::purpose(what::mail_token), "evt_1.usr_1", "weir_mt_x")});
          }).value());
  const auto hook = platform([&](executor& in) {
                      webhook_endpoint_row wanted;
                      wanted.id = new_id("whe_");
                      wanted.url = "https://example.com/";
                      wanted.event_types = {"*"};
                      return webhook_endpoints::create(in, wanted);
                    }).value();
  webhook_secret_row signer;
  signer.id = hook.id + "_1";
  signer.sealed = ring.seal(sealed::purpose(what::webhook_secret), signer.id, "what signs");
  REQUIRE(platform([&](executor& in) { return webhook_endpoints::add_secret(in, hook, signer); }).has_value());
  const auto part = webhook_parts::headers_id(hook);
  REQUIRE(platform([&](executor& in) {
            return webhook_parts::put_headers(in, hook, ring.seal(sealed::purpose(what::webhook_part), part, "a: b"));
          }).has_value());
  const auto account = platform([&](executor& in) {
                         payment_provider_row wanted;
                         wanted.id = new_id("ppr_");
                         wanted.slug = wanted.name = "tests";
                         wanted.provider = "stripe";
                         return payment_providers::create(in, wanted);
                       }).value();
  provider_secret_row given;
  given.id = account.id + "_signing_1";
  given.kind = payment_providers::signing;
  given.sealed = ring.seal(sealed::purpose(what::provider_secret), given.id, "whsec_given");
  REQUIRE(platform([&](executor& in) { return payment_providers::add_secret(in, account, given); }).has_value());
  ring.renew(newer, older);
  for (auto kind : sealed::every_kind) {
    CAPTURE(sealed::name(kind));
    CHECK(count(ring, kind).all > 0);
    CHECK(count(ring, kind).previous == count(ring, kind).all);
    CHECK(sealed::reseal(connections(), ring, kind).value().done == count(ring, kind).all);
    CHECK(count(ring, kind).due() == 0);
    CHECK(sealed::reseal(connections(), ring, kind).value().done == 0);
  }
  ring.renew(newer, "");
  for (const auto& id : people)
    CHECK(seed(ring, id) == "seed of " + id);
  CHECK(ring.open(sealed::purpose(what::audit_key), key,
                  worker([](executor& in) { return audit::signing_key(in); }).value()->sealed_seed) ==
        "the private half");
  const auto mail = worker([](executor& in) { return mail_queue::take(in, 60); }).value().value();
  CHECK(ring.open(sealed::purpose(what::mail_token), mail.message_id, mail.sealed.value()) == "weir_mt_x");
  const auto signs = platform([&](executor& in) { return webhook_endpoints::secrets(in, hook.number); }).value();
  CHECK(ring.open(sealed::purpose(what::webhook_secret), signer.id, signs.at(0).sealed) == "what signs");
  CHECK(ring.open(sealed::purpose(what::webhook_part), part,
                  platform([&](executor& in) { return webhook_parts::headers(in, hook); }).value()) == "a: b");
  const auto kept = platform([&](executor& in) { return payment_providers::secrets(in, account.number); }).value();
  CHECK(ring.open(sealed::purpose(what::provider_secret), given.id, kept.at(0).sealed) == "whsec_given");
}

TEST_CASE("who is killed between two transactions has done the first, and a repetition does the rest") {
  empty_tables();
  secret_ring ring(older);
  const auto people = people_with_seeds(ring, 7);
  ring.renew(newer, older);
  // As a kill in the middle leaves it: the first batch was committed, and nothing else happened.
  struct killed {};
  std::int64_t seen = 0;
  CHECK_THROWS_AS((void)sealed::reseal(
                      connections(), ring, what::second_factor,
                      [&](std::int64_t done) {
                        seen = done;
                        throw killed();
                      },
                      3),
                  killed);
  CHECK(seen == 3);
  CHECK(count(ring).previous == 4);
  for (const auto& id : people)
    CHECK(seed(ring, id) == "seed of " + id);
  std::vector<std::int64_t> steps;
  const auto rest =
      sealed::reseal(connections(), ring, what::second_factor, [&](std::int64_t done) { steps.push_back(done); }, 3);
  CHECK(rest.value().done == 4);
  CHECK(steps == std::vector<std::int64_t>{3, 4});
  CHECK(count(ring).due() == 0);
  for (const auto& id : people)
    CHECK(seed(secret_ring(newer), id) == "seed of " + id);
}

TEST_CASE("what was sealed before keys were named is marked, and what nobody has the key of is left and said") {
  empty_tables();
  const secret_ring ring(newer, older);
  const auto people = people_with_seeds(ring, 4);
  const auto bare = [&](const std::string& key, const std::string& id) {
    return seal(key, sealed::purpose(what::second_factor), id, "seed of " + id);
  };
  put(people[0], bare(newer, people[0]));
  put(people[1], bare(older, people[1]));
  const auto lost = secret_ring(foreign).seal(sealed::purpose(what::second_factor), people[2], "x");
  put(people[2], lost);
  const auto before = count(ring);
  CHECK(before.all == 4);
  CHECK(before.unmarked == 1);
  CHECK(before.previous == 1);
  CHECK(before.unknown == 1);
  const auto done = sealed::reseal(connections(), ring, what::second_factor, {}, 2).value();
  CHECK(done.done == 2);
  CHECK(done.unknown == 1);
  CHECK(count(ring).due() == 0);
  CHECK(count(ring).unknown == 1);
  CHECK(login([&](executor& in) { return user_totp::lock(in, people[2]); }).value()->sealed == lost);
  CHECK(seed(secret_ring(newer), people[0]) == "seed of " + people[0]);
  CHECK(seed(secret_ring(newer), people[1]) == "seed of " + people[1]);
}

TEST_CASE("two that seal anew at once do it once, and a code that is taken meanwhile is not lost") {
  empty_tables();
  secret_ring ring(older);
  const auto people = people_with_seeds(ring, 6);
  ring.renew(newer, older);
  std::int64_t theirs = 0;
  const auto mine = sealed::reseal(
      connections(), ring, what::second_factor,
      [&](std::int64_t) {
        if (theirs > 0) return;
        theirs = sealed::reseal(connections(), ring, what::second_factor).value().done;
        REQUIRE(login([&](executor& in) { return user_totp::take_step(in, people[5], 42); }).has_value());
      },
      2);
  CHECK(mine.value().done + theirs == 6);
  CHECK(login([&](executor& in) { return user_totp::lock(in, people[5]); }).value()->last_step == 42);
}
