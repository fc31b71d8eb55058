// Taxes by rate on the sum of the lines, beside it or within it, always summing to the total.
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/tax.hpp>

using namespace weir::billing;

namespace {

const currency usd = *currency::find("USD");
constexpr auto most = std::numeric_limits<std::int64_t>::max();

tax_facts rates(std::initializer_list<std::string_view> of, bool inclusive = false) {
  tax_facts out;
  for (auto r : of)
    out.rates.push_back({"code", "name", "DE", *unit_price::parse(r)});
  out.inclusive = inclusive;
  return out;
}

// "net + tax tax = total"
std::string told(std::int64_t sum, const tax_facts& facts, currency c = usd) {
  const auto out = add_taxes({sum}, facts, c);
  if (!out) return std::string(weir::name(out.error().code));
  auto text = std::to_string(out->net.minor) + " +";
  for (std::size_t i = 0; i < out->taxes.size(); ++i) {
    CHECK(out->taxes[i].rate == i);
    CHECK(out->taxes[i].base == out->net);
    text += " " + std::to_string(out->taxes[i].amount.minor);
  }
  return text + " = " + std::to_string(out->total.minor);
}

constexpr bool inclusive = true;

}  // namespace

TEST_CASE("without rates nothing is added, inclusive or not") {
  CHECK(told(1000, rates({})) == "1000 + = 1000");
  CHECK(told(1000, rates({}, inclusive)) == "1000 + = 1000");
  auto exempt = rates({});
  exempt.exemption_reason = "Reverse charge";
  CHECK(told(1000, exempt) == "1000 + = 1000");
}

TEST_CASE("taxes beside the sum are each reckoned on it, halves away from zero") {
  CHECK(told(10000, rates({"0.19"})) == "10000 + 1900 = 11900");
  CHECK(told(10000, rates({"0.05", "0.09975"})) == "10000 + 500 998 = 11498");
  CHECK(told(50, rates({"0.19"})) == "50 + 10 = 60");  // 9.5
  CHECK(told(-50, rates({"0.19"})) == "-50 + -10 = -60");
  CHECK(told(0, rates({"0.19"})) == "0 + 0 = 0");
  CHECK(told(10000, rates({"0"})) == "10000 + 0 = 10000");
}

TEST_CASE("taxes within the sum leave the total as it is") {
  CHECK(told(11900, rates({"0.19"}, inclusive)) == "10000 + 1900 = 11900");
  CHECK(told(100, rates({"0.19"}, inclusive)) == "84 + 16 = 100");
  CHECK(told(-100, rates({"0.19"}, inclusive)) == "-84 + -16 = -100");
  CHECK(told(11500, rates({"0.05", "0.1"}, inclusive)) == "10000 + 500 1000 = 11500");
  CHECK(told(1000, rates({"0"}, inclusive)) == "1000 + 0 = 1000");
  CHECK(told(1000, rates({"0", "0"}, inclusive)) == "1000 + 0 0 = 1000");
  CHECK(told(0, rates({"0.19"}, inclusive)) == "0 + 0 = 0");
}

TEST_CASE("taxes within a tiny sum share what is there and none turns its sign") {
  CHECK(told(2, rates({"0.5", "0.5", "0.2"}, inclusive)) == "1 + 0 1 0 = 2");
  CHECK(told(-2, rates({"0.5", "0.5", "0.2"}, inclusive)) == "-1 + 0 -1 0 = -2");
  CHECK(told(1, rates({"0.5", "0.5"}, inclusive)) == "1 + 0 0 = 1");
}

TEST_CASE("taxes follow the digits of the currency") {
  CHECK(told(1005, rates({"0.1"}), *currency::find("JPY")) == "1005 + 101 = 1106");
  CHECK(told(1005, rates({"0.1"}), *currency::find("KWD")) == "1005 + 101 = 1106");
}

TEST_CASE("taxes that do not fit are an error") {
  CHECK(told(most, rates({"0.19"})) == "amount_overflow");
  CHECK(told(most, rates({"999999999999"})) == "amount_overflow");
  CHECK(told(-most, rates({"0.000000000001"})) == "amount_overflow");
  CHECK(told(most, rates({"0"})) == std::to_string(most) + " + 0 = " + std::to_string(most));
  const auto within = *add_taxes({most}, rates({"0.19"}, inclusive), usd);
  CHECK(within.net.minor + within.taxes[0].amount.minor == most);
}

TEST_CASE("net and taxes are the total, and taxes within the sum stay within it") {
  CHECK(rc::check([](std::int32_t any, bool tiny, bool within) {
    const auto sum = tiny ? any % 20 : any;
    tax_facts facts;
    facts.inclusive = within;
    for (auto n = *rc::gen::inRange(0, 5); n > 0; --n)
      facts.rates.push_back({"c", "n", "j", *unit_price::parse("0." + std::to_string(*rc::gen::inRange(0, 9999)))});
    const auto out = *add_taxes({sum}, facts, usd);
    std::int64_t all = out.net.minor;
    for (const auto& t : out.taxes) {
      RC_ASSERT(t.base == out.net);
      RC_ASSERT((t.amount.minor == 0 || (t.amount.minor > 0) == (sum > 0)));
      all += t.amount.minor;
    }
    RC_ASSERT(out.taxes.size() == facts.rates.size());
    RC_ASSERT(all == out.total.minor);
    RC_ASSERT((within ? out.total : out.net) == money{sum});
  }));
}
