// Runs of invoices on a real database that many tenants share, and that go on beside each other.
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>

#include <weir/postgres/job_store.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("runs beside each other bill every tenant once, with numbers that leave no gap") {
  billing_world w;
  std::vector<tenant_row> tenants;
  for (int i = 0; i < 12; ++i) {
    tenants.push_back(w.add_tenant("t" + std::to_string(i), i % 2 == 0 ? "Asia/Tokyo" : "America/New_York"));
    w.subscribe(tenants.back(), "team", "2026-08-15T00:00:00Z");
  }
  std::vector<std::jthread> runs;
  for (int i = 0; i < 4; ++i)
    runs.emplace_back([&] {
      const auto r =
          billing::invoice_runner(connections(), w.clock, system_ids()).run([](const auto&) { return true; });
      CHECK_MESSAGE(r.has_value(), r.error().detail);
    });
  runs.clear();
  std::set<std::string> seen;
  for (const auto& t : tenants) {
    const auto all = w.invoices(t);
    CHECK(all.size() == 4);  // the start, September, October, November
    std::set<std::int64_t> as_of;
    for (const auto& i : all) {
      seen.insert(*i.number);
      as_of.insert(i.as_of.ns);
    }
    CHECK(as_of.size() == 4);
  }
  CHECK(seen.size() == 48);
  CHECK(*seen.rbegin() == "INV-000048");
}

TEST_CASE("whoever cannot be billed keeps nobody from it that is billed with it") {
  billing_world w;
  std::vector<tenant_row> tenants;
  for (int i = 0; i < 9; ++i) {
    tenants.push_back(w.add_tenant("t" + std::to_string(i)));
    w.subscribe(tenants.back(), "team", "2026-10-31T23:00:00Z");
  }
  auto admin = shared_database().connect_as_administrator();
  must(*admin, "UPDATE tenants SET time_zone = 'Atlantis/Capital' WHERE key IN ('t2', 't7')");
  set_profile(tenants[4], "most_amount = 1");
  const auto report =
      billing::invoice_runner(connections(), w.clock, system_ids()).run([](const auto&) { return true; }).value();
  CHECK(report.invoices == 6);
  CHECK(report.failed == 2);
  CHECK(report.parked == 1);
  for (const std::size_t i : {0U, 1U, 3U, 5U, 6U, 8U})
    CHECK(w.invoices(tenants[i]).size() == 1);
  must(*admin, "UPDATE tenants SET time_zone = 'Europe/Berlin'");
  CHECK(w.run().invoices == 2);
  std::set<std::string> seen;
  for (const auto& t : tenants) {
    for (const auto& i : w.invoices(t))
      seen.insert(*i.number);
  }
  CHECK(seen.size() == 8);
  CHECK(*seen.rbegin() == "INV-000008");
}

TEST_CASE("the others do not wait for a tenant whose row somebody holds, and it is billed when that is over") {
  billing_world w;
  std::vector<tenant_row> tenants;
  for (int i = 0; i < 5; ++i) {
    tenants.push_back(w.add_tenant("t" + std::to_string(i)));
    w.subscribe(tenants.back(), "team", "2026-10-31T23:00:00Z");
  }
  auto holder = shared_database().connect_as_administrator();
  must(*holder,
       "BEGIN; SELECT FROM billing_states WHERE tenant_number = " + std::to_string(tenants[2].number) + " FOR UPDATE");
  billing::run_report report;
  std::jthread run([&] { report = w.run(); });
  auto watcher = shared_database().connect_as_administrator();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (one(*watcher, "SELECT count(*) FROM invoices") != "4" && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(one(*watcher, "SELECT count(*) FROM invoices") == "4");
  CHECK(w.invoices(tenants[2]).empty());
  must(*holder, "COMMIT");
  run.join();
  CHECK(report.invoices == 5);
  CHECK(w.invoices(tenants[2]).size() == 1);
}

TEST_CASE("usage that is not counted yet is waited for, once for all that ask, longer and longer") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");  // asks for a run
  postgres::job_store store(connections());
  jobs::runner runner(store, {.owner = "waits"});
  runner.handle(std::string(billing::invoice_run_kind), billing::invoice_run_job(connections(), w.clock, system_ids()));
  auto admin = shared_database().connect_as_administrator();
  const auto queued = [&] {
    return platform([&](executor& in) -> result<std::string> {
             return one(in,
                        "SELECT count(*) || ' ' || coalesce(string_agg(arguments::text, ''), '') FROM jobs WHERE state "
                        "= 'queued'");
           })
        .value();
  };
  REQUIRE(runner.run_one({}).value());
  REQUIRE(w.invoices(w.tenant).size() == 1);
  CHECK(queued() == "0 ");  // everything was counted

  w.clock.set("2026-12-02T00:00:00Z");
  CHECK(w.run() == billing::run_report{.waits = true});
  for (int i = 0; i < 3; ++i) {
    const auto command = command_id{system_ids().next()}.text();
    REQUIRE(platform([&](executor& in) { return billing::ask_for_invoice_run(in, command); }).has_value());
    REQUIRE(runner.run_one({}).value());
  }
  CHECK(queued() == R"(1 {"waited_seconds": 2})");
  for (int seconds = 4; seconds <= 1024; seconds *= 2) {
    must(*admin, "UPDATE jobs SET run_after = now() WHERE state = 'queued'");
    REQUIRE(runner.run_one({}).value());
    CHECK(queued() == R"(1 {"waited_seconds": )" + std::to_string(seconds) + "}");
  }
  must(*admin, "UPDATE jobs SET run_after = now() WHERE state = 'queued'");
  w.go_to("2026-12-02T00:00:00Z");
  REQUIRE(runner.run_one({}).value());
  CHECK(w.invoices(w.tenant).size() == 2);
  CHECK(queued() == "0 ");
}
