// Against a reckoning in whole cents that knows nothing of charges: whatever usage comes when, whenever somebody looks,
// and whatever is void, the same amounts are on the same invoices, and nothing is billed twice or never.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "billing_world.hpp"
#include <weir/billing/invoice_inputs.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

const place utc;
constexpr std::array months{"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"};
constexpr int months_used = 3;

struct counted {
  int hour, arrives;  // since the first month began
  std::int64_t quantity;
};

// One price in one plan, in numbers.
struct terms {
  std::int64_t unit_cents = 1, included = 0, least_cents = 0, threshold_cents = 1;
  late_usage policy = late_usage::next_invoice;

  std::int64_t cost(std::int64_t quantity, bool is_over) const {
    const auto out = std::max<std::int64_t>(quantity - included, 0) * unit_cents;
    return is_over ? std::max(out, least_cents) : out;
  }
};

int hour_of(std::string_view day) {
  return static_cast<int>(weir::days_between({2026, 1, 1}, *weir::parse_civil_day(day)) * 24);
}

struct naive_line {
  int month;
  std::int64_t cents;
  bool is_interim = false;
  bool is_reopened = false;
  std::string invoice{};

  bool operator==(const naive_line&) const = default;
};

std::int64_t quantity_of(const std::vector<counted>& all, int month, int until) {
  std::int64_t out = 0;
  for (const auto& c : all) {
    if (c.hour >= hour_of(months[static_cast<std::size_t>(month)]) &&
        c.hour < std::min(until, hour_of(months[static_cast<std::size_t>(month) + 1])) && c.arrives <= until)
      out += c.quantity;
  }
  return out;
}

// What a look has to bill, month by month.
std::vector<naive_line> reckon(const terms& t, const std::vector<counted>& all, const std::vector<naive_line>& before,
                               int now) {
  std::vector<naive_line> out;
  for (int month = 0; month < months_used; ++month) {
    if (hour_of(months[static_cast<std::size_t>(month)]) >= now) break;
    const bool is_over = hour_of(months[static_cast<std::size_t>(month) + 1]) <= now;
    std::int64_t billed = 0;
    const naive_line* last = nullptr;
    for (const auto& line : before) {
      if (line.month != month) continue;
      billed += line.cents;
      last = &line;
    }
    const auto left = t.cost(quantity_of(all, month, now), is_over) - billed;
    if (!is_over) {
      if (left >= t.threshold_cents) out.push_back({month, left, true});
    } else if (last == nullptr || last->is_interim) {
      out.push_back({month, left});
    } else if (left != 0 && (t.policy == late_usage::next_invoice || last->is_reopened)) {
      out.push_back({month, left});
    }
  }
  return out;
}

class watched_world {
 public:
  explicit watched_world(std::uint64_t seed, bool usage_is_late, late_usage policy) : dice_(seed) {
    terms_ = {dice_.any<std::int64_t>({1, 7, 100}), dice_.any<std::int64_t>({0, 0, 30}),
              dice_.any<std::int64_t>({0, 0, 500}), dice_.any<std::int64_t>({1, 90, 1000, 20000}), policy};
    auto price = per_unit_price("calls", std::to_string(terms_.unit_cents) + "e-2");
    price.metered->included = weir::decimal::from_integer(terms_.included);
    if (terms_.least_cents > 0) price.metered->minimum_amount = *unit_price::parse("5");
    auto p = plan_of("basic", {price});
    p.late_usage = policy;
    p.usage_thresholds = {{usd, money{terms_.threshold_cents}}};
    in_.plans.push_back(std::move(p));
    in_.subscriptions.push_back({"sub_1", {{change_kind::start, utc.at(months[0]), plan_ref{"basic"}}}});
    for (int n = dice_.from(0, 60); n > 0; --n) {
      const auto hour = dice_.from(0, hour_of(months[months_used]) - 1);
      const auto late = usage_is_late ? dice_.any({0, 0, 40, 900}) : 0;
      usage_.push_back({hour, hour + 1 + late, dice_.any<std::int64_t>({1, 7, 40, 40, -25})});
    }
  }

  std::vector<int> looks() {
    std::vector<int> out;
    for (int n = dice_.from(1, 25); n > 0; --n)
      out.push_back(dice_.from(1, in_the_end() - 1));
    std::ranges::sort(out);
    return out;
  }
  static int in_the_end() { return hour_of(months[months_used]) + 1000; }

  void look(int hour) {
    const auto wanted = reckon(terms_, usage_, told_, hour);
    in_.as_of = utc.at(weir::add_days({2026, 1, 1}, hour / 24), hour % 24);
    in_.usage.clear();
    auto charges = list_charges(in_, utc.calendar().start_of_day);
    RC_ASSERT(charges.has_value());
    for (const auto& c : *charges) {
      const auto month = static_cast<int>(c.key.period.month) - 1;
      const auto quantity = month < months_used ? quantity_of(usage_, month, hour) : 0;
      in_.usage.push_back({.key = c.key, .usage = {weir::decimal::from_integer(quantity), 1}, .id_sum = {}});
    }
    const auto made = reckon_invoices(in_);
    RC_ASSERT(made.has_value());
    RC_ASSERT(made->invoices.size() <= 1u);
    std::vector<naive_line> got;
    for (const auto& i : made->invoices) {
      const auto id = "inv_" + std::to_string(1000 + ++issued_);
      bool has_interim = false;
      for (const auto& l : i.lines) {
        const auto kept = billed(l, id);
        in_.billed.push_back(kept);
        got.push_back({static_cast<int>(l.key.period.month) - 1, l.amount.minor, kept.is_interim});
        told_.push_back(got.back());
        told_.back().invoice = id;
        has_interim = has_interim || kept.is_interim;
      }
      RC_ASSERT((i.kind == invoice_kind::threshold) == (has_interim && i.totals.total >= money{}));
    }
    std::erase_if(got, [](const naive_line& l) { return l.month >= months_used; });
    RC_ASSERT(got == wanted);
  }

  void annul_one() {
    if (told_.empty()) return;
    const auto id = told_[static_cast<std::size_t>(dice_.from(0, static_cast<int>(told_.size()) - 1))].invoice;
    annul(told_, id, [](const naive_line& l) { return l.invoice; }, [](const naive_line& l) { return l.month; });
    annul(
        in_.billed, id, [](const billed_line& l) { return l.at.invoice; }, [](const billed_line& l) { return l.key; });
  }

  void check_all_is_billed() const {
    std::map<int, std::int64_t> sums;
    for (const auto& l : told_)
      sums[l.month] += l.cents;
    for (int month = 0; month < months_used; ++month)
      RC_ASSERT(sums[month] == terms_.cost(quantity_of(usage_, month, in_the_end()), true));
  }

  weir::billing::fixture::dice& dice() { return dice_; }

 private:
  template<class Line, class Invoice, class Key>
  static void annul(std::vector<Line>& lines, const std::string& id, Invoice invoice, Key key) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t k = i + 1; k < lines.size() && invoice(lines[i]) == id; ++k) {
        if (key(lines[k]) == key(lines[i])) lines[k].is_reopened = true;
      }
    }
    std::erase_if(lines, [&](const Line& l) { return invoice(l) == id; });
  }

  weir::billing::fixture::dice dice_;
  terms terms_;
  std::vector<counted> usage_;
  std::vector<naive_line> told_;
  invoice_inputs in_{.tenant = "ten_1", .currency = usd, .since = utc.at("2025-12-01"), .as_of = {}};
  int issued_ = 0;
};

}  // namespace

TEST_CASE(
    "interim invoices are those of a reckoning in whole cents, and with that of the month they sum to what is owed") {
  CHECK(rc::check([](std::uint64_t seed) {
    watched_world w(seed, true, late_usage::next_invoice);
    for (const auto hour : w.looks())
      w.look(hour);
    w.look(watched_world::in_the_end());
    w.check_all_is_billed();
  }));
}

TEST_CASE("whatever is void is billed anew, even by a plan that drops what is late") {
  for (const auto policy : {late_usage::next_invoice, late_usage::drop}) {
    CHECK(rc::check([&](std::uint64_t seed) {
      watched_world w(seed, policy == late_usage::next_invoice, policy);
      for (const auto hour : w.looks()) {
        w.look(hour);
        if (w.dice().one_in(4)) w.annul_one();
      }
      w.look(watched_world::in_the_end());
      w.annul_one();
      w.look(watched_world::in_the_end());
      w.check_all_is_billed();
    }));
  }
}
