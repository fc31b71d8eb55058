// Budgets on a real database: each threshold is crossed and announced once a month, whoever looks and however often.
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/month_spend.hpp>
#include <workers/billing/watch_budgets.hpp>

#include <weir/postgres/budget_watches.hpp>
#include <weir/postgres/budgets.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::budget_measure;
using list = std::vector<std::int32_t>;

struct budget_world : billing_world {
  budget_world() : watcher(connections(), clock) {
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES ('ins_1', '', 1, sha256('k')) "
         "ON CONFLICT DO NOTHING");
  }

  std::string add(const std::string& amount, list thresholds, std::optional<billing::currency> coin = std::nullopt,
                  std::string name = "Budget") {
    budget_row row;
    row.id = new_id("bdg_");
    row.tenant_number = tenant.number;
    row.budget = {.name = std::move(name),
                  .measures = coin ? budget_measure::spend : budget_measure::usage,
                  .currency = coin,
                  .amount = decimal::parse_sum(amount).value(),
                  .thresholds = std::move(thresholds)};
    if (!coin) row.meter_number = meter.number;
    const auto made = platform([&](executor& in) -> result<budget_row> {
      if (auto asked = budget_watches::ask(in, tenant.number); !asked) return std::unexpected(asked.error());
      return budgets::create(in, row);
    });
    REQUIRE_MESSAGE(made.has_value(), made.error().detail);
    must(*shared_database().connect_as_administrator(),
         "UPDATE budgets SET created_at = '2026-09-01' WHERE id = '" + row.id + "'");
    return row.id;
  }

  billing::watch_report look() {
    must(*shared_database().connect_as_administrator(),
         "UPDATE budget_watches SET look_at = '-infinity', rests_until = '-infinity', held_until = '-infinity'");
    return step();
  }

  billing::watch_report step() {
    const auto report = watcher.step();
    REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().detail));
    CHECK(report->failed == 0);
    return *report;
  }

  budget_row find(const std::string& id) const {
    return platform([&](executor& in) { return budgets::find(in, tenant.number, id); }).value();
  }

  // The oldest first.
  std::vector<budget_crossing_row> crossings(const std::string& id) const {
    auto out = platform([&](executor& in) { return budgets::crossings(in, id, 0, 100); }).value();
    std::ranges::reverse(out);
    return out;
  }

  list crossed(const std::string& id) const {
    list out;
    for (const auto& c : crossings(id))
      out.push_back(c.threshold);
    return out;
  }

  static std::vector<std::string> announced() {
    auto r = shared_database().connect_as_administrator()->query(
        "SELECT payload FROM outbox WHERE type = 'budget.threshold_crossed' ORDER BY number");
    std::vector<std::string> out;
    for (std::size_t i = 0; i < r->size(); ++i)
      out.push_back(r->at(i, 0).string());
    return out;
  }

  std::string spend(std::string_view from, std::string_view to) const {
    return worker([&](executor& in) -> result<std::string> {
             billing::month_spend of(in, tenant);
             auto total = of.read(*billing::currency::find("EUR"), instant(from), instant(to));
             if (!total) return std::unexpected(total.error());
             return text(*total, *billing::currency::find("EUR"));
           })
        .value();
  }

  billing::budget_watcher watcher;
};

constexpr std::string_view october = "2026-09-30T22:00:00Z", november = "2026-10-31T23:00:00Z",
                           december = "2026-11-30T23:00:00Z", january = "2026-12-31T23:00:00Z";

}  // namespace

TEST_CASE("each threshold is crossed once, announced with its amounts, and the state follows") {
  budget_world w;
  const auto id = w.add("1000", {50, 80, 100});
  CHECK(w.step() == billing::watch_report{1, 0, 0});
  CHECK(w.find(id).state->used == decimal{});
  w.count(w.tenant, "2026-11-03T10:00:00Z", 499);
  CHECK(w.look().crossings == 0);
  w.count(w.tenant, "2026-11-03T11:00:00Z", 351);
  CHECK(w.look().crossings == 2);
  CHECK(w.look().crossings == 0);
  w.count(w.tenant, "2026-11-04T11:00:00Z", 150);
  CHECK(w.look().crossings == 1);
  CHECK(w.crossed(id) == list{50, 80, 100});
  const auto said = w.announced();
  REQUIRE(said.size() == 3);
  CHECK(said[0].contains(R"("threshold":50,"occurrence":1,"amount":"1000","used":"850","percent":85,)"
                         R"("period_from":"2026-10-31T23:00:00Z","period_to":"2026-11-30T23:00:00Z")"));
  CHECK(said[0].contains(R"("meter":"calls","currency":null)"));
  CHECK(said[2].contains(R"("threshold":100,"occurrence":1,"amount":"1000","used":"1000","percent":100)"));
  const auto row = w.find(id);
  CHECK(row.state->used == decimal::from_integer(1000));
  CHECK(row.state->period_from == instant(november));
  CHECK(row.state->measured_at == w.clock.now());
  REQUIRE(row.state->crossings.size() == 3);
  CHECK(row.state->crossings[0].threshold == 100);
  CHECK(row.version == 1);
}

TEST_CASE("who looks at nothing that has moved finds nothing to do, and usage, billing and changes are seen at once") {
  budget_world w;
  w.add("1000", {50});
  CHECK(w.step().tenants == 1);
  CHECK(w.step().tenants == 0);
  const auto rested = [&] {
    must(*shared_database().connect_as_administrator(), "UPDATE budget_watches SET rests_until = '-infinity'");
    return w.step().tenants;
  };
  CHECK(rested() == 0);
  const auto arrived = [&](int offset) {
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO usage_conservation VALUES (0, " + std::to_string(w.tenant.number) +
             ", '2026-11-20T10:00:00Z', 0, " + std::to_string(offset) +
             ", 1, 1, 0, 0, 0, 0, 0, 0) ON CONFLICT (partition, tenant_number, arrival_hour) DO UPDATE SET "
             "last_offset = EXCLUDED.last_offset");
  };
  arrived(5);
  CHECK(w.step().tenants == 1);
  arrived(6);
  CHECK(w.step().tenants == 0);  // it rests
  CHECK(rested() == 1);
  CHECK(rested() == 0);
  w.subscribe(w.tenant, "team", october);
  CHECK(rested() == 1);
  CHECK(rested() == 0);
  w.add("2000", {50}, std::nullopt, "Another");
  CHECK(w.step().tenants == 1);
  must(*shared_database().connect_as_administrator(),
       "UPDATE budget_watches SET rests_until = '-infinity', look_at = '-infinity'; DELETE FROM budgets");
  CHECK(w.step().tenants == 0);
}

TEST_CASE("a threshold is armed again below nine tenths of it, and then crossed a second time") {
  budget_world w;
  const auto id = w.add("1000", {50});
  w.count(w.tenant, "2026-11-03T10:00:00Z", 500);
  CHECK(w.look().crossings == 1);
  w.count(w.tenant, "2026-11-03T10:00:00Z", -50);
  CHECK(w.look().crossings == 0);
  w.count(w.tenant, "2026-11-03T10:00:00Z", 50);
  CHECK(w.look().crossings == 0);  // it never fell below 450
  w.count(w.tenant, "2026-11-03T10:00:00Z", -51);
  CHECK(w.look().crossings == 0);
  CHECK(w.crossings(id)[0].rearmed_at == w.clock.now());
  w.count(w.tenant, "2026-11-03T10:00:00Z", 51);
  CHECK(w.look().crossings == 1);
  const auto all = w.crossings(id);
  REQUIRE(all.size() == 2);
  CHECK(all[1].occurrence == 2);
  CHECK(!all[1].rearmed_at);
  CHECK(w.announced().size() == 2);
  for (int i = 0; i < 12; ++i) {
    w.count(w.tenant, "2026-11-03T10:00:00Z", -400);
    w.look();
    w.count(w.tenant, "2026-11-03T10:00:00Z", 400);
    w.look();
  }
  CHECK(w.crossings(id).size() == 10);  // ten times a month at the most
  CHECK(w.announced().size() == 10);
}

TEST_CASE("a new month begins with nothing, and what still comes of the old one is seen for a day") {
  budget_world w;
  const auto id = w.add("1000", {50, 100});
  w.count(w.tenant, "2026-11-03T10:00:00Z", 600);
  CHECK(w.look().crossings == 1);
  w.go_to("2026-12-01T01:00:00Z");
  CHECK(w.look().crossings == 0);
  CHECK(w.find(id).state->used == decimal{});
  CHECK(w.find(id).state->crossings.empty());
  w.count(w.tenant, "2026-11-30T22:00:00Z", 400);
  w.count(w.tenant, december, 500);
  CHECK(w.look().crossings == 2);
  auto all = w.crossings(id);
  CHECK(all[1].period_from == instant(november));
  CHECK(all[1].threshold == 100);
  CHECK(all[2].period_from == instant(december));
  CHECK(all[2].threshold == 50);
  CHECK(w.find(id).state->used == decimal::from_integer(500));
  w.go_to("2026-12-02T00:00:00Z");
  w.count(w.tenant, "2026-11-30T22:00:00Z", -1000);
  CHECK(w.look().crossings == 0);
  CHECK(!w.crossings(id)[1].rearmed_at);
}

TEST_CASE("a budget that is made in a month says nothing about the one before") {
  budget_world w;
  w.count(w.tenant, "2026-11-03T10:00:00Z", 600);
  w.go_to("2026-12-01T01:00:00Z");
  const auto id = w.add("1000", {50});
  must(*shared_database().connect_as_administrator(), "UPDATE budgets SET created_at = '2026-12-01T00:30:00Z'");
  CHECK(w.look().crossings == 0);
  CHECK(w.crossings(id).empty());
}

TEST_CASE("spend is what invoices of the month and its end come to, and no run of invoices moves it") {
  budget_world w;
  w.subscribe(w.tenant, "team", october);
  w.count(w.tenant, "2026-10-10T10:00:00Z", 1500);
  w.count(w.tenant, "2026-11-10T10:00:00Z", 3000);
  // Not billed yet: October has its fee (of its first instant), November 5.00 of calls that October had, and so on.
  const auto before =
      std::vector{w.spend("2026-08-31T22:00:00Z", october), w.spend(october, november), w.spend(november, december)};
  CHECK(before == std::vector<std::string>{"49.00", "54.00", "69.00"});
  REQUIRE(w.run().invoices == 2);
  CHECK(w.spend("2026-08-31T22:00:00Z", october) == "49.00");
  CHECK(w.spend(october, november) == "54.00");
  CHECK(w.spend(november, december) == "69.00");
  w.go_to("2026-12-01T00:10:00Z");  // the month is over, its invoice waits for late usage
  w.count(w.tenant, december, 1200);
  CHECK(w.spend(november, december) == "69.00");
  CHECK(w.spend(december, january) == "51.00");
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 1);
  CHECK(w.spend(november, december) == "69.00");
  CHECK(w.spend(december, january) == "51.00");
}

TEST_CASE("drafts that wait for a hand are spent, once") {
  budget_world w;
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO billing_profiles (tenant_number, finalize) VALUES (" + std::to_string(w.tenant.number) +
           ", 'by_hand')");
  w.subscribe(w.tenant, "team", november);
  REQUIRE(w.run().invoices == 1);
  CHECK(w.spend(october, november) == "49.00");
  CHECK(w.spend(november, december) == "49.00");
}

TEST_CASE("a budget of money crosses its thresholds, bounds of invoices or not") {
  budget_world w;
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO billing_profiles (tenant_number, most_amount) VALUES (" + std::to_string(w.tenant.number) +
           ", 5000)");
  const auto id = w.add("100", {50, 100}, billing::currency::find("EUR"));
  const auto other = w.add("1", {1}, billing::currency::find("USD"), "Dollars");
  CHECK(w.look().crossings == 0);
  w.subscribe(w.tenant, "team", october);
  REQUIRE(w.run().invoices == 2);
  CHECK(w.look().crossings == 0);  // 49.00
  w.count(w.tenant, "2026-11-10T10:00:00Z", 1100);
  CHECK(w.look().crossings == 1);
  CHECK(
      w.announced()[0].contains(R"("currency":"EUR","threshold":50,"occurrence":1,"amount":"100.00","used":"50.00")"));
  w.count(w.tenant, "2026-11-10T10:00:00Z", 10'000);
  CHECK(w.look().crossings == 1);
  CHECK(w.crossed(id) == list{50, 100});
  CHECK(w.crossed(other).empty());
}

TEST_CASE("a look that was overtaken writes nothing") {
  budget_world w;
  const auto id = w.add("1000", {50});
  const auto due = worker([&](executor& in) { return budget_watches::claim(in, std::chrono::minutes(1), 10); }).value();
  REQUIRE(due.size() == 1);
  CHECK(w.step().tenants == 0);  // somebody has it
  platform([&](executor& in) { return budget_watches::ask(in, w.tenant.number); }).value();
  const auto late =
      worker([&](executor& in) { return budget_watches::finish(in, due[0], billing::budget_pacing, w.clock.now()); });
  CHECK(late.error().code == error_code::lease_lost);
  CHECK(w.step().tenants == 1);
  CHECK(w.find(id).state.has_value());
}

TEST_CASE("several look beside one another, and each threshold is crossed once") {
  budget_world w;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i)
    ids.push_back(w.add("1000", {10, 20, 30, 40, 50}, std::nullopt, "Budget " + std::to_string(i)));
  w.count(w.tenant, "2026-11-03T10:00:00Z", 500);
  std::atomic<std::int64_t> crossed = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 10; ++n) {
          (void)platform([&](executor& in) { return budget_watches::ask(in, w.tenant.number); });
          billing::budget_watcher one(connections(), w.clock);
          if (auto report = one.step()) crossed += report->crossings;
        }
      });
    }
  }
  crossed += w.look().crossings;
  CHECK(crossed == 25);
  for (const auto& id : ids)
    CHECK(w.crossed(id) == list{10, 20, 30, 40, 50});
  const auto said = w.announced();
  CHECK(said.size() == 25);
  CHECK(std::set(said.begin(), said.end()).size() == 25);
}

TEST_CASE("a name belongs to one budget, and fifty are enough") {
  budget_world w;
  const auto id = w.add("1", {100});
  for (int i = 1; i < budgets::most_of_a_tenant; ++i)
    w.add("1", {100}, std::nullopt, "Budget " + std::to_string(i));
  budget_row more = w.find(id);
  more.id = new_id("bdg_");
  more.budget.name = "One more";
  CHECK(platform([&](executor& in) { return budgets::create(in, more); }).error().code == error_code::too_many_budgets);
  auto wanted = w.find(id).budget;
  wanted.name = "Budget 1";
  CHECK(platform([&](executor& in) { return budgets::update(in, w.find(id), wanted); }).error().code ==
        error_code::budget_name_taken);
  w.count(w.tenant, "2026-11-03T10:00:00Z", 5);
  CHECK(w.look().crossings == 50);
  platform([&](executor& in) { return budgets::remove(in, id); }).value();
  CHECK(w.crossings(id).empty());
}
