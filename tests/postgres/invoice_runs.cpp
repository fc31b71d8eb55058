// Runs of invoices on a real database: each month once, whatever runs beside it, and exactly what the rules say.
#include <numeric>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/verify_invoice.hpp>

#include <weir/base/crypto.hpp>
#include <weir/billing/invoice_inputs.hpp>
#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/history_imports.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::invoice_kind;
using billing::invoice_state;
using billing::money;

std::vector<std::int64_t> totals(const std::vector<invoice_row>& of) {
  std::vector<std::int64_t> out;
  for (const auto& i : of)
    out.push_back(i.total.minor);
  return out;
}

std::vector<std::string> numbers(const std::vector<invoice_row>& of) {
  std::vector<std::string> out;
  for (const auto& i : of)
    out.push_back(i.number.value_or(""));
  return out;
}

// The lines of an invoice follow from its frozen inputs, to the last byte.
void check_recomputed(const invoice_row& row, const std::vector<invoice_line_row>& lines) {
  const auto document =
      worker([&](executor& in) { return postgres::invoices::read_inputs(in, row.inputs_hash); }).value();
  CHECK(hex(sha256(document)) == row.inputs_hash);
  const auto inputs = contract::decode_invoice_inputs(document);
  REQUIRE_MESSAGE(inputs.has_value(), inputs.error().detail);
  CHECK(contract::encode_invoice_inputs(*inputs) == document);
  const auto again = billing::reckon_invoices(*inputs);
  REQUIRE(again.has_value());
  const auto& invoice = again->invoices.at(static_cast<std::size_t>(row.place));
  CHECK(invoice.totals.total == row.total);
  REQUIRE(invoice.lines.size() == lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(invoice.lines[i].key == lines[i].key);
    CHECK(invoice.lines[i].amount == lines[i].amount);
    CHECK(invoice.lines[i].net == lines[i].net);
  }
}

}  // namespace

TEST_CASE("every month since the start gets its invoice, in order, and once") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-08-31T22:00:00Z");  // 1 September in Berlin
  w.count(w.tenant, "2026-08-31T22:00:00Z", 900);
  w.count(w.tenant, "2026-09-30T21:00:00Z", 600);  // the month's last hour
  w.count(w.tenant, "2026-09-30T22:00:00Z", 2000);
  const auto report = w.run();
  CHECK(report.invoices == 3);
  const auto all = w.invoices(w.tenant);
  // A fee; 500 calls and a fee; 1,000 calls and a fee.
  CHECK(totals(all) == std::vector<std::int64_t>{4900, 5400, 5900});
  CHECK(numbers(all) == std::vector<std::string>{"INV-000001", "INV-000002", "INV-000003"});
  CHECK(all[1].as_of == instant("2026-09-30T22:00:00Z"));
  CHECK(all[1].state == invoice_state::finalized);
  CHECK(text(*all[1].issued_day) == "2026-11-20");
  CHECK(text(*all[1].due_day) == "2026-12-20");
  for (const auto& i : all)
    check_recomputed(i, w.lines(i));

  CHECK(w.run().invoices == 0);
  CHECK(w.invoices(w.tenant).size() == 3);
  const auto state = worker([&](executor& in) { return billing_states::find(in, w.tenant.number); }).value();
  CHECK(state->next_at == instant("2026-11-30T23:00:00Z"));
}

TEST_CASE("usage that came late is a line of the next invoice, and names the line that it corrects") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-09-30T22:00:00Z");
  w.count(w.tenant, "2026-10-10T10:00:00Z", 1500);
  REQUIRE(w.run().invoices == 2);
  w.count(w.tenant, "2026-10-31T22:00:00Z", 250);
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 1);
  const auto all = w.invoices(w.tenant);
  CHECK(totals(all) == std::vector<std::int64_t>{4900, 5400, 5150});
  const auto lines = w.lines(all[2]);
  const auto late = std::ranges::find_if(lines, [](const auto& l) { return l.corrects.has_value(); });
  REQUIRE(late != lines.end());
  CHECK(late->amount == money{250});
  CHECK(late->corrects->invoice == all[1].id);
  for (const auto& i : all)
    check_recomputed(i, w.lines(i));
}

TEST_CASE("an import of past usage is billed however far it goes back, once") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-04-30T22:00:00Z");
  w.count(w.tenant, "2026-05-10T10:00:00Z", 1500);
  w.run();
  // As if that had been long ago: a change of a subscription is looked at again for an hour.
  auto administrator = shared_database().connect_as_administrator();
  must(*administrator,
       "SET session_replication_role = replica; UPDATE subscription_changes SET created_at = created_at - "
       "interval '2 hours'; RESET session_replication_role");
  const auto before = w.invoices(w.tenant).size();
  w.count(w.tenant, "2026-05-10T10:00:00Z", 250);
  w.go_to("2026-12-01T06:00:00Z");
  w.run();
  REQUIRE(w.invoices(w.tenant).size() == before + 1);
  const auto untouched = w.lines(w.invoices(w.tenant).back());
  CHECK(std::ranges::none_of(untouched, [](const auto& l) { return l.corrects.has_value(); }));
  must(
      *administrator,
      "INSERT INTO history_imports (id, tenant_number, meter_number, range_from, range_to, made_by, state, started_at, "
      "imported_at, replaced_cells, replaced_events, imported_cells) SELECT 'him_00000000000000000000000001', "
      "t.number, m.number, '2026-04-30T22:00:00Z', '2026-05-31T22:00:00Z', '', 'imported', now(), now(), 0, 0, 0 FROM "
      "tenants AS t, meters AS m WHERE t.id = '" +
          w.tenant.id + "' AND m.slug = 'calls'");
  const auto touched = platform([](executor& in) -> result<std::vector<history_imports::touched_invoice>> {
                         auto row = history_imports::find(in, "him_00000000000000000000000001");
                         if (!row) return std::unexpected(row.error());
                         return history_imports::touched(in, *row, 10);
                       }).value();
  REQUIRE(touched.size() == 1);
  CHECK(touched[0].number == w.invoices(w.tenant)[1].number);
  w.go_to("2027-01-01T06:00:00Z");
  w.run();
  w.go_to("2027-02-01T06:00:00Z");
  w.run();
  const auto all = w.invoices(w.tenant);
  REQUIRE(all.size() == before + 3);
  std::vector<money> corrected;
  for (const auto& i : all) {
    for (const auto& l : w.lines(i)) {
      if (l.corrects) corrected.push_back(l.amount);
    }
  }
  CHECK(corrected == std::vector{money{250}});
  // What is read beside an import says so, and so does what a later run reads of these hours; nothing from before does.
  std::vector<std::size_t> named;
  for (const auto& i : all) {
    check_recomputed(i, w.lines(i));
    const auto document = worker([&](executor& in) { return postgres::invoices::read_inputs(in, i.inputs_hash); });
    const auto imports = contract::decode_invoice_inputs(document.value()).value().imports;
    named.push_back(imports.size());
    if (!imports.empty()) {
      CHECK(imports.front() == billing::import_in_place{"him_00000000000000000000000001", "calls",
                                                        instant("2026-04-30T22:00:00Z"),
                                                        instant("2026-05-31T22:00:00Z")});
    }
  }
  std::vector<std::size_t> expected(all.size(), 0);
  expected[before + 1] = expected[before + 2] = 1;  // what was imported within the hour is looked at again
  CHECK(named == expected);
}

TEST_CASE("late usage of a plan that wants it so is an invoice of its own") {
  billing_world w;
  w.add_plan(draft_of("exact", "adjustment"));
  w.subscribe(w.tenant, "exact", "2026-09-30T22:00:00Z");
  w.count(w.tenant, "2026-10-10T10:00:00Z", 1500);
  REQUIRE(w.run().invoices == 2);
  w.count(w.tenant, "2026-10-10T10:00:00Z", 250);
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 2);
  const auto all = w.invoices(w.tenant);
  CHECK(totals(all) == std::vector<std::int64_t>{4900, 5400, 4900, 250});
  CHECK(all[3].kind == invoice_kind::adjustment);
  CHECK(all[3].corrects == all[1].id);
}

TEST_CASE("a plan that is left in the middle of a month comes back as a part, and a canceled one as a credit note") {
  billing_world w;
  const auto id = w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  REQUIRE(w.run().invoices == 1);
  contract::change_subscription cancel{subscription_id::parse(id).value(), "cancel"};
  cancel.when = contract::change_time::given;
  cancel.at = instant("2026-11-15T23:00:00Z");  // half of November is over in Berlin
  REQUIRE(w.carry_out(w.tenant, cancel).has_value());
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 1);
  const auto all = w.invoices(w.tenant);
  REQUIRE(all.size() == 2);
  CHECK(all[1].kind == invoice_kind::credit_note);
  CHECK(all[1].total == money{-2450});
  CHECK(all[1].number == "CN-000001");
  CHECK(all[1].state == invoice_state::paid);
  const auto grants = worker([&](executor& in) { return credits::open_grants(in, w.tenant.number, "EUR"); }).value();
  REQUIRE(grants.size() == 1);
  CHECK(grants[0].remaining == money{2450});
  check_recomputed(all[1], w.lines(all[1]));
}

TEST_CASE("what was voided is billed anew, however long ago it was") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-03-31T22:00:00Z");
  w.count(w.tenant, "2026-04-10T10:00:00Z", 1500);
  REQUIRE(w.run().invoices == 8);
  const auto may = w.invoices(w.tenant).at(1);
  REQUIRE(may.total == money{5400});
  REQUIRE(w.carry_out(w.tenant, contract::change_invoice{invoice_id::parse(may.id).value(), "void"}).has_value());
  REQUIRE(w.run().invoices == 1);
  CHECK(w.invoices(w.tenant).back().total == money{5400});
  CHECK(w.run().invoices == 0);
}

TEST_CASE("a draft that waits for months keeps all that it is about") {
  billing_world w;
  set_profile(w.tenant, "finalize = 'by_hand'");
  w.subscribe(w.tenant, "team", "2026-03-31T22:00:00Z");
  w.run();
  const auto all = w.invoices(w.tenant);
  REQUIRE(all.size() == 1);
  CHECK(all[0].state == invoice_state::draft);
  CHECK(all[0].total == money{8 * 4900});
}

TEST_CASE("credits are used once, and come back when their invoice is void") {
  billing_world w;
  worker([&](executor& in) -> result<void> {
    if (auto account = credits::lock(in, w.tenant.number, "EUR"); !account) return std::unexpected(account.error());
    new_credit_grant grant;
    grant.id = new_id("crg_");
    grant.amount = {6000};
    grant.made_by = "usr_1";
    return credits::give(in, w.tenant.number, "EUR", grant, instant("2026-08-01T00:00:00Z"));
  }).value();
  w.subscribe(w.tenant, "team", "2026-09-30T22:00:00Z");
  REQUIRE(w.run().invoices == 2);
  auto all = w.invoices(w.tenant);
  CHECK(all[0].state == invoice_state::paid);  // nothing is due
  CHECK(all[0].due == money{0});
  CHECK(all[1].credits_used == money{1100});
  CHECK(all[1].due == money{3800});

  REQUIRE(w.carry_out(w.tenant, contract::change_invoice{invoice_id::parse(all[1].id).value(), "void"}).has_value());
  CHECK(w.carry_out(w.tenant, contract::change_invoice{invoice_id::parse(all[0].id).value(), "void"}).error().code ==
        error_code::invoice_state_refused);
  REQUIRE(w.run().invoices == 1);
  all = w.invoices(w.tenant);
  REQUIRE(all.size() == 3);
  CHECK(all[1].state == invoice_state::voided);
  CHECK(all[2].total == all[1].total);
  CHECK(all[2].credits_used == money{1100});
  CHECK(all[2].number == "INV-000003");
}

TEST_CASE("what exceeds the bounds of a tenant waits for a person") {
  billing_world w;
  set_profile(w.tenant, "most_amount = 5000");
  w.subscribe(w.tenant, "team", "2026-09-30T22:00:00Z");
  w.count(w.tenant, "2026-10-10T10:00:00Z", 1'000'000);
  const auto report = w.run();
  CHECK(report.invoices == 1);
  CHECK(report.parked == 1);
  CHECK(w.run().tenants == 0);
  REQUIRE(w.carry_out(w.tenant, contract::release_billing{}).has_value());
  CHECK(w.carry_out(w.tenant, contract::release_billing{}).error().code == error_code::billing_not_parked);
  CHECK(w.run().invoices == 1);
  CHECK(totals(w.invoices(w.tenant)) == std::vector<std::int64_t>{4900, 4900 + 999'000});
}

TEST_CASE("drafts wait for a hand, and are made anew when the next month is billed") {
  billing_world w;
  set_profile(w.tenant, "finalize = 'by_hand'");
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  REQUIRE(w.run().invoices == 1);
  auto all = w.invoices(w.tenant);
  CHECK(all[0].state == invoice_state::draft);
  CHECK(!all[0].number);
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 1);
  all = w.invoices(w.tenant);
  REQUIRE(all.size() == 1);  // the discarded one is not shown
  CHECK(all[0].total == money{9800});
  REQUIRE(
      w.carry_out(w.tenant, contract::change_invoice{invoice_id::parse(all[0].id).value(), "finalize"}).has_value());
  all = w.invoices(w.tenant);
  CHECK(all[0].state == invoice_state::finalized);
  CHECK(all[0].number == "INV-000001");
}

TEST_CASE("payments are recorded once each, and never beyond what is due") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  REQUIRE(w.run().invoices == 1);
  const auto id = invoice_id::parse(w.invoices(w.tenant)[0].id).value();
  contract::record_payment pay{id, "20", "bank transfer", "ref-1"};
  REQUIRE(w.carry_out(w.tenant, pay).has_value());
  CHECK(w.carry_out(w.tenant, pay).error().code == error_code::invoice_payment_known);
  pay.reference = "ref-2";
  pay.amount = "29.01";
  CHECK(w.carry_out(w.tenant, pay).error().code == error_code::invoice_payment_exceeds_due);
  pay.amount = "29.001";
  CHECK(w.carry_out(w.tenant, pay).error().code == error_code::decimal_too_precise);
  pay.amount = "29";
  REQUIRE(w.carry_out(w.tenant, pay).has_value());
  const auto row = w.invoices(w.tenant)[0];
  CHECK(row.state == invoice_state::paid);
  CHECK(row.paid == money{4900});
}

TEST_CASE("an invoice whose due date has passed says so") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  REQUIRE(w.run().invoices == 1);
  w.clock.set("2026-12-20T22:59:59Z");
  CHECK(w.run().past_due == 0);
  w.clock.set("2026-12-20T23:00:00Z");  // 21 December begins in Berlin
  CHECK(w.run().past_due == 1);
  CHECK(w.invoices(w.tenant)[0].state == invoice_state::past_due);
}

TEST_CASE("nobody changes a finalized invoice or its lines, the owner of the tables included") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  REQUIRE(w.run().invoices == 1);
  for (const char* sql :
       {"UPDATE invoices SET total = total + 1, due = due + 1", "UPDATE invoice_lines SET amount = amount + 1",
        "DELETE FROM invoice_lines", "DELETE FROM invoices", "UPDATE invoice_inputs SET document = ''",
        "UPDATE invoices SET number = 'INV-000009'"}) {
    CAPTURE(sql);
    auto admin = shared_database().connect_as_administrator();
    CHECK_FALSE(admin->query(sql).has_value());
  }
}

TEST_CASE("whoever alters an invoice, a price or what is frozen behind the back of the program is found out") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-09-30T22:00:00Z");
  w.count(w.tenant, "2026-10-10T10:00:00Z", 1500);
  REQUIRE(w.run().invoices == 2);
  const auto findings = [&] {
    return worker([&](executor& in) -> result<std::size_t> {
             std::size_t all = 0;
             for (const auto& row : w.invoices(w.tenant)) {
               auto found = billing::verify_invoice(in, row);
               if (!found) return std::unexpected(found.error());
               all += found->size();
             }
             auto series = billing::verify_series(in);
             if (!series) return std::unexpected(series.error());
             return all + series->size();
           })
        .value();
  };
  CHECK(findings() == 0);
  const char* alterations[] = {
      "UPDATE invoices SET total = total + 1, due = due + 1 WHERE number = 'INV-000002'",
      "UPDATE invoices SET taxes = replace(taxes, 'false', 'true')",
      "UPDATE invoice_lines SET amount = amount + 1, net = net + 1 WHERE kind = 'usage'",
      "UPDATE invoice_lines SET detail = replace(detail, '1500', '1600')",
      "UPDATE invoice_lines SET period = period + 1",
      "UPDATE invoice_inputs SET document = replace(document, '\"1500\"', '\"1501\"')",
      "UPDATE plan_versions SET definition = replace(definition, '0.01', '0.02')",
      "UPDATE invoice_series SET next = next + 1",
      "UPDATE invoices SET number = 'INV-000007' WHERE number = 'INV-000002'",
  };
  for (const char* sql : alterations) {
    CAPTURE(sql);
    auto admin = shared_database().connect_as_administrator();
    const std::string table = std::string(sql).substr(7, std::string(sql).find(' ', 7) - 7);
    must(*admin, "SET session_replication_role = replica; CREATE TEMPORARY TABLE kept AS TABLE " + table + "; " + sql);
    CHECK(findings() > 0);
    must(*admin, "DELETE FROM " + table + "; INSERT INTO " + table + " TABLE kept");
    CHECK(findings() == 0);
  }
}
