// Seeded histories of hours that are said to a meter: usage goes on, answers get lost before and after Stripe has
// heard, hours are refused, two processes do it at once. Whatever happens, Stripe has in the end what was counted.
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/support/manual_clock.hpp>
#include <workers/payments/export_usage.hpp>

#include <weir/postgres/installation.hpp>
#include <weir/postgres/sealed_secrets.hpp>

using namespace weir;
using namespace weir::test;
using payments::said_answer;
using payments::said_hour;

namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr int tenants = 3;
const std::string secret(40, 's');
const std::string account = "ppr_00000000000000000000000001";

timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

void administer(const std::string& sql) {
  must(*shared_database().connect_as_administrator(), sql);
}

std::string ask(const std::string& sql) {
  return one(*shared_database().connect_as_administrator(), sql);
}

// A meter at Stripe whose event_time_window is "hour".
class hourly_meter {
 public:
  explicit hourly_meter(unsigned seed) : random_(seed) {}

  said_answer say(const said_hour& what) {
    const std::scoped_lock lock(mutex_);
    const auto fate = calm ? 0U : random_() % 8;
    if (fate == 1) return {said_answer::kind::unavailable, "lost"};
    if (fate == 2) return {said_answer::kind::refused, "no_meter", "Not now."};
    const auto [known, fresh] = values_.emplace(what.identifier, what.value);
    if (!fresh && known->second != what.value) ++lies;
    if (fresh) {
      hours_[{what.customer, what.at.ns / hour_ns}] = what.value;
      auto& newest = newest_[{what.customer, what.at.ns / hour_ns}];
      if (what.at <= newest) ++unordered;
      newest = what.at;
    }
    if (fate == 3) return {said_answer::kind::unavailable, "lost", "", std::chrono::seconds(1)};
    return {said_answer::kind::taken};
  }

  // "cus_1 2026-11-20T10:00:00Z 5"
  std::string all() const {
    std::string out;
    for (const auto& [place, value] : hours_)
      if (value != "0") out += place.first + ' ' + format_rfc3339({place.second * hour_ns}) + ' ' + value + '\n';
    return out;
  }

  bool calm = false;
  int lies = 0, unordered = 0;

 private:
  using place = std::pair<std::string, std::int64_t>;
  std::mutex mutex_;
  std::mt19937 random_;
  std::map<std::string, std::string> values_;
  std::map<place, std::string> hours_;
  std::map<place, timestamp> newest_;
};

struct export_world {
  export_world() {
    empty_tables();
    administer("INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('" + account +
               "', 'main', 'stripe', 'Main', false)");
    const auto id = account + "_api_key_1";
    const auto sealed =
        ring.seal(postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::provider_secret), id, "sk_test_1");
    const std::array key{param(id), param::bytes(sealed)};
    auto put = shared_database().connect_as_administrator()->query(
        "INSERT INTO payment_provider_secrets (id, provider_number, kind, sealed) SELECT $1, number, 'api_key', $2 "
        "FROM payment_providers",
        key);
    REQUIRE(put.has_value());
    administer(
        "INSERT INTO meters (id, slug, name, event_type, aggregation, value_property) VALUES "
        "('mtr_00000000000000000000000001', 'calls', '', 'call', 'SUM', '$.v')");
    for (int i = 1; i <= tenants; ++i) {
      const auto n = std::to_string(i);
      administer("INSERT INTO tenants (id, bucket, key, name) VALUES ('ten_0000000000000000000000000" + n + "', 1, 't" +
                 n + "', '')");
      administer(
          "INSERT INTO payment_customers (provider_number, tenant_number, reference) SELECT p.number, t.number, "
          "'cus_" +
          n + "' FROM payment_providers AS p, tenants AS t WHERE t.key = 't" + n + "'");
    }
    administer(
        "INSERT INTO meter_exports (provider_number, meter_number, event_name, exported_from) SELECT p.number, "
        "m.number, 'calls', '2026-11-18T00:00:00Z' FROM payment_providers AS p, meters AS m");
    administer(
        "INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES "
        "('ins_00000000000000000000000001', '', 1, sha256('1')) ON CONFLICT DO NOTHING");
  }

  // Some of an hour; `value` may be less than nothing.
  static void use(int tenant, timestamp hour, int value) {
    administer("INSERT INTO usage_cells AS c SELECT t.number, m.number, 1, '" + format_rfc3339(hour) +
               "', '', '{}', 1, 0, 0, 0, " + std::to_string(value) +
               " FROM tenants AS t, meters AS m WHERE t.key = 't" + std::to_string(tenant) +
               "' ON CONFLICT (tenant_number, meter_number, generation, hour, subject, dimensions) DO UPDATE SET "
               "sum = c.sum + EXCLUDED.sum, events = c.events + 1");
  }

  // Nobody waits any longer, and what was refused is asked again.
  static void hurry() {
    administer(
        "UPDATE meter_exports SET updated_at = clock_timestamp();"
        "UPDATE meter_export_hours SET due_at = least(due_at, clock_timestamp());"
        "UPDATE meter_export_hours SET ended_at = ended_at - interval '3 hours' WHERE ended_at > clock_timestamp() - "
        "interval '3 hours'");
  }

  void turn(payments::export_usage& by) {
    const auto done = by.turn({});
    CHECK_MESSAGE(done.has_value(), (done ? "" : done.error().detail));
  }

  payments::export_usage process(hourly_meter& there) {
    return {connections(), ring, clock, {[&there](const due_hour& of, const std::string& key, const said_hour& what) {
              if (key != "sk_test_1" || of.account != account) ++there.lies;
              return there.say(what);
            }}};
  }

  // As the meter's all().
  std::string counted() const {
    return ask(
        "SELECT coalesce(string_agg(line, '' ORDER BY line), '') FROM (SELECT 'cus_' || right(t.key, 1) || ' ' || "
        "to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') || ' ' || trim_scale(sum(sum)) || "
        "E'\\n' AS line FROM usage_cells AS c JOIN tenants AS t ON t.number = c.tenant_number WHERE hour >= "
        "'2026-11-18T00:00:00Z' AND hour <= '" +
        format_rfc3339({clock.now().ns - hour_ns - 120'000'000'000}) +
        "' GROUP BY t.key, hour HAVING sum(sum) <> 0) AS l");
  }

  manual_clock clock{at("2026-11-20T12:30:00Z")};
  secret_ring ring{secret};
};

void run(unsigned seed) {
  export_world world;
  hourly_meter there(seed);
  std::mt19937 random(seed);
  auto first = world.process(there), second = world.process(there);
  const auto begin = at("2026-11-19T10:00:00Z");
  for (int step = 0; step < 25; ++step) {
    for (auto more = random() % 4; more > 0; --more)
      export_world::use(1 + static_cast<int>(random() % tenants),
                        {begin.ns + static_cast<std::int64_t>(random() % 30) * hour_ns},
                        static_cast<int>(random() % 9) - 3);
    world.clock.advance_ms(static_cast<std::int64_t>(random() % 900) * 1000);
    if (random() % 2 == 0) export_world::hurry();
    if (random() % 3 == 0) {
      std::jthread beside([&] { world.turn(second); });
      world.turn(first);
    } else {
      world.turn(random() % 2 == 0 ? first : second);
    }
  }
  there.calm = true;
  for (int i = 0; i < 3; ++i) {
    world.clock.advance_ms(400'000);
    export_world::hurry();
    world.turn(first);
    world.turn(second);
  }
  CHECK(there.lies == 0);
  CHECK(there.unordered == 0);
  CHECK(there.all() == world.counted());
  CHECK(ask("SELECT count(*) FROM meter_export_hours WHERE state <> 'sent'") == "0");
}

}  // namespace

TEST_CASE("Stripe has what was counted, whatever was lost, refused or done twice") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    run(seed);
  }
}

TEST_CASE("a revision waits for the one before, and for a while") {
  export_world world;
  hourly_meter there(1);
  there.calm = true;
  auto by = world.process(there);
  const auto hour = at("2026-11-20T10:00:00Z");
  const auto look = [&] {
    world.clock.advance_ms(61'000);
    world.turn(by);
    return ask(
        "SELECT string_agg(revision || ' ' || trim_scale(quantity) || ' ' || state, ',') FROM meter_export_hours");
  };
  export_world::use(1, hour, 5);
  export_world::use(1, at("2026-11-20T12:00:00Z"), 7);  // not over
  CHECK(look() == "1 5 sent");
  export_world::use(1, hour, 1);
  CHECK(look() == "1 5 sent");
  export_world::hurry();
  CHECK(look() == "2 6 sent");
  CHECK(there.all() == "cus_1 2026-11-20T10:00:00Z 6\n");
  // What takes all of it back is said too.
  export_world::use(1, hour, -6);
  export_world::hurry();
  CHECK(look() == "3 0 sent");
}

TEST_CASE("hours of more than 35 days ago are shown and not asked, and disabled accounts are left alone") {
  export_world world;
  hourly_meter there(1);
  there.calm = true;
  auto by = world.process(there);
  administer("UPDATE meter_exports SET exported_from = '-infinity'");
  export_world::use(1, at("2026-10-16T12:00:00Z"), 5);
  export_world::use(2, at("2026-10-17T12:00:00Z"), 6);
  administer("UPDATE payment_providers SET enabled = false");
  world.turn(by);
  CHECK(ask("SELECT count(*) FROM meter_export_hours") == "0");
  administer("UPDATE payment_providers SET enabled = true");
  world.clock.advance_ms(61'000);
  world.turn(by);
  CHECK(there.all() == "cus_2 2026-10-17T12:00:00Z 6\n");
  CHECK(ask("SELECT failure_code FROM meter_export_hours WHERE state = 'failed'") == "timestamp_too_far_in_past");
  // It is so once: whoever puts the export again changes nothing.
  export_world::hurry();
  world.clock.advance_ms(61'000);
  world.turn(by);
  CHECK(ask("SELECT revision FROM meter_export_hours WHERE state = 'failed'") == "1");
}
