// Issuers, tax rates, coupons and how tenants are billed: rows of the catalogue, each under the role that uses them.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/billing_profiles.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/issuers.hpp>
#include <weir/postgres/subscriptions.hpp>
#include <weir/postgres/tax_rates.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using billing::money;

namespace {

constexpr timestamp day(std::int64_t n) {
  return timestamp::from_ms(n * 86'400'000);
}

billing::issuer issuer(const std::string& code, const std::string& prefix) {
  return {code,         {"Weir GmbH", {"Dammweg 1", "", "Ulm", "", "89073", "DE"}, "DE1", "billing@weir.example"},
          prefix + "-", prefix + "C-",
          14,           "Thank you."};
}

result<issuer_row> make(const billing::issuer& wanted) {
  return platform([&](executor& in) { return issuers::create(in, new_id("iss_"), wanted); });
}

billing::unit_price rate(const char* text) {
  return billing::unit_price::parse(text).value();
}

coupon_row coupon(const std::string& code, decltype(billing::coupon::value) value,
                  billing::coupon_duration duration = billing::coupon_duration::once, std::int32_t months = 0) {
  coupon_row out;
  out.coupon = {new_id("cpn_"), code, "C", value, duration, months, {}};
  return out;
}

std::int32_t new_tenant_number(const std::string& key) {
  return platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 1, key, "T"}); })->number;
}

coupon_row made(const coupon_row& wanted) {
  return platform([&](executor& in) { return coupons::create(in, wanted); }).value();
}

result<tenant_coupon_row> applied(std::int32_t tenant, const coupon_row& which, timestamp since = day(1)) {
  return worker(
      [&](executor& in) { return coupons::apply(in, which, {new_id("tcp_"), tenant, since, "key_1", "cmd_1"}); });
}

// Codes that hold, in order.
std::string holding(std::int32_t tenant, std::int64_t at, const char* currency = "EUR") {
  std::string out;
  const auto held = worker([&](executor& in) { return coupons::of_tenant(in, tenant, currency, day(at)); }).value();
  for (const auto& c : held)
    out += (out.empty() ? "" : " ") + c.coupon.code;
  return out;
}

void use(const std::string& id, const billing::coupon_use& wanted, std::int64_t at = 5) {
  REQUIRE(worker([&](executor& in) { return coupons::used(in, id, wanted, day(at)); }).has_value());
}

}  // namespace

TEST_CASE("issuers: a code and two prefixes belong to one issuer, and the first one to everybody") {
  empty_tables();
  CHECK_FALSE(platform([](executor& in) { return issuers::first(in); })->has_value());
  const auto first = make(issuer("gmbh", "WR")).value();
  CHECK(static_cast<const billing::issuer&>(first) == issuer("gmbh", "WR"));
  CHECK(first.version == 1);
  CHECK(make(issuer("gmbh", "X")).error().code == error_code::issuer_code_taken);
  auto clash = make(issuer("inc", "WR"));
  CHECK(clash.error().code == error_code::issuer_prefix_taken);
  CHECK(clash.error().pointer == "/invoice_prefix");
  auto across = issuer("inc", "X");
  across.credit_note_prefix = "WR-";
  clash = make(across);
  CHECK(clash.error().code == error_code::issuer_prefix_taken);
  CHECK(clash.error().pointer == "/credit_note_prefix");
  // What was refused has left nothing.
  const auto second = make(issuer("inc", "X")).value();
  CHECK(worker([](executor& in) { return issuers::first(in); })->value().id == first.id);
  CHECK(worker([&](executor& in) { return issuers::by_number(in, second.number); })->code == "inc");
  CHECK(platform([](executor& in) { return issuers::list(in, 0, 10); })->size() == 2);
  CHECK(platform([&](executor& in) { return issuers::list(in, first.number, 10); })->size() == 1);
  CHECK(platform([](executor& in) { return issuers::find(in, "llc"); }).error().code == error_code::issuer_not_found);
}

TEST_CASE("issuers: all but code and prefixes changes") {
  empty_tables();
  const auto before = make(issuer("gmbh", "WR")).value();
  auto wanted = issuer("other", "ZZ");
  wanted.identity.legal_name = "Weir AG";
  wanted.identity.address.line2 = "2nd floor";
  wanted.payment_terms_days = 0;
  wanted.note = "";
  const auto now = platform([&](executor& in) -> result<issuer_row> {
                     auto locked = issuers::lock(in, before.id);
                     if (!locked) return locked;
                     return issuers::update(in, *locked, wanted);
                   }).value();
  wanted.code = "gmbh";
  wanted.invoice_prefix = "WR-";
  wanted.credit_note_prefix = "WRC-";
  CHECK(static_cast<const billing::issuer&>(now) == wanted);
  CHECK(now.version == 2);
}

TEST_CASE("tax rates: exact, in the order asked for, and archived once") {
  empty_tables();
  const auto create = [](const char* code, const char* r) {
    return platform([&](executor& in) { return tax_rates::create(in, new_id("txr_"), {code, "VAT", "DE", rate(r)}); });
  };
  const auto vat = create("vat", "0.19").value();
  CHECK(create("fine", "0.088875")->rate.rate == rate("0.088875"));
  CHECK(create("all", "1")->rate.rate == rate("1"));
  CHECK(create("none", "0")->rate.rate == rate("0"));
  CHECK(create("vat", "0.2").error().code == error_code::tax_rate_code_taken);
  const std::vector<std::string> wanted{"none", "vat", "fine"};
  const auto found = worker([&](executor& in) { return tax_rates::find_all(in, wanted); }).value();
  REQUIRE(found.size() == 3);
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i].rate.code == wanted[i]);
  const std::vector<std::string> lost{"vat", "gone"};
  auto missing = worker([&](executor& in) { return tax_rates::find_all(in, lost); });
  CHECK(missing.error().code == error_code::tax_rate_not_found);
  CHECK(missing.error().detail == "gone");
  const auto archived = platform([&](executor& in) { return tax_rates::archive(in, vat); }).value();
  CHECK(archived.archived_at.has_value());
  CHECK(archived.version == 2);
  CHECK(platform([&](executor& in) { return tax_rates::archive(in, vat); })->version == 2);
  CHECK(worker([&](executor& in) { return tax_rates::find_all(in, wanted); })->at(1).archived_at.has_value());
}

TEST_CASE("profiles: usual until somebody says otherwise, then as they were said") {
  empty_tables();
  const auto tenant = new_tenant_number("t");
  const auto usual = worker([&](executor& in) { return billing_profiles::find(in, tenant); }).value();
  CHECK(static_cast<const billing::billing_profile&>(usual) == billing::billing_profile{});
  CHECK(usual.version == 0);
  make(issuer("gmbh", "WR")).value();
  billing::billing_profile p;
  p.issuer_code = "gmbh";
  p.buyer = {"Acme", {"1 Main", "Suite 2", "Springfield", "IL", "62701", "US"}, "12-3", "ap@acme.example"};
  p.billing_day = 31;
  p.tax_rates = {"b", "a"};
  p.tax_inclusive = true;
  p.finalize = "by_hand";
  p.grace_hours = 240;
  p.most_lines = 100;
  p.most_amount = money{0};
  const auto put = [&] {
    return platform([&](executor& in) -> result<billing_profile_row> {
      if (auto held = billing_profiles::lock(in, tenant); !held) return std::unexpected(held.error());
      return billing_profiles::put(in, tenant, p);
    });
  };
  auto row = put().value();
  CHECK(static_cast<const billing::billing_profile&>(row) == p);
  CHECK(row.version == 1);
  CHECK(row.issuer_number == 1);
  p = {};
  p.exemption_reason = "Reverse charge";
  p.exemption_code = "VATEX-EU-AE";
  row = put().value();
  CHECK(static_cast<const billing::billing_profile&>(row) == p);
  CHECK(row.version == 2);
  CHECK_FALSE(row.issuer_number.has_value());
  p.issuer_code = "nobody";
  CHECK(put().error().code == error_code::issuer_not_found);
  p.issuer_code = "";
  p.tax_rates = {"a"};
  CHECK(put().error().code == error_code::database_constraint);  // who is exempt has none
  CHECK(worker([&](executor& in) { return billing_profiles::find(in, tenant); })->version == 2);
}

TEST_CASE("profiles: no subscription starts while the row of its tenant is locked") {
  empty_tables();
  const auto tenant = new_tenant_number("t");
  must(*shared_database().connect_as_administrator(),
       "INSERT INTO plans (id, code) VALUES ('pln_00000000000000000000000001', 'p'); "
       "INSERT INTO plan_versions VALUES (1, 1, '{}')");
  CHECK_FALSE(platform([&](executor& in) { return billing_profiles::is_fixed(in, tenant); }).value());
  auto api = shared_database().connect();
  must(*api, "BEGIN; SET LOCAL ROLE weir_api; SELECT set_config('weir.tenant', '*', true)");
  REQUIRE(billing_profiles::lock(*api, tenant).has_value());
  subscription_change_row start;
  start.kind = "start";
  start.at = day(20);
  start.day = {1970, 1, 21};
  start.plan_number = 1;
  start.plan_version = 1;
  const auto subscribe = [&](executor& in) {
    subscription_row wanted;
    wanted.id = new_id("sub_");
    wanted.tenant_number = tenant;
    wanted.currency = "USD";
    wanted.changes = {start};
    return subscriptions::create(in, wanted);
  };
  auto late = shared_database().connect();
  must(*late, "BEGIN; SET LOCAL ROLE weir_worker; SET LOCAL lock_timeout = '200ms'");
  CHECK_FALSE(subscribe(*late).has_value());
  must(*late, "ROLLBACK");
  must(*api, "COMMIT");
  REQUIRE(worker(subscribe).has_value());
  CHECK(platform([&](executor& in) { return billing_profiles::is_fixed(in, tenant); }).value());
}

TEST_CASE("coupons: come back as they were made") {
  empty_tables();
  auto percent = coupon("percent", rate("0.125"), billing::coupon_duration::months, 3);
  percent.coupon.prices = {"fee", "calls"};
  percent.most_redemptions = 5;
  percent.redeem_by = day(100);
  auto row = made(percent);
  CHECK(row.coupon == percent.coupon);
  CHECK(row.most_redemptions == 5);
  CHECK(row.redeem_by == day(100));
  const auto euro = made(coupon("euro", billing::coupon_amount{{500}, *billing::currency::find("EUR")}));
  CHECK(std::get<billing::coupon_amount>(euro.coupon.value).value == money{500});
  CHECK(platform([&](executor& in) { return coupons::create(in, coupon("euro", rate("1"))); }).error().code ==
        error_code::coupon_code_taken);
  CHECK(platform([](executor& in) { return coupons::list(in, 0, 10); })->size() == 2);
  CHECK(platform([&](executor& in) { return coupons::archive(in, row); })->archived_at.has_value());
}

TEST_CASE("coupons: those that hold at an instant, in the order they were given, for invoices of a currency") {
  empty_tables();
  const auto tenant = new_tenant_number("t"), other = new_tenant_number("u");
  const auto percent = made(coupon("percent", rate("0.1"), billing::coupon_duration::forever));
  const auto euro = made(coupon("euro", billing::coupon_amount{{500}, *billing::currency::find("EUR")}));
  const auto late = applied(tenant, percent, day(3)).value();
  const auto early = applied(tenant, euro, day(2)).value();
  CHECK(early.held.amount_left == money{500});
  CHECK_FALSE(late.held.amount_left.has_value());
  CHECK(holding(tenant, 1) == "");
  CHECK(holding(tenant, 2) == "euro");
  CHECK(holding(tenant, 3) == "euro percent");
  CHECK(holding(tenant, 3, "USD") == "percent");
  CHECK(holding(other, 3) == "");
  CHECK(worker([&](executor& in) { return coupons::is_held(in, tenant, percent); }).value());
  CHECK(worker([&](executor& in) { return coupons::remove(in, late.held.id, day(10)); }).value());
  CHECK_FALSE(worker([&](executor& in) { return coupons::remove(in, late.held.id, day(11)); }).value());
  CHECK_FALSE(worker([&](executor& in) { return coupons::is_held(in, tenant, percent); }).value());
  // A period that ended while the tenant had it is billed with it.
  CHECK(holding(tenant, 9) == "euro percent");
  CHECK(holding(tenant, 10) == "euro");
  CHECK(worker([&](executor& in) { return coupons::find_applied(in, new_id("tcp_")); }).error().code ==
        error_code::tenant_coupon_not_found);
  CHECK(platform([&](executor& in) { return coupons::list_applied(in, tenant, "", 10); })->size() == 2);
}

TEST_CASE("coupons: used up by what uses them, and not any more when it is given back") {
  empty_tables();
  const auto tenant = new_tenant_number("t");
  const auto euro = made(coupon("euro", billing::coupon_amount{{500}, *billing::currency::find("EUR")}));
  const auto months = made(coupon("months", rate("0.1"), billing::coupon_duration::months, 2));
  const auto a = applied(tenant, euro).value().held;
  const auto m = applied(tenant, months).value().held;
  use(a.id, billing::use_of(a, {300}));
  CHECK(holding(tenant, 6) == "euro months");
  auto held = worker([&](executor& in) { return coupons::find_applied(in, a.id); })->held;
  CHECK(held.amount_left == money{200});
  use(a.id, billing::use_of(held, {200}));
  CHECK(holding(tenant, 6) == "months");
  CHECK_FALSE(worker([&](executor& in) { return coupons::remove(in, a.id, day(7)); }).value());
  use(a.id, {held.months_used, held.amount_left});
  CHECK(holding(tenant, 6) == "euro months");
  use(m.id, {1, {}});
  CHECK(holding(tenant, 6) == "euro months");
  use(m.id, {2, {}});
  CHECK(holding(tenant, 6) == "euro");
}

TEST_CASE("coupons: given no more often than they can be") {
  empty_tables();
  auto wanted = coupon("two", rate("0.1"));
  wanted.most_redemptions = 2;
  const auto row = made(wanted);
  CHECK(applied(new_tenant_number("a"), row).has_value());
  CHECK(applied(new_tenant_number("b"), row).has_value());
  CHECK(applied(new_tenant_number("c"), row).error().code == error_code::coupon_exhausted);
  CHECK(platform([](executor& in) { return coupons::find(in, "two"); })->redemptions == 2);
}
