// What a line follows from, on a real database: its cells sum to its quantity, and lead back to it.
#include <set>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/explain_line.hpp>
#include <workers/billing/lines_of_cell.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::explained_line;
using billing::money;

// Calls of a region cost by tiers, all others by unit.
billing::plan_draft regional(const std::string& late_usage) {
  auto out = draft_of("regional", late_usage);
  auto& rest = out.prices[1];
  rest.code = "rest";
  auto eu = rest;
  eu.code = "eu";
  eu.model = "graduated";
  eu.included = eu.unit_amount = std::nullopt;
  eu.tiers = {{"100", "0.10", "0"}, {std::nullopt, "0.05", "0"}};
  eu.filters = {{"region", {R"("eu")"}}};
  out.prices = {out.prices[0], eu, rest};
  return out;
}

void count(const billing_world& w, std::string_view hour, const std::string& subject, const std::string& dimensions,
           std::int64_t calls) {
  worker([&](executor& in) {
    const std::array p{param(w.tenant.number), param(w.meter.number), param(instant(hour)),
                       param(subject),         param(dimensions),     param(calls)};
    return in.query(
        "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, "
        "first_offset, last_offset, id_sum) VALUES ($1, $2, 1, $3, $4, $5, $6, 0, 9, 7) ON CONFLICT (tenant_number, "
        "meter_number, generation, hour, subject, dimensions) DO UPDATE SET events = usage_cells.events + "
        "EXCLUDED.events",
        p);
  }).value();
}

result<explained_line> explain(const invoice_row& of, std::int32_t line, const billing::cell_page& page = {}) {
  return connections().read_snapshot(role::api, tenant_scope::of(of.tenant_number),
                                     [&](executor& in) { return billing::explain_line(in, of, line, page); });
}

std::int32_t line_of(const billing_world& w, const invoice_row& of, std::string_view price) {
  for (const auto& l : w.lines(of)) {
    if (l.key.price == price) return l.number;
  }
  return 0;
}

std::vector<std::string> lines_of(const billing_world& w, std::string_view hour, const std::string& dimensions) {
  const auto found = connections().read(role::api, tenant_scope::of(w.tenant.number), [&](executor& in) {
    return billing::lines_of_cell(in, {w.tenant.number, w.meter.number, w.meter.slug, instant(hour), dimensions});
  });
  REQUIRE_MESSAGE(found.has_value(), found.error().detail);
  std::vector<std::string> out;
  for (const auto& l : *found)
    out.push_back(l.invoice_number + " " + l.key.price + " " + std::to_string(l.amount.minor));
  return out;
}

constexpr auto europe = R"({"region":"eu"})";
constexpr auto america = R"({"region":"us"})";

void fill(const billing_world& w) {
  for (const auto* hour : {"2026-10-03T09:00:00Z", "2026-10-03T10:00:00Z", "2026-10-31T22:00:00Z"}) {
    for (const auto* subject : {"a", "b"}) {
      count(w, hour, subject, europe, 40);
      count(w, hour, subject, america, 500);
    }
  }
  count(w, "2026-09-30T21:00:00Z", "a", europe, 1000);  // the month before
}

}  // namespace

TEST_CASE("the cells of a line sum to its quantity, page by page, and none of another price is among them") {
  billing_world w;
  w.add_plan(regional("next_invoice"));
  w.subscribe(w.tenant, "regional", "2026-09-30T22:00:00Z");
  fill(w);
  REQUIRE(w.run().invoices == 2);
  const auto invoice = w.invoices(w.tenant)[1];
  const auto line = line_of(w, invoice, "eu");
  const auto whole = explain(invoice, line).value();
  REQUIRE(whole.usage.has_value());
  CHECK(whole.price->code == "eu");
  CHECK(whole.usage->billed.usage.quantity == decimal::parse_sum("240").value());
  CHECK(whole.usage->billed.cells == 6);
  CHECK(billing::is_as_billed(whole.usage->billed, *whole.usage->counted));
  CHECK(whole.line.amount == money{10 * 100 + 14 * 50});
  CHECK(!whole.usage->next.has_value());
  CHECK(whole.issued.size() == 1);
  std::int64_t calls = 0;
  for (const auto& c : whole.usage->cells) {
    CHECK(c.dimensions == europe);
    calls += c.events;
  }
  CHECK(calls == 240);

  for (const std::int32_t limit : {1, 2, 4, 6}) {
    std::vector<std::string> seen;
    billing::cell_page page{.limit = limit};
    do {
      const auto part = explain(invoice, line, page).value();
      CHECK(part.usage->counted.has_value() == !page.after.has_value());
      CHECK(std::ssize(part.usage->cells) <= limit);
      for (const auto& c : part.usage->cells)
        seen.push_back(format_rfc3339(c.hour) + c.subject);
      page.after = part.usage->next;
    } while (page.after);
    CHECK(seen.size() == 6);
    CHECK(std::ranges::is_sorted(seen));
    CHECK(std::set(seen.begin(), seen.end()).size() == 6);
  }
}

TEST_CASE("what measures nothing is explained without cells, and a line that is not there is not found") {
  billing_world w;
  w.subscribe(w.tenant, "team", "2026-09-30T22:00:00Z");
  REQUIRE(w.run().invoices == 2);
  const auto invoice = w.invoices(w.tenant)[1];
  const auto fee = explain(invoice, line_of(w, invoice, "base")).value();
  CHECK(!fee.usage.has_value());
  CHECK(std::holds_alternative<billing::flat_fee>(fee.price->model));
  for (const std::int32_t number : {0, -1, 99})
    CHECK(explain(invoice, number).error().code == error_code::invoice_line_not_found);
}

TEST_CASE("late usage is explained by the line that bills it, which leads to the original and back") {
  billing_world w;
  w.add_plan(regional("adjustment"));
  w.subscribe(w.tenant, "regional", "2026-09-30T22:00:00Z");
  fill(w);
  REQUIRE(w.run().invoices == 2);
  CHECK(lines_of(w, "2026-10-03T09:00:00Z", europe) == std::vector<std::string>{"INV-000002 eu 1700"});
  CHECK(lines_of(w, "2026-10-03T09:00:00Z", america) == std::vector<std::string>{"INV-000002 rest 2000"});
  CHECK(lines_of(w, "2026-11-03T09:00:00Z", europe).empty());

  count(w, "2026-10-03T09:00:00Z", "a", europe, 60);
  w.go_to("2026-12-01T06:00:00Z");
  REQUIRE(w.run().invoices == 2);
  const auto all = w.invoices(w.tenant);
  const auto late = explain(all[3], 1).value();
  CHECK(late.line.corrects->invoice == all[1].id);
  CHECK(late.line.amount == money{300});
  REQUIRE(late.billed_before.size() == 1);
  CHECK(late.billed_before[0].amount == money{1700});
  CHECK(late.usage->billed.usage.quantity == decimal::parse_sum("300").value());
  CHECK(billing::is_as_billed(late.usage->billed, *late.usage->counted));
  CHECK(late.issued.size() == 2);

  const auto original = explain(all[1], line_of(w, all[1], "eu")).value();
  CHECK(!billing::is_as_billed(original.usage->billed, *original.usage->counted));
  CHECK(original.issued.size() == 2);
  CHECK(original.issued[1].corrects->invoice == all[1].id);
  CHECK(lines_of(w, "2026-10-03T09:00:00Z", europe) ==
        std::vector<std::string>{"INV-000002 eu 1700", *all[3].number + " eu 300"});
}
