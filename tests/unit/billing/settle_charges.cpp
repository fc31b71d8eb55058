// What is still to be billed is what is owed less what was billed, key by key.
#include <limits>

#include <doctest/doctest.h>

#include "billing_fixture.hpp"
#include <weir/billing/settle_charges.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

const place utc;

charge_key key(std::string price, charge_kind kind = charge_kind::usage) {
  return {"sub_1", kind, {"basic", 1}, std::move(price), {2026, 1, 1}, utc.at("2026-01-01").at};
}

rated_charge owed(std::string price, std::int64_t cents, std::string_view to = "2026-02-01",
                  charge_kind kind = charge_kind::usage) {
  const auto end = utc.at(to);
  const share part{0, weir::days_between({2026, 1, 1}, end.day), 31};
  const auto from = utc.at("2026-01-01");
  return {.charge = {.key = key(std::move(price), kind),
                     .currency = usd,
                     .from = from,
                     .to = end,
                     .period_from = from,
                     .period_to = utc.at("2026-02-01"),
                     .part = part,
                     .due = end.at},
          .amount = {cents}};
}

billed_line line(std::string invoice, const rated_charge& c, std::int64_t cents, std::int64_t net) {
  return {c.charge.key, {cents}, {net}, c.charge.to.at, c.charge.part, {std::move(invoice), 1}};
}
billed_line line(std::string invoice, const rated_charge& c, std::int64_t cents) {
  return line(std::move(invoice), c, cents, cents);
}

// "calls +100 of inv_1 late"
lines told(const std::vector<rated_charge>& charges, const std::vector<billed_line>& before) {
  const auto out = settle_charges(charges, before);
  if (!out) return {std::string(weir::name(out.error().code))};
  lines told;
  for (const auto& d : *out) {
    CHECK((!d.charge || charges[*d.charge].charge.key == d.key));
    told.push_back(d.key.price + " " + (d.amount.minor >= 0 ? "+" : "") + std::to_string(d.amount.minor) +
                   (d.original ? " of " + d.original->invoice : "") + (d.charge ? "" : " gone") +
                   (d.is_late_usage ? " late" : ""));
  }
  return told;
}

}  // namespace

TEST_CASE("what was never billed is billed, even when it comes to nothing") {
  CHECK(told({owed("a", 100), owed("b", 0)}, {}) == lines{"a +100", "b +0"});
  CHECK(told({}, {}).empty());
}

TEST_CASE("what was billed as it is owed is not billed again") {
  CHECK(told({owed("a", 100), owed("b", 0)}, {line("inv_1", owed("a", 100), 100), line("inv_1", owed("b", 0), 0)})
            .empty());
}

TEST_CASE("late usage is the difference, upward and downward") {
  CHECK(told({owed("a", 130)}, {line("inv_1", owed("a", 100), 100)}) == lines{"a +30 of inv_1 late"});
  CHECK(told({owed("a", 80)}, {line("inv_1", owed("a", 100), 100)}) == lines{"a -20 of inv_1 late"});
}

TEST_CASE("corrections count as billed and name the first line") {
  const auto a = owed("a", 130);
  CHECK(told({a}, {line("inv_1", a, 100), line("inv_2", a, 30)}).empty());
  CHECK(told({owed("a", 90)}, {line("inv_1", a, 100), line("inv_2", a, 30), line("inv_3", a, -20)}) ==
        lines{"a -20 of inv_1 late"});
}

TEST_CASE("what is owed no more comes back, once") {
  const auto a = owed("a", 100);
  CHECK(told({}, {line("inv_1", a, 100)}) == lines{"a -100 of inv_1 gone"});
  CHECK(told({}, {line("inv_1", a, 100), line("inv_2", a, -100)}).empty());
  CHECK(told({}, {line("inv_1", a, 0)}).empty());
}

TEST_CASE("a stretch that was cut or prolonged since is no late usage, and neither is a fee") {
  const auto whole = owed("a", 100);
  const auto cut = owed("a", 40, "2026-01-11");
  CHECK(told({cut}, {line("inv_1", whole, 100)}) == lines{"a -60 of inv_1"});
  CHECK(told({whole}, {line("inv_1", cut, 40)}) == lines{"a +60 of inv_1"});
  // As it was billed last: late usage after the correction is late usage again.
  CHECK(told({owed("a", 45, "2026-01-11")}, {line("inv_1", whole, 100), line("inv_2", cut, -60)}) ==
        lines{"a +5 of inv_1 late"});
  const auto fee = owed("a", 100, "2026-02-01", charge_kind::fee);
  CHECK(told({owed("a", 50, "2026-02-01", charge_kind::fee)}, {line("inv_1", fee, 100)}) == lines{"a -50 of inv_1"});
  auto divided = whole;
  divided.charge.part = {0, 20, 31};  // without proration, by a later stretch of the plan
  CHECK(told({divided}, {line("inv_1", whole, 110)}) == lines{"a -10 of inv_1"});
  // A commitment follows the usage that it is made up of.
  const auto commitment = owed("a", 100, "2026-02-01", charge_kind::commitment);
  CHECK(told({owed("a", 50, "2026-02-01", charge_kind::commitment)}, {line("inv_1", commitment, 100)}) ==
        lines{"a -50 of inv_1 late"});
}

TEST_CASE("differences come in the order of their keys, whatever the order of what is given") {
  CHECK(told({owed("c", 1), owed("a", 1)}, {line("inv_1", owed("d", 1), 1), line("inv_1", owed("b", 1), 1)}) ==
        lines{"a +1", "b -1 of inv_1 gone", "c +1", "d -1 of inv_1 gone"});
}

TEST_CASE("net of discounts is summed beside what was billed") {
  const auto a = owed("a", 130);
  const auto out = *settle_charges({a}, {line("inv_1", a, 100, 80), line("inv_2", a, 10, 9)});
  CHECK(out[0].billed == money{110});
  CHECK(out[0].billed_net == money{89});
}

TEST_CASE("sums that do not fit are an error") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto a = owed("a", 0);
  CHECK(told({a}, {line("inv_1", a, most), line("inv_2", a, 1)}) == lines{"amount_overflow"});
  CHECK(told({a}, {line("inv_1", a, 0, most), line("inv_2", a, 0, 1)}) == lines{"amount_overflow"});
  CHECK(told({owed("a", most)}, {line("inv_1", a, -1)}) == lines{"amount_overflow"});
}
