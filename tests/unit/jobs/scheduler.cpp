// Each period of a schedule makes one job: in its zone, after downtime, and beside another scheduler.
#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>

#include <weir/jobs/memory_job_store.hpp>
#include <weir/jobs/scheduler.hpp>

using namespace weir;
using namespace weir::jobs;
using namespace std::chrono_literals;

namespace {

timestamp at(const char* text) {
  return parse_rfc3339(text).value();
}

time_zone zone(const char* name) {
  return time_zone::find(name).value();
}

schedule invoices() {
  return {"invoices", cadence::month, zone("Europe/Berlin"), 1h, "invoice_run"};
}

}  // namespace

TEST_CASE("periods have names, starts and ends in their zone") {
  const auto berlin = zone("Europe/Berlin");
  const auto month = period_at(cadence::month, berlin, at("2026-10-31T23:30:00Z"));
  CHECK(month.name == "2026-11");
  CHECK(month.start == at("2026-10-31T23:00:00Z"));
  CHECK(month.end == at("2026-11-30T23:00:00Z"));
  const auto day = period_at(cadence::day, berlin, at("2026-10-25T12:00:00Z"));  // 25 hours long
  CHECK(day.name == "2026-10-25");
  CHECK(day.start == at("2026-10-24T22:00:00Z"));
  CHECK(day.end == at("2026-10-25T23:00:00Z"));
  const auto hour = period_at(cadence::hour, berlin, at("2026-11-23T22:59:59.999Z"));
  CHECK(hour.name == "2026-11-23T22");
  CHECK(hour.end == at("2026-11-23T23:00:00Z"));
  CHECK(period_at(cadence::hour, berlin, at("1969-12-31T23:30:00Z")).name == "1969-12-31T23");

  for (auto c : {cadence::hour, cadence::day, cadence::month}) {
    const auto p = period_at(c, berlin, at("2026-03-29T12:00:00Z"));
    const auto again = period_of(c, berlin, p.name).value();
    CHECK(again.start == p.start);
    CHECK(again.end == p.end);
  }
  for (const char* text : {"", "2026", "2026-13", "2026-1x", "x026-11", "2026-00"})
    CHECK_FALSE(period_of(cadence::month, berlin, text).has_value());
  CHECK_FALSE(period_of(cadence::day, berlin, "2026-11").has_value());
  CHECK_FALSE(period_of(cadence::hour, berlin, "2026-11-23").has_value());
}

TEST_CASE("a period becomes a job once it has ended and the delay is over") {
  test::manual_clock clock(at("2026-11-23T10:00:00Z"));
  memory_job_store store(clock);
  scheduler s(store, clock, system_ids());
  s.add(invoices());
  CHECK(s.step().value() == 0);
  clock.set(at("2026-11-30T23:59:59Z"));
  CHECK(s.step().value() == 0);
  clock.set(at("2026-12-01T00:00:00Z"));
  CHECK(s.step().value() == 1);
  CHECK(s.step().value() == 0);
}

TEST_CASE("after downtime every missed period gets its job, whoever asks first") {
  test::manual_clock clock(at("2026-01-15T10:00:00Z"));
  memory_job_store store(clock);
  scheduler one(store, clock, system_ids());
  scheduler other(store, clock, system_ids());
  one.add(invoices());
  other.add(invoices());
  CHECK(one.step().value() == 0);
  clock.set(at("2026-06-15T10:00:00Z"));
  CHECK(other.step().value() == 5);
  CHECK(one.step().value() == 0);
  CHECK(store.size() == 5);
}

TEST_CASE("a step that failed halfway is completed by the next one") {
  test::manual_clock clock(at("2026-01-15T10:00:00Z"));
  int budget = 4;
  memory_job_store store(clock, [&](std::string_view) -> std::optional<error> {
    if (budget-- > 0) return std::nullopt;
    return error(error_code::database_unavailable);
  });
  scheduler s(store, clock, system_ids());
  s.add(invoices());
  CHECK(s.step().has_value());
  clock.set(at("2026-06-15T10:00:00Z"));
  int steps = 0;
  for (bool done = false; !done; ++steps) {
    budget = 3 + steps;
    done = s.step().has_value();
  }
  CHECK(steps > 1);
  CHECK(store.size() == 5);
}
