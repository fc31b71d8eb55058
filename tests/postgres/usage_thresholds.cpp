// Usage that reaches its plan's threshold is billed at the next full hour, and its month with what is left.
#include <algorithm>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/verify_invoice.hpp>

#include <weir/postgres/billing_states.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::invoice_kind;
using billing::invoice_state;
using billing::money;

// Calls beyond 1,000 a month cost 0.01; 500 of them are billed before the month is over.
billing::plan_draft watched(std::string code, std::string late_usage = "next_invoice") {
  auto out = draft_of(std::move(code), std::move(late_usage));
  out.usage_thresholds = {{"EUR", "5"}};
  return out;
}

std::vector<std::string> told(const billing_world& w) {
  std::vector<std::string> out;
  for (const auto& i : w.invoices(w.tenant)) {
    auto text = std::string(name(i.kind)) + (i.state == invoice_state::voided ? " void" : "");
    for (const auto& l : w.lines(i))
      text += " " + l.key.price + ":" + std::to_string(l.amount.minor) + (l.is_interim ? "*" : "");
    out.push_back(text);
  }
  return out;
}

// All follow from their inputs, and go on doing so when others are void.
void check_verified(const billing_world& w) {
  for (const auto& i : w.invoices(w.tenant)) {
    if (i.state == invoice_state::draft || i.state == invoice_state::discarded) continue;
    const auto found = platform([&](executor& in) { return billing::verify_invoice(in, i); }).value();
    CHECK_MESSAGE(found.empty(), found.front());
  }
}

void annul(billing_world& w, std::size_t which) {
  const auto id = invoice_id::parse(w.invoices(w.tenant).at(which).id).value();
  REQUIRE(w.carry_out(w.tenant, contract::change_invoice{id, "void"}).has_value());
}

std::optional<timestamp> watched_at(const billing_world& w) {
  return worker([&](executor& in) { return billing_states::find(in, w.tenant.number); }).value()->threshold_at;
}

constexpr auto november = "2026-10-31T23:00:00Z";  // in Berlin

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("usage that reaches a threshold is billed at the next full hour, and the month with what is left") {
  billing_world w;
  w.add_plan(watched("watched"));
  w.subscribe(w.tenant, "watched", november);
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1400);
  CHECK(w.run().invoices == 1);
  CHECK(watched_at(w) == instant("2026-11-20T11:00:00Z"));
  w.count(w.tenant, "2026-11-06T10:00:00Z", 200);
  CHECK(w.run().invoices == 0);  // this hour was looked at
  w.go_to("2026-11-20T11:05:00Z");
  CHECK(w.run().invoices == 1);
  CHECK(told(w) == lines{"regular base:4900", "threshold calls:600*"});
  CHECK(w.invoices(w.tenant)[1].as_of == instant("2026-11-20T11:00:00Z"));
  CHECK(w.invoices(w.tenant)[1].number == "INV-000002");
  CHECK(watched_at(w) == instant("2026-11-20T12:00:00Z"));
  w.go_to("2026-11-20T12:05:00Z");
  w.count(w.tenant, "2026-11-20T12:00:00Z", 900);  // of an hour that is not over
  CHECK(w.run().invoices == 0);
  w.go_to("2026-11-20T13:00:00Z");
  CHECK(w.run().invoices == 1);
  w.count(w.tenant, "2026-11-21T08:00:00Z", 100);
  w.go_to("2026-12-01T06:00:00Z");
  CHECK(w.run().invoices == 1);
  CHECK(told(w) ==
        lines{"regular base:4900", "threshold calls:600*", "threshold calls:900*", "regular base:4900 calls:100"});
  CHECK(w.run().invoices == 0);
  check_verified(w);
}

TEST_CASE("while a month waits for its grace hours, nothing of the next one is looked at") {
  billing_world w;
  w.add_plan(watched("watched"));
  set_profile(w.tenant, "grace_hours = 5");
  w.subscribe(w.tenant, "watched", november);
  w.run();
  w.count(w.tenant, "2026-11-30T23:00:00Z", 2000);
  w.go_to("2026-12-01T03:00:00Z");
  CHECK(w.run().invoices == 0);
  w.go_to("2026-12-01T04:00:00Z");
  CHECK(w.run().invoices == 2);
  CHECK(told(w) == lines{"regular base:4900", "regular base:4900 calls:0", "threshold calls:1000*"});
  check_verified(w);
}

TEST_CASE("what is void is billed anew after the month, even by a plan that drops late usage") {
  billing_world w;
  w.add_plan(watched("watched", "drop"));
  w.subscribe(w.tenant, "watched", november);
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1700);
  CHECK(w.run().invoices == 2);
  w.count(w.tenant, "2026-11-20T11:00:00Z", 50);
  w.go_to("2026-12-01T06:00:00Z");
  CHECK(w.run().invoices == 1);
  annul(w, 1);
  CHECK(w.run().invoices == 1);
  CHECK(told(w) ==
        lines{"regular base:4900", "threshold void calls:700*", "regular base:4900 calls:50", "regular calls:700"});
  w.count(w.tenant, "2026-11-20T11:00:00Z", 50);
  w.go_to("2027-01-01T06:00:00Z");
  CHECK(w.run().invoices == 1);
  CHECK(told(w).back() == "regular base:4900 calls:0");
  check_verified(w);
}

TEST_CASE("what is void within the month is billed anew in it") {
  billing_world w;
  w.add_plan(watched("watched"));
  w.subscribe(w.tenant, "watched", november);
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1700);
  CHECK(w.run().invoices == 2);
  annul(w, 1);
  w.go_to("2026-11-20T11:00:00Z");
  CHECK(w.run().invoices == 1);
  CHECK(told(w) == lines{"regular base:4900", "threshold void calls:700*", "threshold calls:700*"});
  check_verified(w);
}

TEST_CASE("another plan is looked at from the change on") {
  billing_world w;
  w.add_plan(watched("watched"));
  const auto id = w.subscribe(w.tenant, "team", november);
  w.count(w.tenant, "2026-11-05T10:00:00Z", 2000);
  CHECK(w.run().invoices == 1);
  CHECK_FALSE(watched_at(w));
  contract::change_subscription change{
      .id = subscription_id::parse(id).value(), .change = "change_plan", .plan = {{"watched"}}};
  REQUIRE(w.carry_out(w.tenant, change).has_value());
  w.count(w.tenant, "2026-11-20T10:00:00Z", 2000);
  w.go_to("2026-11-20T11:00:00Z");
  CHECK(w.run().invoices == 1);
  CHECK(told(w).back().starts_with("threshold "));
  check_verified(w);
}

TEST_CASE("while a draft waits for a hand, no other one is made of the same month") {
  billing_world w;
  w.add_plan(watched("watched"));
  w.subscribe(w.tenant, "watched", november);
  CHECK(w.run().invoices == 1);
  set_profile(w.tenant, "finalize = 'by_hand'");
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1700);
  w.go_to("2026-11-20T11:00:00Z");
  CHECK(w.run().invoices == 1);
  w.count(w.tenant, "2026-11-20T11:00:00Z", 700);
  w.go_to("2026-11-20T12:00:00Z");
  CHECK(w.run().invoices == 0);
  const auto draft = w.invoices(w.tenant).back();
  CHECK(draft.state == invoice_state::draft);
  REQUIRE(w.carry_out(w.tenant, contract::change_invoice{invoice_id::parse(draft.id).value(), "finalize"}).has_value());
  CHECK(w.run().invoices == 1);
  CHECK(told(w) == lines{"regular base:4900", "threshold calls:700*", "threshold calls:700*"});
}

TEST_CASE("with usage that reaches a threshold, whatever else is due is billed in every currency") {
  billing_world w;
  w.add_plan(watched("watched"));
  auto fee = draft_of("dollars");
  fee.prices.pop_back();
  fee.prices[0].currency = "USD";
  w.add_plan(fee);
  w.subscribe(w.tenant, "watched", november);
  contract::start_subscription start{.plan = {"dollars"}, .currency = "USD", .at = instant("2026-05-31T22:00:00Z")};
  const auto started = w.carry_out(w.tenant, start);
  REQUIRE(started.has_value());
  w.run();
  const auto told_before = w.invoices(w.tenant).size();
  contract::change_subscription cancel{
      .id = subscription_id::parse(started->resource.substr(started->resource.find("sub_"), 30)).value(),
      .change = "cancel",
      .when = contract::change_time::given,
      .at = instant("2026-06-30T22:00:00Z")};
  REQUIRE(w.carry_out(w.tenant, cancel).has_value());
  w.count(w.tenant, "2026-11-05T10:00:00Z", 1700);
  w.go_to("2026-11-20T11:00:00Z");
  CHECK(w.run().invoices == 2);
  CHECK(w.invoices(w.tenant).size() == told_before + 2);
  CHECK(std::ranges::count(told(w), "threshold calls:700*") == 1);
  const auto notes = w.invoices(w.tenant);
  const auto note = std::ranges::find(notes, invoice_kind::credit_note, &invoice_row::kind);
  REQUIRE(note != notes.end());
  CHECK(note->credited == money{5 * 4900});
  check_verified(w);
}
