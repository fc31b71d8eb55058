#include <algorithm>

#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/change_subscriptions.hpp>

#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/issuers.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::test {

timestamp instant(std::string_view text) {
  return parse_rfc3339(text).value();
}

billing::plan_draft draft_of(std::string code, std::string late_usage) {
  billing::plan_draft out{.code = std::move(code), .name = "Team", .prices = {}, .commitments = {}};
  billing::price_draft fee;
  fee.code = "base";
  fee.name = "Base fee";
  fee.currency = "EUR";
  fee.model = "flat";
  fee.amount = "49";
  billing::price_draft calls;
  calls.code = "calls";
  calls.name = "Calls";
  calls.currency = "EUR";
  calls.model = "per_unit";
  calls.meter = "calls";
  calls.included = "1000";
  calls.unit_amount = "0.01";
  out.prices = {fee, calls};
  out.late_usage = std::move(late_usage);
  return out;
}

billing_world::billing_world() {
  empty_tables();
  tenant = add_tenant("acme");
  platform([&](executor& in) -> result<void> {
    auto m = meters::create(in, {.id = new_id("mtr_"),
                                 .slug = "calls",
                                 .name = "Calls",
                                 .description = "",
                                 .event_type = "call",
                                 .aggregation = "COUNT",
                                 .value_property = {},
                                 .unit = "calls"});
    if (!m) return std::unexpected(m.error());
    meter = *m;
    billing::issuer seller;
    seller.code = "main";
    seller.identity.legal_name = "Seller GmbH";
    seller.identity.address.country = "DE";
    seller.identity.tax_id = "DE1";
    seller.invoice_prefix = "INV-";
    seller.credit_note_prefix = "CN-";
    auto made = issuers::create(in, new_id("iss_"), seller);
    if (!made) return std::unexpected(made.error());
    return {};
  }).value();
  add_plan(draft_of("team"));
  go_to("2026-11-20T10:00:00Z");
}

tenant_row billing_world::add_tenant(const std::string& key, const std::string& zone) {
  return platform([&](executor& in) {
           return tenants::create(
               in, {.id = new_id("ten_"), .bucket = 1, .key = key, .name = "T", .time_zone = zone, .currency = "EUR"});
         })
      .value();
}

void billing_world::add_plan(const billing::plan_draft& draft) {
  const auto plan = billing::make_plan(draft);
  REQUIRE(plan.has_value());
  platform([&](executor& in) {
    return plans::create(in, new_id("pln_"), plan->code, contract::plan_definition(*plan));
  }).value();
}

result<command_outcome> billing_world::carry_out(const tenant_row& of, const contract::command_body& what) {
  const command_origin origin{new_id("cmd_"), "usr_1", "", clock.now(), of};
  return worker([&](executor& in) -> result<command_outcome> {
    if (const auto* b = std::get_if<contract::start_subscription>(&what))
      return billing::start_subscription(in, origin, *b);
    if (const auto* b = std::get_if<contract::change_subscription>(&what))
      return billing::change_subscription(in, origin, *b);
    if (const auto* b = std::get_if<contract::change_invoice>(&what)) return billing::change_invoice(in, origin, *b);
    if (const auto* b = std::get_if<contract::record_payment>(&what)) return billing::record_payment(in, origin, *b);
    if (const auto* b = std::get_if<contract::release_billing>(&what)) return billing::release_billing(in, origin, *b);
    return fail(error_code::command_unknown_type);
  });
}

std::string billing_world::subscribe(const tenant_row& of, const std::string& plan, std::string_view at) {
  contract::start_subscription start{.plan = {plan}, .currency = "EUR"};
  start.at = instant(at);
  const auto made = carry_out(of, start);
  REQUIRE_MESSAGE(made.has_value(), made.error().detail);
  return made->resource.substr(made->resource.find("sub_"), 30);
}

void billing_world::count(const tenant_row& of, std::string_view hour, std::int64_t calls) {
  worker([&](executor& in) {
    const std::array p{param(of.number), param(meter.number), param(instant(hour)), param(calls)};
    return in.query(
        "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, "
        "first_offset, last_offset, id_sum) VALUES ($1, $2, 1, $3, 's', '{}', $4, 0, 0, 7) ON CONFLICT (tenant_number, "
        "meter_number, generation, hour, subject, dimensions) DO UPDATE SET events = usage_cells.events + "
        "EXCLUDED.events",
        p);
  }).value();
}

void billing_world::go_to(std::string_view now) {
  clock.set(now);
  worker([&](executor& in) {
    const std::array p{param(clock.now())};
    return in.query(
        "INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, $1) "
        "ON CONFLICT (consumer, topic, partition) DO UPDATE SET data_through = EXCLUDED.data_through",
        p);
  }).value();
}

billing::run_report billing_world::run() {
  const auto report = billing::invoice_runner(connections(), clock, system_ids()).run([](const auto&) { return true; });
  REQUIRE_MESSAGE(report.has_value(), report.error().detail);
  CHECK(report->failed == 0);
  return *report;
}

std::vector<invoice_row> billing_world::invoices(const tenant_row& of) const {
  auto out = worker([&](executor& in) {
               postgres::invoices::filter f;
               f.tenant = of.number;
               return postgres::invoices::list(in, f, "", 1000);
             }).value();
  std::ranges::reverse(out);
  return out;
}

std::vector<invoice_line_row> billing_world::lines(const invoice_row& of) const {
  return worker([&](executor& in) { return postgres::invoices::lines(in, of.id, 0, 1000); }).value();
}

void set_profile(const tenant_row& of, const std::string& assignments) {
  auto admin = shared_database().connect_as_administrator();
  must(*admin, "INSERT INTO billing_profiles (tenant_number) VALUES (" + std::to_string(of.number) +
                   ") ON CONFLICT DO NOTHING; UPDATE billing_profiles SET " + assignments +
                   " WHERE tenant_number = " + std::to_string(of.number));
}

}  // namespace weir::test
