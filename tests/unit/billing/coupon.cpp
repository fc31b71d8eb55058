// What a coupon may be, and what is left of one after each invoice.
#include <doctest/doctest.h>

#include <weir/billing/coupon.hpp>

using namespace weir::billing;
using weir::error_code;

namespace {

const auto eur = *currency::find("EUR");

coupon_draft draft() {
  return {.code = "launch", .name = "Launch", .percentage = "0.2", .duration = "once"};
}

// "pointer code" of each problem, or "accepted".
std::string told(const coupon_draft& d) {
  const auto made = make_coupon(d);
  if (made) return "accepted";
  std::string out;
  for (const auto& e : made.error())
    out += (out.empty() ? "" : " ") + e.pointer + ":" + std::string(weir::name(e.code));
  return out;
}

held_coupon held(decltype(coupon::value) value, coupon_duration duration, std::int32_t months = 0) {
  held_coupon out{"tcp_1", {"cpn_1", "c", "C", value, duration, months, {"fee"}}, {}};
  if (const auto* amount = std::get_if<coupon_amount>(&value); amount && duration == coupon_duration::once)
    out.amount_left = amount->value;
  return out;
}

unit_price rate(const char* text) {
  return unit_price::parse(text).value();
}

}  // namespace

TEST_CASE("a coupon is a percentage or an amount, for a while") {
  CHECK(told(draft()) == "accepted");
  auto d = draft();
  d.percentage = "1";
  CHECK(std::get<unit_price>(make_coupon(d)->value) == unit_price::one());
  d.percentage = "";
  d.amount = "12.50";
  d.currency = "EUR";
  d.duration = "months";
  d.months = 3;
  d.prices = {"fee", "calls"};
  const auto made = make_coupon(d).value();
  CHECK(std::get<coupon_amount>(made.value) == coupon_amount{{1250}, eur});
  CHECK(made.months == 3);
  CHECK(made.prices == d.prices);
}

TEST_CASE("what a coupon gets wrong comes at once, with its place") {
  auto d = draft();
  d.code = "No";
  d.name = "";
  d.percentage = "1.1";
  d.duration = "twice";
  d.prices = {"a", "a", "B"};
  CHECK(told(d) ==
        "/code:validation_failed /name:validation_failed /percentage:rate_too_large "
        "/duration:validation_failed /prices/1:validation_failed /prices/2:validation_failed");
  for (const auto& [percentage, amount, currency, problem] :
       {std::tuple("", "", "", "/percentage:validation_failed"),
        std::tuple("0.1", "1", "EUR", "/percentage:validation_failed"),
        std::tuple("0", "", "", "/percentage:validation_failed"),
        std::tuple("0.0000001", "", "", "/percentage:decimal_too_precise"),
        std::tuple("-0.1", "", "", "/percentage:price_negative"),
        std::tuple("20 %", "", "", "/percentage:decimal_malformed"),
        std::tuple("0.1", "", "EUR", "/currency:validation_failed"),
        std::tuple("", "1", "", "/currency:currency_unknown"), std::tuple("", "1", "XXX", "/currency:currency_unknown"),
        std::tuple("", "0", "EUR", "/amount:validation_failed"),
        std::tuple("", "-1", "EUR", "/amount:validation_failed"),
        std::tuple("", "0.001", "EUR", "/amount:decimal_too_precise"),
        std::tuple("", "99999999999999999999", "EUR", "/amount:decimal_too_large")}) {
    d = draft();
    d.percentage = percentage;
    d.amount = amount;
    d.currency = currency;
    CAPTURE(problem);
    CHECK(told(d) == problem);
  }
  d = draft();
  d.months = 3;
  CHECK(told(d) == "/months:validation_failed");
  d.duration = "months";
  CHECK(told(d) == "accepted");
  for (const std::int64_t months : {0, -1, 121}) {
    d.months = months;
    CHECK(told(d) == "/months:validation_failed");
  }
  d.months.reset();
  CHECK(told(d) == "/months:validation_failed");
  d = draft();
  d.prices.assign(101, "a");
  CHECK(told(d) == "/prices:validation_failed");
}

TEST_CASE("an amount for once is used up over invoices, all else gives all of it to each") {
  const auto once = held(coupon_amount{{500}, eur}, coupon_duration::once);
  CHECK(discount_of(once) == discount{"cpn_1", money{500}, {"fee"}});
  auto use = use_of(once, {300});
  CHECK(use == coupon_use{1, money{200}});
  CHECK_FALSE(is_used_up(once.coupon, use));
  auto later = once;
  later.months_used = use.months_used;
  later.amount_left = use.amount_left;
  CHECK(discount_of(later) == discount{"cpn_1", money{200}, {"fee"}});
  use = use_of(later, {200});
  CHECK(use == coupon_use{2, money{0}});
  CHECK(is_used_up(once.coupon, use));

  const auto monthly = held(coupon_amount{{500}, eur}, coupon_duration::forever);
  use = use_of(monthly, {300});
  CHECK(use == coupon_use{1, std::nullopt});
  CHECK(std::get<money>(discount_of(monthly).value) == money{500});
  CHECK_FALSE(is_used_up(monthly.coupon, {1000, {}}));
}

TEST_CASE("a percentage for once is for one invoice, one for months for so many") {
  const auto once = held(rate("0.2"), coupon_duration::once);
  CHECK(discount_of(once) == discount{"cpn_1", rate("0.2"), {"fee"}});
  CHECK_FALSE(is_used_up(once.coupon, {0, {}}));
  CHECK(is_used_up(once.coupon, use_of(once, {1})));
  const auto three = held(rate("0.2"), coupon_duration::months, 3);
  CHECK_FALSE(is_used_up(three.coupon, {2, {}}));
  CHECK(is_used_up(three.coupon, {3, {}}));
}
