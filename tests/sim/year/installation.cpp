#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/year/installation.hpp>
#include <workers/billing/change_coupons.hpp>
#include <workers/billing/change_credits.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/billing/expire_credits.hpp>

#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/command_handler.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/issuers.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::sim {
namespace {

using postgres::executor;
using postgres::param;
using postgres::role;
using postgres::tenant_scope;

constexpr std::chrono::milliseconds patience{50};  // of a run beside another one

template<class T>
T must(result<T> r, std::string_view what) {
  if (!r) throw std::runtime_error(fmt::format("{}: {} {}", what, name(r.error().code), r.error().detail));
  if constexpr (!std::is_void_v<T>) return std::move(*r);
}

postgres::connection_options through(std::string url) {
  return {.url = std::move(url), .application_name = "weir-year"};
}

result<postgres::command_outcome> handle(executor& in, const postgres::command_origin& origin,
                                         const contract::command_body& what) {
  using namespace contract;
  if (const auto* b = std::get_if<start_subscription>(&what)) return billing::start_subscription(in, origin, *b);
  if (const auto* b = std::get_if<change_subscription>(&what)) return billing::change_subscription(in, origin, *b);
  if (const auto* b = std::get_if<unschedule_subscription_change>(&what))
    return billing::unschedule_subscription_change(in, origin, *b);
  if (const auto* b = std::get_if<change_invoice>(&what)) return billing::change_invoice(in, origin, *b);
  if (const auto* b = std::get_if<record_payment>(&what)) return billing::record_payment(in, origin, *b);
  if (const auto* b = std::get_if<release_billing>(&what)) return billing::release_billing(in, origin, *b);
  if (const auto* b = std::get_if<grant_credit>(&what)) return billing::grant_credit(in, origin, *b);
  if (const auto* b = std::get_if<void_credit>(&what)) return billing::void_credit(in, origin, *b);
  if (const auto* b = std::get_if<apply_coupon>(&what)) return billing::apply_coupon(in, origin, *b);
  if (const auto* b = std::get_if<remove_coupon>(&what)) return billing::remove_coupon(in, origin, *b);
  return fail(error_code::command_unknown_type);
}

billing::coupon_draft coupon_of(std::string code, std::string duration) {
  return {.code = std::move(code), .name = "Coupon", .duration = std::move(duration), .prices = {}};
}

std::vector<billing::coupon_draft> coupon_drafts() {
  auto always = coupon_of("always", "forever");
  always.percentage = "0.1";
  auto months = coupon_of("months", "months");
  months.percentage = "0.5";
  months.months = 3;
  auto gift = coupon_of("gift", "once");
  gift.amount = "75";
  gift.currency = "EUR";
  auto calls = coupon_of("calls", "months");
  calls.amount = "2.5";
  calls.currency = "EUR";
  calls.months = 6;
  calls.prices = {"calls"};
  return {always, months, gift, calls};
}

}  // namespace

ulid counting_ids::next() {
  std::array<std::uint8_t, 10> rest{};
  const auto n = ++count_;
  for (int i = 0; i < 8; ++i)
    rest[static_cast<std::size_t>(9 - i)] = static_cast<std::uint8_t>(n >> (8 * i));
  rest[0] = kind_;
  return ulid::make(1'767'225'600'000, rest);
}

installation::installation(const catalogue& plans, fates f)
    : proxy_((give_clock(scratch_), scratch_.url())),
      database_pool_({.connection = scratch_.options(), .size = 2, .hooks = {}}),
      fates_(std::move(f)) {
  administrator_ = scratch_.connect_as_administrator();
  // Whether a change is newer than a look is asked of both clocks: they are one.
  test::must(*administrator_, "ALTER TABLE subscription_changes ALTER created_at SET DEFAULT sim.clock_timestamp()");
  go_to(must(parse_rfc3339("2026-01-01T00:00:00Z"), "begin"), {});
  add_catalogue(plans);
}

void installation::add_catalogue(const catalogue& plans) {
  const auto done =
      database_pool_.with_transaction(role::api, tenant_scope::platform(), [&](executor& in) -> result<void> {
        const auto id = [&](const char* prefix) { return prefix + other_ids_.next().text(); };
        for (const auto& [slug, aggregation] :
             {std::pair("calls", "COUNT"), std::pair("bytes", "SUM"), std::pair("payments", "SUM")}) {
          auto m = postgres::meters::create(
              in, {.id = id("mtr_"),
                   .slug = slug,
                   .name = slug,
                   .description = "",
                   .event_type = slug,
                   .aggregation = aggregation,
                   .value_property =
                       slug == std::string_view("calls") ? std::nullopt : std::optional<std::string>("$.value"),
                   .unit = "units"});
          if (!m) return std::unexpected(m.error());
          meters_[slug] = m->number;
        }
        billing::issuer seller;
        seller.code = "main";
        seller.identity.legal_name = "Seller GmbH";
        seller.identity.address.country = "DE";
        seller.identity.tax_id = "DE1";
        seller.invoice_prefix = "INV-";
        seller.credit_note_prefix = "CN-";
        if (auto made = postgres::issuers::create(in, id("iss_"), seller); !made) return std::unexpected(made.error());
        for (const auto& [which, draft] : plans) {
          const auto plan = billing::make_plan(draft);
          if (!plan) return std::unexpected(plan.error().front());
          const auto definition = contract::plan_definition(*plan);
          if (which.second == 1) {
            if (auto made = postgres::plans::create(in, id("pln_"), which.first, definition); !made)
              return std::unexpected(made.error());
            continue;
          }
          auto row = postgres::plans::lock(in, which.first);
          if (row) row = postgres::plans::add_version(in, *row, definition);
          if (!row) return std::unexpected(row.error());
        }
        for (const auto& draft : coupon_drafts()) {
          const auto coupon = billing::make_coupon(draft);
          if (!coupon) return std::unexpected(coupon.error().front());
          postgres::coupon_row row;
          row.coupon = *coupon;
          row.coupon.id = id("cpn_");
          if (auto made = postgres::coupons::create(in, row); !made) return std::unexpected(made.error());
        }
        return {};
      });
  must(done, "the catalogue");
  test::must(*administrator_, "INSERT INTO tax_rates (id, code, name, jurisdiction, rate) VALUES ('txr_" +
                                  other_ids_.next().text() + "', 'vat', 'VAT', 'DE', 0.19), ('txr_" +
                                  other_ids_.next().text() + "', 'city', 'City', '', 0.025)");
}

postgres::tenant_row installation::add_tenant(const new_member& m) {
  auto row = must(database_pool_.with_transaction(role::api, tenant_scope::platform(),
                                                  [&](executor& in) {
                                                    return postgres::tenants::create(
                                                        in, {.id = "ten_" + other_ids_.next().text(),
                                                             .bucket = 1,
                                                             .key = m.key,
                                                             .name = m.key,
                                                             .time_zone = m.zone,
                                                             .minute_offset = m.minute_offset,
                                                             .currency = "EUR"});
                                                  }),
                  "a tenant");
  test::must(
      *administrator_,
      fmt::format("INSERT INTO billing_profiles (tenant_number, billing_day, finalize, grace_hours, most_amount, "
                  "tax_rates, tax_inclusive) VALUES ({}, {}, '{}', {}, {}, '{}', {})",
                  row.number, m.billing_day, m.finalize, m.grace_hours,
                  m.most_amount ? std::to_string(*m.most_amount) : "NULL", m.tax_rates, m.is_tax_inclusive));
  return row;
}

postgres::rows installation::query(const std::string& sql) {
  return must(administrator_->query(sql.c_str()), sql);
}

void installation::go_to(timestamp now, timestamp counted) {
  clock_.set(now);
  set_clock(*administrator_, now);
  query(fmt::format(
      "INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, '{0}') "
      "ON CONFLICT (consumer, topic, partition) DO UPDATE SET data_through = EXCLUDED.data_through",
      format_rfc3339(counted)));
}

void installation::count(const postgres::tenant_row& of, const std::vector<counted_hour>& usage) {
  for (const auto& u : usage) {
    const std::string dimensions = u.region.empty() ? "{}" : "{\"region\":\"" + u.region + "\"}";
    const auto sum = u.nanounits == 0 ? std::optional<decimal>() : decimal::from_units(u.nanounits);
    const std::array p{param(of.number), param(meters_.at(u.meter)), param(u.hour), param(dimensions), param(u.events),
                       param(sum)};
    must(
        administrator_->query(
            "INSERT INTO usage_cells AS c (tenant_number, meter_number, generation, hour, subject, dimensions, events, "
            "first_offset, last_offset, id_sum, sum) VALUES ($1, $2, 1, $3, 's', $4, $5, 0, 0, 7, $6) ON CONFLICT "
            "(tenant_number, meter_number, generation, hour, subject, dimensions) DO UPDATE SET "
            "events = c.events + EXCLUDED.events, id_sum = c.id_sum + 7, sum = c.sum + EXCLUDED.sum",
            p),
        "usage");
  }
}

void installation::note_death(const statement_proxy::life& life, bool after) {
  ++witnessed[fmt::format("died {} {}", after ? "after" : "before", life.last.substr(0, life.last.find(' ')))];
  ++witnessed["deaths"];
}

// Does `f` with a process that may die of it, and does it again with another one if so.
template<class F>
auto installation::survive(std::string_view what, F f) -> std::invoke_result_t<F&, postgres::pool&> {
  for (int deaths = 0;; ++deaths) {
    const auto fate = fates_ ? fates_(what, deaths) : statement_proxy::fate{};
    if (fate.dies_at == 0 && fate.waits_at == 0) return f(database_pool_);
    proxy_.live(fate);
    auto done = [&] {
      postgres::pool its_own({.connection = through(proxy_.url()), .size = 1, .hooks = {}});
      return f(its_own);
    }();
    const auto life = proxy_.so_far();
    if (life.waited) ++witnessed["somebody worked beside"];
    if (!life.died) return done;
    note_death(life, fate.dies_after);
    if (done) return done;
  }
}

result<std::string> installation::carry_out(const postgres::tenant_row& of, const contract::command_body& what) {
  const postgres::command_origin origin{"cmd_" + command_ids_.next().text(), "usr_1", "", clock_.now(), of};
  const auto once = [&](executor& in) -> result<void> {
    auto handled = postgres::command_results::handled(in, origin.id);
    if (!handled) return std::unexpected(handled.error());
    if (*handled) {
      ++witnessed["a command came again"];
      return {};
    }
    auto made = handle(in, origin, what);
    if (!made) return std::unexpected(made.error());
    postgres::command_result_row row;
    row.id = origin.id;
    row.tenant_number = of.number;
    row.type = contract::type_of(what);
    row.principal = origin.principal;
    row.status = "succeeded";
    row.http_status = made->http_status;
    row.resource = made->resource;
    return postgres::command_results::finish(in, row);
  };
  auto done = survive(contract::type_of(what), [&](postgres::pool& p) {
    return p.with_transaction(role::worker, tenant_scope::nobody(), once);
  });
  if (!done) {
    const auto code = done.error().code;
    if (kind(code) != error_kind::permanent || code == error_code::database_constraint) must(done, "a command");
    ++witnessed[fmt::format("refused: {}", name(code))];
    return std::unexpected(done.error());
  }
  ++witnessed[std::string(contract::type_of(what))];
  return origin.id;
}

void installation::run_invoices() {
  const auto report =
      must(survive("run",
                   [&](postgres::pool& p) {
                     return billing::invoice_runner(p, clock_, invoice_ids_).run([](const auto&) { return true; });
                   }),
           "a run of invoices");
  if (report.failed != 0) throw std::runtime_error("a run of invoices could not bill a tenant");
  if (report.waits) ++witnessed["a run waits for usage"];
  witnessed["parked"] += static_cast<std::uint64_t>(report.parked);
}

void installation::run_invoices_beside() {
  auto options = scratch_.options();
  options.lock_timeout = patience;
  postgres::pool its_own({.connection = options, .size = 1, .hooks = {}});
  const auto report = billing::invoice_runner(its_own, clock_, invoice_ids_).run([](const auto&) { return true; });
  if (report && report->invoices > 0) ++witnessed["billed beside a run"];
  if (!report && report.error().code == error_code::lock_timeout) ++witnessed["found a tenant locked"];
}

void installation::expire_credits() {
  const auto due =
      must(database_pool_.read(role::worker, tenant_scope::nobody(),
                               [&](executor& in) { return postgres::credits::expiring(in, clock_.now(), 100'000); }),
           "credits that expire");
  for (const auto& account : due) {
    const auto expired = survive("expiry", [&](postgres::pool& p) {
      return p.with_transaction(role::worker, tenant_scope::nobody(), [&](executor& in) -> result<std::size_t> {
        auto tenant = postgres::tenants::by_number(in, account.tenant_number);
        if (!tenant) return std::unexpected(tenant.error());
        return billing::expire_credits(in, *tenant, account.currency, clock_.now());
      });
    });
    witnessed["a credit expired"] += must(expired, "an expiry");
  }
}

}  // namespace weir::sim
