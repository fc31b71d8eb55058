// Coupons take what they promise, and never more than the lines cost.
#include <algorithm>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/discount.hpp>

using namespace weir::billing;

namespace {

const currency usd = *currency::find("USD");
constexpr auto most = std::numeric_limits<std::int64_t>::max();

discount rate(std::string_view text, std::vector<std::string> prices = {}) {
  return {"cpn_rate", *unit_price::parse(text), std::move(prices)};
}

discount off(std::int64_t cents, std::vector<std::string> prices = {}) {
  return {"cpn_amount", money{cents}, std::move(prices)};
}

// "line/discount:cents …", in the order in which they were applied.
std::string told(const std::vector<discountable>& lines, const std::vector<discount>& discounts, currency c = usd) {
  const auto out = apply_discounts(lines, discounts, c);
  if (!out) return std::string(weir::name(out.error().code));
  std::string text;
  for (const auto& d : *out)
    text += (text.empty() ? "" : " ") + std::to_string(d.line) + "/" + std::to_string(d.discount) + ":" +
            std::to_string(d.amount.minor);
  return text;
}

}  // namespace

TEST_CASE("a rate is rounded by line, halves away from zero") {
  CHECK(told({{"a", {1000}}, {"b", {333}}}, {rate("0.2")}) == "0/0:200 1/0:67");
  CHECK(told({{"a", {5}}, {"b", {15}}}, {rate("0.1")}) == "0/0:1 1/0:2");
  CHECK(told({{"a", {1000}}}, {rate("1")}) == "0/0:1000");
  CHECK(told({{"a", {1000}}}, {rate("0")}) == "");
  CHECK(told({{"a", {4}}}, {rate("0.1")}) == "");  // nothing to take is no discount
}

TEST_CASE("a rate is in the currency of the lines") {
  CHECK(told({{"a", {15}}}, {rate("0.1")}, *currency::find("JPY")) == "0/0:2");
  CHECK(told({{"a", {15}}}, {rate("0.1")}, *currency::find("KWD")) == "0/0:2");
}

TEST_CASE("discounts follow each other, each on what those before it left") {
  CHECK(told({{"a", {1000}}}, {rate("0.5"), rate("0.5")}) == "0/0:500 0/1:250");
  CHECK(told({{"a", {1000}}}, {off(400), rate("0.5")}) == "0/0:400 0/1:300");
  CHECK(told({{"a", {1000}}}, {rate("0.5"), off(800)}) == "0/0:500 0/1:500");
}

TEST_CASE("a discount for some prices leaves the others alone") {
  CHECK(told({{"a", {1000}}, {"b", {1000}}, {"a", {50}}}, {rate("0.1", {"a"})}) == "0/0:100 2/0:5");
  CHECK(told({{"a", {1000}}, {"b", {1000}}}, {off(1500, {"b"})}) == "1/0:1000");
  CHECK(told({{"a", {1000}}}, {off(1500, {"c"}), rate("1", {"c"})}) == "");
}

TEST_CASE("an amount is shared in proportion to what the lines cost, to the last cent") {
  CHECK(told({{"a", {3000}}, {"b", {1000}}}, {off(1000)}) == "0/0:750 1/0:250");
  CHECK(told({{"a", {1}}, {"b", {1}}, {"c", {1}}}, {off(2)}) == "0/0:1 2/0:1");
  CHECK(told({{"a", {100}}, {"b", {100}}, {"c", {100}}}, {off(100)}) == "0/0:33 1/0:34 2/0:33");
}

TEST_CASE("an amount never takes more than the lines cost") {
  CHECK(told({{"a", {300}}, {"b", {100}}}, {off(1000)}) == "0/0:300 1/0:100");
  CHECK(told({{"a", {0}}}, {off(1000)}) == "");
  CHECK(told({}, {off(1000), rate("0.5")}) == "");
  CHECK(told({{"a", {300}}}, {off(0)}) == "");
}

TEST_CASE("corrections downward are not discounted and raise no discount of other lines") {
  CHECK(told({{"a", {300}}, {"b", {-100}}}, {off(1000)}) == "0/0:300");
  CHECK(told({{"b", {-100}}}, {off(1000)}) == "");
  CHECK(told({{"b", {-100}}}, {rate("0.2")}) == "");
}

TEST_CASE("the largest amounts are discounted or refused, never wrapped") {
  CHECK(told({{"a", {most}}}, {rate("1")}) == "0/0:" + std::to_string(most));
  CHECK(told({{"a", {most / 2}}}, {off(most)}) == "0/0:" + std::to_string(most / 2));
  CHECK(told({{"a", {most}}}, {off(most)}) == "0/0:" + std::to_string(most));
  CHECK(told({{"a", {most}}}, {off(1)}) == "0/0:1");
  CHECK(told({{"a", {most}}, {"b", {most}}}, {off(1)}) == "amount_overflow");
}

TEST_CASE("discounts are never above the lines they are for, nor amounts above what they promise") {
  CHECK(rc::check([] {
    std::vector<discountable> lines;
    for (auto n = *rc::gen::inRange(0, 8); n > 0; --n)
      lines.push_back({*rc::gen::element<std::string>("a", "b"), {*rc::gen::inRange<std::int64_t>(-5000, 20000)}});
    std::vector<discount> discounts;
    for (auto n = *rc::gen::inRange(0, 5); n > 0; --n) {
      discounts.push_back(*rc::gen::arbitrary<bool>() ? off(*rc::gen::inRange<std::int64_t>(0, 30000))
                                                      : rate("0." + std::to_string(*rc::gen::inRange(0, 100000))));
      if (*rc::gen::arbitrary<bool>()) discounts.back().prices = {"a"};
    }
    std::vector<std::int64_t> taken(lines.size());
    std::vector<std::int64_t> given(discounts.size());
    const auto out = *apply_discounts(lines, discounts, usd);
    for (const auto& d : out) {
      RC_ASSERT(d.amount > money{});
      RC_ASSERT((discounts[d.discount].prices.empty() || lines[d.line].price == "a"));
      taken[d.line] += d.amount.minor;
      given[d.discount] += d.amount.minor;
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
      RC_ASSERT(taken[i] <= std::max<std::int64_t>(lines[i].amount.minor, 0));
    for (std::size_t i = 0; i < discounts.size(); ++i) {
      if (const auto* amount = std::get_if<money>(&discounts[i].value)) RC_ASSERT(given[i] <= amount->minor);
    }
  }));
}

TEST_CASE("an amount that the lines can take is taken whole") {
  CHECK(rc::check([] {
    std::vector<discountable> lines;
    std::int64_t sum = 0;
    for (auto n = *rc::gen::inRange(1, 12); n > 0; --n) {
      lines.push_back({"a", {*rc::gen::inRange<std::int64_t>(-100, 1000)}});
      sum += std::max<std::int64_t>(lines.back().amount.minor, 0);
    }
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 8000);
    const auto out = *apply_discounts(lines, {off(amount)}, usd);
    const auto taken = std::accumulate(out.begin(), out.end(), std::int64_t{},
                                       [](auto n, const auto& d) { return n + d.amount.minor; });
    RC_ASSERT(taken == std::min(amount, sum));
  }));
}
