// From texts to a price: every problem at once, each with the member that it is in.
#include <algorithm>

#include <doctest/doctest.h>

#include <weir/billing/price.hpp>

using namespace weir::billing;

namespace {

price_draft per_unit_draft() {
  price_draft d;
  d.code = "calls";
  d.currency = "USD";
  d.model = "per_unit";
  d.unit_amount = "0.01";
  d.meter = "api_calls";
  return d;
}

price_draft flat_draft() {
  price_draft d;
  d.code = "base_fee";
  d.currency = "USD";
  d.model = "flat";
  d.amount = "31";
  return d;
}

price_draft package_draft() {
  auto d = per_unit_draft();
  d.model = "package";
  d.unit_amount.reset();
  d.package_size = "100";
  d.package_amount = "5";
  return d;
}

price_draft tiered_draft(std::vector<tier_draft> tiers) {
  auto d = per_unit_draft();
  d.model = "graduated";
  d.unit_amount.reset();
  d.tiers = std::move(tiers);
  return d;
}

// "/code validation_failed, /currency currency_unknown", sorted.
std::string problems(const price_draft& d) {
  const auto made = make_price(d);
  if (made) return "";
  std::vector<std::string> all;
  for (const auto& e : made.error())
    all.push_back(e.pointer + " " + std::string(weir::name(e.code)));
  std::ranges::sort(all);
  std::string out;
  for (const auto& one : all)
    out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string with(price_draft d, auto change) {
  change(d);
  return problems(d);
}

}  // namespace

TEST_CASE("each model is made of its own members") {
  CHECK(name(make_price(flat_draft())->model) == "flat");
  CHECK(name(make_price(per_unit_draft())->model) == "per_unit");
  CHECK(name(make_price(package_draft())->model) == "package");
  CHECK(name(make_price(tiered_draft({{{}, "1"}}))->model) == "graduated");
  auto d = tiered_draft({{"10", "1", "2"}, {{}, "0.5"}});
  d.model = "volume";
  const auto p = *make_price(d);
  CHECK(name(p.model) == "volume");
  const auto& tiers = std::get<volume>(p.model).tiers;
  REQUIRE(tiers.size() == 2);
  CHECK(tiers[0].up_to->text() == "10");
  CHECK(tiers[0].unit_amount.text() == "1");
  CHECK(tiers[0].flat_amount.text() == "2");
  CHECK_FALSE(tiers[1].up_to);
  CHECK(tiers[1].flat_amount == unit_price{});
  d = per_unit_draft();
  d.model = "percentage";
  d.unit_amount.reset();
  d.rate = "0.029";
  CHECK(std::get<percentage>(make_price(d)->model).event_amount == unit_price{});
  d.event_amount = "0.30";
  CHECK(std::get<percentage>(make_price(d)->model).event_amount.text() == "0.3");
}

TEST_CASE("what is not given has its usual value") {
  const auto p = *make_price(per_unit_draft());
  CHECK(p.name == "calls");
  CHECK(p.rounding == rounding::half_up);
  CHECK(p.digits == 2);
  CHECK(p.metered->meter == "api_calls");
  CHECK(p.metered->included == weir::decimal{});
  CHECK_FALSE(p.metered->minimum_amount);
  CHECK_FALSE(p.metered->maximum_amount);
  CHECK(p.metered->filters.empty());
  const auto fee = *make_price(flat_draft());
  CHECK_FALSE(fee.metered);
  CHECK(std::get<flat_fee>(fee.model).timing == timing::in_advance);
  auto d = per_unit_draft();
  d.currency = "JPY";
  CHECK(make_price(d)->digits == 0);
  d.currency = "KWD";
  CHECK(make_price(d)->digits == 3);
}

TEST_CASE("a fee is due in advance or in arrears") {
  auto d = flat_draft();
  d.timing = "in_arrears";
  CHECK(std::get<flat_fee>(make_price(d)->model).timing == timing::in_arrears);
  d.timing = "in_advance";
  CHECK(std::get<flat_fee>(make_price(d)->model).timing == timing::in_advance);
  d.timing = "later";
  CHECK(problems(d) == "/timing validation_failed");
}

TEST_CASE("members of another model are refused one by one") {
  CHECK(with(per_unit_draft(), [](auto& d) { d.timing = "in_advance"; }) == "/timing price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.amount = "1"; }) == "/amount price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.tiers.emplace(); }) == "/tiers price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.package_size = "1"; }) == "/package_size price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.package_amount = "1"; }) == "/package_amount price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.rate = "1"; }) == "/rate price_member_unexpected");
  CHECK(with(per_unit_draft(), [](auto& d) { d.event_amount = "1"; }) == "/event_amount price_member_unexpected");
  CHECK(with(package_draft(), [](auto& d) { d.unit_amount = "1"; }) == "/unit_amount price_member_unexpected");
  CHECK(with(flat_draft(), [](auto& d) { d.meter = "api_calls"; }) == "/meter price_member_unexpected");
  CHECK(with(flat_draft(), [](auto& d) { d.included = "1"; }) == "/included price_member_unexpected");
  CHECK(with(flat_draft(), [](auto& d) { d.minimum_amount = "1"; }) == "/minimum_amount price_member_unexpected");
  CHECK(with(flat_draft(), [](auto& d) { d.maximum_amount = "1"; }) == "/maximum_amount price_member_unexpected");
  CHECK(with(flat_draft(), [](auto& d) { d.filters = {{"region", {"\"eu\""}}}; }) ==
        "/filters price_member_unexpected");
}

TEST_CASE("members that a model needs are asked for") {
  CHECK(with(flat_draft(), [](auto& d) { d.amount.reset(); }) == "/amount validation_failed");
  CHECK(with(per_unit_draft(), [](auto& d) { d.unit_amount.reset(); }) == "/unit_amount validation_failed");
  CHECK(with(per_unit_draft(), [](auto& d) { d.meter.reset(); }) == "/meter validation_failed");
  CHECK(with(package_draft(), [](auto& d) { d.package_size.reset(); }) == "/package_size validation_failed");
  CHECK(with(package_draft(), [](auto& d) { d.package_amount.reset(); }) == "/package_amount validation_failed");
  CHECK(with(tiered_draft({}), [](auto& d) { d.tiers.reset(); }) == "/tiers validation_failed");
  CHECK(problems(tiered_draft({})) == "/tiers validation_failed");
}

TEST_CASE("an unknown model is the only problem of its members") {
  CHECK(with(per_unit_draft(), [](auto& d) { d.model = "per-unit"; }) == "/model validation_failed");
  CHECK(with(flat_draft(), [](auto& d) { d.model = ""; }) == "/model validation_failed");
}

TEST_CASE("every problem is told in one round, whatever else is wrong") {
  auto d = package_draft();
  d.code = "Calls";
  d.currency = "USX";
  d.package_size = "0";
  d.package_amount = "-5";
  d.included = "-1";
  d.rounding = "nearest";
  d.rate = "1";
  d.name = "a\nb";
  CHECK(problems(d) ==
        "/code validation_failed, /currency currency_unknown, /included validation_failed, /name validation_failed, "
        "/package_amount price_negative, /package_size validation_failed, /rate price_member_unexpected, /rounding "
        "validation_failed");
  CHECK(
      problems(tiered_draft({{"10", "-1"}, {"10", "1"}, {"5", "x"}, {{}, "1", "0.0000000000001"}})) ==
      "/tiers/0/unit_amount price_negative, /tiers/1/up_to validation_failed, /tiers/2/unit_amount decimal_malformed, "
      "/tiers/2/up_to validation_failed, /tiers/3/flat_amount decimal_too_precise");
}

TEST_CASE("a text that is no number is one problem, not two") {
  CHECK(with(package_draft(), [](auto& d) { d.package_size = "many"; }) == "/package_size decimal_malformed");
  CHECK(with(package_draft(), [](auto& d) { d.package_size = "-1"; }) == "/package_size validation_failed");
  CHECK(problems(tiered_draft({{"x", "1"}, {"5", "1"}, {{}, "1"}})) == "/tiers/0/up_to decimal_malformed");
  CHECK(problems(tiered_draft({{"0", "1"}, {{}, "1"}})) == "/tiers/0/up_to validation_failed");
  CHECK(problems(tiered_draft({{"-5", "1"}, {{}, "1"}})) == "/tiers/0/up_to validation_failed");
}

TEST_CASE("tiers end one after the other, the last one never") {
  CHECK(problems(tiered_draft({{"1", "1"}, {"2", "1"}, {{}, "1"}})) == "");
  CHECK(problems(tiered_draft({{"2", "1"}, {"1", "1"}, {{}, "1"}})) == "/tiers/1/up_to validation_failed");
  CHECK(problems(tiered_draft({{"1", "1"}, {"1.000000001", "1"}, {{}, "1"}})) == "");
  CHECK(problems(tiered_draft({{"1", "1"}, {"2", "1"}})) == "/tiers/1/up_to validation_failed");
  CHECK(problems(tiered_draft({{{}, "1"}, {"2", "1"}, {{}, "1"}})) == "/tiers/0/up_to validation_failed");
  std::vector<tier_draft> many;
  for (std::size_t i = 1; i < price::most_tiers; ++i)
    many.push_back({std::to_string(i), "1"});
  many.push_back({{}, "1"});
  CHECK(problems(tiered_draft(many)) == "");
  many.insert(many.begin(), {"0.5", "1"});
  CHECK(problems(tiered_draft(many)) == "/tiers validation_failed");
}

TEST_CASE("quantities have the digits of events, prices their own") {
  CHECK(with(per_unit_draft(), [](auto& d) { d.included = "999999999999999999.999999999"; }) == "");
  CHECK(with(per_unit_draft(), [](auto& d) { d.included = "1000000000000000000"; }) == "/included decimal_too_large");
  CHECK(with(per_unit_draft(), [](auto& d) { d.included = "0.0000000001"; }) == "/included decimal_too_precise");
  CHECK(with(per_unit_draft(), [](auto& d) { d.minimum_amount = "999999999999.999999999999"; }) == "");
  CHECK(with(per_unit_draft(), [](auto& d) { d.minimum_amount = "1000000000000"; }) ==
        "/minimum_amount decimal_too_large");
}

TEST_CASE("digits of a line are at most those of its currency") {
  CHECK(with(per_unit_draft(), [](auto& d) { d.digits = 0; }) == "");
  CHECK(with(per_unit_draft(), [](auto& d) { d.digits = 3; }) == "/digits validation_failed");
  CHECK(with(per_unit_draft(), [](auto& d) { d.digits = -1; }) == "/digits validation_failed");
  CHECK(with(flat_draft(), [](auto& d) { d.digits = 1; }) == "");
  CHECK(with(per_unit_draft(), [](auto& d) { d.currency = "KWD", d.digits = 3; }) == "");
}

TEST_CASE("a maximum may equal the minimum and not be below it") {
  CHECK(with(per_unit_draft(), [](auto& d) { d.minimum_amount = "10", d.maximum_amount = "10"; }) == "");
  CHECK(with(per_unit_draft(), [](auto& d) { d.minimum_amount = "10", d.maximum_amount = "9.99"; }) ==
        "/maximum_amount validation_failed");
  CHECK(with(per_unit_draft(), [](auto& d) { d.maximum_amount = "0"; }) == "");
}

TEST_CASE("filters come out sorted, each dimension once and each value once") {
  auto d = per_unit_draft();
  d.filters = {{"region", {"\"us\"", "\"eu\"", "\"us\""}}, {"kind", {"5"}}};
  const auto p = *make_price(d);
  CHECK(p.metered->filters == std::vector<usage_filter>{{"kind", {"5"}}, {"region", {"\"eu\"", "\"us\""}}});
  d.filters = {{"region", {"1"}}, {"region", {"2"}}};
  CHECK(problems(d) == "/filters/region validation_failed");
  d.filters = {{"region", {}}};
  CHECK(problems(d) == "/filters/region validation_failed");
  d.filters = {{"a/b", {"1"}}};
  CHECK(problems(d) == "/filters/a~1b validation_failed");
  d.filters = {{"region", {""}}};
  CHECK(problems(d) == "/filters/region validation_failed");
  d.filters = {{"region", {std::string(1025, 'x')}}};
  CHECK(problems(d) == "/filters/region validation_failed");
  d.filters = {{"region", std::vector<std::string>(101, "1")}};
  CHECK(problems(d) == "/filters/region validation_failed");
  d.filters.clear();
  for (int i = 0; i < 8; ++i)
    d.filters.push_back({"g" + std::to_string(i), {"1"}});
  CHECK(problems(d) == "");
  d.filters.push_back({"g8", {"1"}});
  CHECK(problems(d) == "/filters validation_failed");
}

TEST_CASE("names may be long and must be clean") {
  CHECK(with(flat_draft(), [](auto& d) { d.name = std::string(255, 'x'); }) == "");
  CHECK(with(flat_draft(), [](auto& d) { d.name = std::string(256, 'x'); }) == "/name validation_failed");
  CHECK(with(flat_draft(), [](auto& d) { d.code = ""; }) == "/code validation_failed");
  CHECK(with(flat_draft(), [](auto& d) { d.code = std::string(65, 'x'); }) == "/code validation_failed");
}

TEST_CASE("a number that is too long is explained in the digits of a price, not of an event") {
  const auto detail = [](std::string amount) {
    auto d = flat_draft();
    d.amount = std::move(amount);
    return make_price(d).error()[0].detail;
  };
  CHECK(detail("1000000000000") == "a price has at most 12 digits before the point");
  CHECK(detail("0.0000000000001") == "a price has at most 12 digits after the point");
}
