// Commands about coupons and credits, as the flush that reads them carries them out; what they announce; and days of a
// tenant that subscriptions hold on to.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <workers/billing/change_coupons.hpp>
#include <workers/billing/change_credits.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/billing/expire_credits.hpp>
#include <workers/billing/tenant_clock.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/postgres/billing_profiles.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/plans.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;

namespace {

const auto eur = *billing::currency::find("EUR");
const auto now = *parse_rfc3339("2026-11-20T10:30:00Z");

struct stopped_clock final : clock_source {
  timestamp now() const override { return at; }
  std::int64_t monotonic_ms() const override { return at.ms(); }
  timestamp at = ::now;
};

struct world {
  world() {
    empty_tables();
    mine = tenant("mine");
    other = tenant("other");
  }

  static tenant_row tenant(const std::string& key) {
    return platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 1, key, "T"}); }).value();
  }

  command_origin origin(const tenant_row& of) const { return {new_id("cmd_"), "key_1", "req_1", now, of}; }

  template<class Body>
  result<command_outcome> carry_out(result<command_outcome> (*handler)(executor&, const command_origin&, const Body&),
                                    const Body& what, const tenant_row& of) const {
    return worker([&](executor& in) { return handler(in, origin(of), what); });
  }

  result<command_outcome> grant(contract::grant_credit what) const {
    return carry_out(billing::grant_credit, what, mine);
  }
  result<command_outcome> take_back(const std::string& id, const tenant_row& of) const {
    return carry_out(billing::void_credit, contract::void_credit{*credit_id::parse(id)}, of);
  }
  result<command_outcome> apply(const std::string& code) const {
    return carry_out(billing::apply_coupon, contract::apply_coupon{code}, mine);
  }
  result<command_outcome> remove(const std::string& id, const tenant_row& of) const {
    return carry_out(billing::remove_coupon, contract::remove_coupon{*tenant_coupon_id::parse(id)}, of);
  }

  tenant_row mine, other;
};

std::string member(const std::string& json, std::string_view name) {
  auto document = contract::json_document::parse(json);
  REQUIRE(document.has_value());
  return std::string(document->root().text(name).value_or(""));
}

std::string announced(const char* type) {
  return one(*shared_database().connect_as_administrator(),
             std::string("SELECT count(*) FROM outbox WHERE type = '") + type + "'");
}

coupon_row coupon(const std::string& code) {
  coupon_row wanted;
  wanted.coupon = {
      new_id("cpn_"), code, "C", billing::unit_price::parse("0.2").value(), billing::coupon_duration::forever, 0, {}};
  return wanted;
}

coupon_row made(const coupon_row& wanted) {
  return platform([&](executor& in) { return coupons::create(in, wanted); }).value();
}

}  // namespace

TEST_CASE("a credit is granted, voided once, and both are told") {
  world w;
  auto granted = w.grant({eur, {1050}, 5, timestamp{now.ns + 1000}, true, "Prepaid"});
  REQUIRE(granted.has_value());
  CHECK(granted->http_status == 201);
  const auto id = member(granted->resource, "id");
  CHECK(member(granted->resource, "amount") == "10.50");
  CHECK(member(granted->resource, "tenant_id") == w.mine.id);
  CHECK(w.take_back(id, w.other).error().code == error_code::credit_not_found);
  CHECK(w.take_back(new_id("crg_"), w.mine).error().code == error_code::credit_not_found);
  auto voided = w.take_back(id, w.mine);
  REQUIRE(voided.has_value());
  CHECK(member(voided->resource, "remaining") == "0.00");
  CHECK(w.take_back(id, w.mine).error().code == error_code::credit_used_up);
  const auto entries = platform([&](executor& in) { return credits::entries(in, w.mine.number, "EUR", 0, 9); }).value();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].kind == "refunded");
  CHECK(entries[0].command_id.has_value());
  CHECK(announced("credit.granted") == "1");
  CHECK(announced("credit.voided") == "1");
}

TEST_CASE("a credit that expires when it is granted, or is too much, is refused") {
  world w;
  CHECK(w.grant({eur, {1}, 100, now}).error().code == error_code::credit_expiry_refused);
  CHECK(w.grant({eur, {INT64_MAX}}).has_value());
  CHECK(w.grant({eur, {1}}).error().code == error_code::amount_overflow);
  CHECK(announced("credit.granted") == "1");
}

TEST_CASE("credits expire by the job, each told once, and what has expired cannot be refunded") {
  world w;
  const auto soon = member(w.grant({eur, {100}, 100, timestamp{now.ns + 1000}, true})->resource, "id");
  REQUIRE(w.grant({eur, {100}}).has_value());
  stopped_clock clock;
  const jobs::job what{};
  jobs::context job(what, {});
  auto expire = billing::expire_credits_job(connections(), clock);
  CHECK(expire(job).value() == R"({"expired":0})");
  clock.at = timestamp{now.ns + 1000};
  CHECK(expire(job).value() == R"({"expired":1})");
  CHECK(expire(job).value() == R"({"expired":0})");
  CHECK(announced("credit.expired") == "1");
  auto row = worker([&](executor& in) { return credits::find(in, soon); }).value();
  CHECK(row.remaining == billing::money{});
  CHECK(w.take_back(soon, w.mine).error().code == error_code::credit_used_up);
}

TEST_CASE("a credit whose time is over is not refunded, although the job has not seen it") {
  world w;
  const auto id = member(w.grant({eur, {100}, 100, timestamp{now.ns + 1000}, true})->resource, "id");
  auto late = w.origin(w.mine);
  late.issued_at.ns += 1000;
  auto done = worker(
      [&](executor& in) { return billing::void_credit(in, late, contract::void_credit{*credit_id::parse(id)}); });
  CHECK(done.error().code == error_code::credit_used_up);
}

TEST_CASE("a coupon is given, held once at a time, and taken away") {
  world w;
  made(coupon("launch"));
  auto applied = w.apply("launch");
  REQUIRE(applied.has_value());
  CHECK(applied->http_status == 201);
  CHECK(member(applied->resource, "state") == "active");
  const auto id = member(applied->resource, "id");
  CHECK(w.apply("launch").error().code == error_code::coupon_held);
  CHECK(w.remove(id, w.other).error().code == error_code::tenant_coupon_not_found);
  auto removed = w.remove(id, w.mine);
  REQUIRE(removed.has_value());
  CHECK(member(removed->resource, "state") == "removed");
  CHECK(w.remove(id, w.mine).error().code == error_code::tenant_coupon_not_found);
  CHECK(w.apply("launch").has_value());
  CHECK(announced("coupon.applied") == "2");
  CHECK(announced("coupon.removed") == "1");
}

TEST_CASE("a coupon that nobody gets any more is refused with its reason") {
  world w;
  CHECK(w.apply("nowhere").error().code == error_code::coupon_not_found);
  const auto gone = made(coupon("gone"));
  REQUIRE(platform([&](executor& in) { return coupons::archive(in, gone); }).has_value());
  CHECK(w.apply("gone").error().code == error_code::coupon_archived);
  auto past = coupon("past");
  past.redeem_by = now;
  made(past);
  CHECK(w.apply("past").error().code == error_code::coupon_expired);
  auto few = coupon("few");
  few.most_redemptions = 1;
  made(few);
  const auto first = w.apply("few");
  REQUIRE(first.has_value());
  REQUIRE(w.remove(member(first->resource, "id"), w.mine).has_value());
  CHECK(w.apply("few").error().code == error_code::coupon_exhausted);
}

TEST_CASE("periods of a tenant begin on the day of its profile, and a subscription by an old clock is tried again") {
  world w;
  const auto definition =
      R"({"code": "p", "prices": [{"code": "fee", "currency": "USD", "model": "flat", "amount": "1"}]})";
  REQUIRE(platform([&](executor& in) { return plans::create(in, new_id("pln_"), "p", definition); }).has_value());
  billing::billing_profile profile;
  profile.billing_day = 15;
  REQUIRE(platform([&](executor& in) { return billing_profiles::put(in, w.mine.number, profile); }).has_value());

  const contract::start_subscription what{{"p", std::nullopt}, "", std::nullopt, true};
  auto moved = w.mine;
  moved.time_zone = "Europe/Berlin";  // what the flush has read, before the API set UTC
  CHECK(w.carry_out(billing::start_subscription, what, moved).error().code == error_code::definitions_changed);
  auto started = w.carry_out(billing::start_subscription, what, w.mine);
  REQUIRE(started.has_value());
  auto document = contract::json_document::parse(started->resource);
  REQUIRE(document.has_value());
  const auto period = document->root().find("current_period");
  REQUIRE(period.has_value());
  CHECK(period->text("from") == "2026-11-15T00:00:00Z");
  CHECK(period->text("to") == "2026-12-15T00:00:00Z");
}
