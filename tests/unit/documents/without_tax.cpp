// Lines with tax in them, without: they always sum to the net of the invoice.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/tax.hpp>
#include <weir/documents/without_tax.hpp>

using namespace weir;
using namespace weir::documents;
using billing::money;
using billing::unit_price;

namespace {

std::vector<std::int64_t> cut(std::vector<money> lines, std::string_view rate, std::int64_t net) {
  std::vector<std::int64_t> out;
  for (const auto m : without_tax(lines, *unit_price::parse(rate), {net}))
    out.push_back(m.minor);
  return out;
}

}  // namespace

TEST_CASE("a line keeps its share, the last one takes what is left") {
  CHECK(cut({{119}, {119}}, "0.19", 200) == std::vector<std::int64_t>{100, 100});
  CHECK(cut({{100}, {100}, {100}}, "0.19", 252) == std::vector<std::int64_t>{84, 84, 84});
  CHECK(cut({{100}, {100}, {100}}, "0.19", 253) == std::vector<std::int64_t>{84, 84, 85});
  CHECK(cut({{119}, {-119}}, "0.19", 0) == std::vector<std::int64_t>{100, -100});
  CHECK(cut({}, "0.19", 0).empty());
}

TEST_CASE("whatever the lines are, they sum to the net") {
  CHECK(rc::check([] {
    const auto lines = *rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000));
    const auto rate = *rc::gen::elementOf(std::vector<std::string>{"0", "0.19", "0.2", "0.081", "0.055", "1"});
    billing::tax_facts facts;
    facts.rates.push_back({"code", "name", "DE", *unit_price::parse(rate)});
    facts.inclusive = true;
    std::vector<money> with;
    money sum;
    for (const auto minor : lines) {
      with.push_back({minor});
      sum.minor += minor;
    }
    const auto net = billing::add_taxes(sum, facts, *billing::currency::find("EUR"))->net;
    const auto without = without_tax(with, facts.rates.front().rate, net);
    std::int64_t total = 0;
    for (const auto m : without)
      total += m.minor;
    RC_ASSERT(without.size() == with.size());
    RC_ASSERT(with.empty() || total == net.minor);
  }));
}
