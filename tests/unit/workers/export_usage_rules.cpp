// How hours are said to meters: identifiers, instants and pauses.
#include <set>

#include <doctest/doctest.h>
#include <workers/payments/export_usage_rules.hpp>

using namespace weir;
using namespace weir::payments;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

timestamp at(std::string_view text) {
  return *parse_rfc3339(text);
}

postgres::due_hour some_hour() {
  postgres::due_hour out;
  out.account = "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  out.meter_id = "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  out.tenant_id = "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  out.hour = at("2026-11-27T14:30:00Z");
  out.revision = 2;
  out.quantity = decimal::from_integer(5);
  return out;
}

}  // namespace

TEST_CASE("an identifier is of what it is about, and short enough for Stripe") {
  const auto one = meter_event_identifier("ins_1", some_hour());
  CHECK(one == "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV_202611271430_2_" + one.substr(one.size() - 32));
  CHECK(one.size() <= 100);
  auto later = some_hour();
  later.revision = postgres::meter_export_queue::most_revisions;
  CHECK(meter_event_identifier("ins_1", later).size() <= 100);
  CHECK(meter_event_identifier("ins_1", some_hour()) == one);
}

TEST_CASE("an identifier is another one for each other thing") {
  std::set<std::string> all;
  const auto take = [&](auto change) {
    auto of = some_hour();
    change(of);
    return all.insert(meter_event_identifier("ins_1", of)).second;
  };
  CHECK(take([](auto&) {}));
  CHECK(take([](auto& h) { h.account.back() = 'W'; }));
  CHECK(take([](auto& h) { h.meter_id.back() = 'W'; }));
  CHECK(take([](auto& h) { h.tenant_id.back() = 'W'; }));
  CHECK(take([](auto& h) { h.hour.ns += hour_ns; }));
  CHECK(take([](auto& h) { h.revision = 3; }));
  CHECK(all.insert(meter_event_identifier("ins_2", some_hour())).second);
  // What it says is no part of it: a revision means one quantity.
  CHECK_FALSE(take([](auto& h) { h.quantity = decimal::from_integer(6); }));
}

TEST_CASE("later revisions are later in the same hour") {
  const auto hour = at("2026-11-27T14:00:00Z");
  CHECK(meter_event_instant(hour, 1) == at("2026-11-27T14:00:01Z"));
  CHECK(meter_event_instant(hour, 2) == at("2026-11-27T14:00:02Z"));
  // Hours of some tenants begin at :45; Stripe's do not, and each of them has one of theirs all the same.
  const auto late = at("2026-11-27T14:45:00Z");
  CHECK(meter_event_instant(late, postgres::meter_export_queue::most_revisions) == at("2026-11-27T14:59:59Z"));
}

TEST_CASE("an hour is said when it is over, and until it is 35 days old") {
  const auto now = at("2026-11-27T15:02:00Z");
  CHECK(newest_meter_hour(now) == at("2026-11-27T14:00:00Z"));
  CHECK(newest_meter_hour({now.ns - 1}) < at("2026-11-27T14:00:00Z"));
  CHECK(oldest_meter_hour(now) == at("2026-10-23T15:12:00Z"));
}

TEST_CASE("an account that cannot be asked is left alone for longer and longer, and as long as it wants") {
  CHECK(pause_of_account(1, 0s) == 5s);
  CHECK(pause_of_account(2, 0s) == 10s);
  CHECK(pause_of_account(7, 0s) == 5min);
  CHECK(pause_of_account(1'000'000, 0s) == 5min);
  CHECK(pause_of_account(1, 90s) == 90s);
  CHECK(pause_of_account(1, 2h) == 1h);
}
