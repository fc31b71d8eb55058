// A random tenant with a random past: changes entered late or ahead, usage that arrives whenever it likes, invoices at
// any time. One seed, one world.
#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billing_fixture.hpp"
#include <weir/base/assert.hpp>
#include <weir/billing/compose_invoices.hpp>

namespace weir::billing::fixture {

class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  int from(int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine_); }
  bool one_in(int n) { return from(1, n) == 1; }
  template<class T>
  T any(std::initializer_list<T> of) {
    return *(of.begin() + from(0, static_cast<int>(of.size()) - 1));
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

struct world_rules {
  bool usage_is_late = true;                // or arrives in the hour that it is of
  std::optional<late_usage> policy = {};    // of both plans; nothing: any
  std::optional<proration> proration = {};  // of both plans; nothing: any
  bool has_extras = true;                   // coupons, taxes, and credits
};

class billing_world {
 public:
  struct event {
    int hour, arrives;
    std::string meter;
    std::int64_t quantity;
  };
  struct entered {
    int at;
    subscription_change change;
  };

  static constexpr int hours = 24 * 150;

  explicit billing_world(std::uint64_t seed, world_rules rules = {})
      : dice_(seed),
        rules_(rules),
        where_(dice_.any<std::string_view>({"UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"}),
               static_cast<unsigned>(dice_.any({1, 15, 28, 29, 30, 31}))) {
    for (const std::string code : {"a", "b"}) {
      auto p = random_plan(code);
      plans_.emplace(plan_ref{p.code, p.version}, std::move(p));
    }
    enter_changes();
    use();
    add_extras();
  }

  std::vector<int> invoice_hours() {
    std::vector<int> out;
    for (int n = dice_.from(1, 8); n > 0; --n)
      out.push_back(dice_.from(0, hours + 24 * 40));
    std::ranges::sort(out);
    return out;
  }

  subscription subscription_at(int hour) const {
    std::vector<subscription_change> known;
    for (const auto& e : changes_) {
      if (e.at <= hour) known.push_back(e.change);
    }
    return {"sub_1", *segments_of(std::move(known))};
  }

  std::vector<charge> charges_at(int hour, moment since = {}) const {
    return charges_of(subscription_at(hour), plans(), where_.calendar(), usd, since, moment_of(hour));
  }

  std::vector<rated_charge> rated_at(int hour) const {
    auto charges = charges_at(hour);
    std::vector<usage> used;
    for (const auto& c : charges) {
      usage u;
      for (const auto& e : events_) {
        const auto at = moment_of(e.hour).at;
        if (c.key.kind == charge_kind::usage && e.meter == c.price->metered->meter && e.arrives <= hour &&
            c.from.at <= at && at < c.to.at) {
          u.quantity = *decimal::add(u.quantity, decimal::from_integer(e.quantity));
          ++u.events;
        }
      }
      used.push_back(u);
    }
    return *rate_charges(std::move(charges), used);
  }

  composed invoices_at(int hour, const std::vector<billed_line>& before) const {
    const auto rated = rated_at(hour);
    auto facts = facts_;
    facts.as_of = moment_of(hour).at;
    return *compose_invoices(rated, *settle_charges(rated, before), plans(), facts);
  }

  // What an invoice leaves behind: its lines, and what is left of the credits and coupons that it used.
  void issue(const composed& made, std::vector<billed_line>& into) {
    for (const auto& i : made.invoices) {
      const auto id = "inv_" + std::to_string(1000 + ++issued_);
      for (const auto& l : i.lines) {
        into.push_back(billed(l, id));
        for (const auto& d : l.discounts) {
          if (auto* left = std::get_if<money>(&facts_.discounts[d.discount].value)) left->minor -= d.amount.minor;
        }
      }
      for (const auto& use : i.credits)
        std::ranges::find(facts_.credits, use.grant, &credit_grant::id)->remaining.minor -= use.amount.minor;
    }
  }

  plan_lookup plans() const {
    return [this](const plan_ref& ref) { return &plans_.at(ref); };
  }

  moment moment_of(int hour) const {
    auto out = where_.at(weir::add_days({2026, 1, 20}, hour / 24), hour % 24);
    return out;
  }

  const invoice_facts& facts() const { return facts_; }
  const std::vector<entered>& changes() const { return changes_; }
  billing::fixture::dice& dice() { return dice_; }

 private:
  plan random_plan(const std::string& code) {
    auto metered_price = [&](std::string name) {
      auto p = per_unit_price(code + "_" + name, dice_.any<std::string_view>({"0.01", "0.333", "1"}));
      p.metered->meter = name;
      if (dice_.one_in(3))
        p.model = graduated{{{decimal::from_integer(dice_.from(1, 60)), *unit_price::parse("1"), {}},
                             {{}, *unit_price::parse("0.1"), *unit_price::parse("2")}}};
      if (dice_.one_in(3)) p.metered->included = decimal::from_integer(dice_.from(1, 80));
      if (dice_.one_in(4)) p.metered->minimum_amount = *unit_price::parse("10");
      if (dice_.one_in(4)) p.metered->maximum_amount = *unit_price::parse("25");
      p.rounding = dice_.any({rounding::half_up, rounding::half_even, rounding::up, rounding::down});
      return p;
    };
    auto p = plan_of(code,
                     {fee(code + "_base", dice_.any<std::string_view>({"31", "10", "99.99"}),
                          dice_.any({timing::in_advance, timing::in_arrears})),
                      metered_price("calls"), metered_price("gb")},
                     dice_.any({1, 1, 3, 12}));
    if (dice_.one_in(3)) p.commitments = {{usd, *unit_price::parse("50")}};
    p.proration = rules_.proration.value_or(dice_.any({proration::by_second, proration::by_day, proration::none}));
    p.late_usage =
        rules_.policy.value_or(dice_.any({late_usage::next_invoice, late_usage::adjustment, late_usage::drop}));
    p.bills_paused_usage = dice_.one_in(2);
    return p;
  }

  // Those that make sense at the time when they are entered.
  void enter_changes() {
    std::vector<entered> all;
    const auto start = dice_.from(0, 24 * 40);
    subscription_change first{change_kind::start, moment_of(start), plan_ref{"a", 1}};
    if (dice_.one_in(4)) first.trial_until = moment_of((start / 24 + dice_.from(1, 30)) * 24);
    all.push_back({start + dice_.any({-50, 0, 0, 700}), first});
    for (int n = dice_.from(0, 8); n > 0; --n) {
      const auto at = dice_.from(start, hours);
      subscription_change c{dice_.any({change_kind::change_plan, change_kind::change_plan, change_kind::pause,
                                       change_kind::resume, change_kind::cancel}),
                            moment_of(at)};
      if (c.kind == change_kind::change_plan) c.plan = plan_ref{dice_.any<std::string>({"a", "b"}), 1};
      all.push_back({std::max(all[0].at, at + dice_.any({-300, 0, 0, 100, 1000})), c});
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].change.sequence = static_cast<std::int64_t>(i);
    std::ranges::sort(all, {}, [](const entered& e) { return std::pair(e.at, e.change.sequence); });
    std::vector<subscription_change> taken;
    for (auto& e : all) {
      e.change.sequence = static_cast<std::int64_t>(taken.size());
      taken.push_back(e.change);
      if (segments_of(taken)) {
        changes_.push_back(e);
      } else {
        taken.pop_back();
      }
    }
  }

  void use() {
    for (int n = dice_.from(0, 120); n > 0; --n) {
      const auto hour = dice_.from(0, hours);
      const auto late = rules_.usage_is_late ? dice_.any({0, 0, 0, 30, 500, 2000}) : 0;
      events_.push_back(
          {hour, hour + late, dice_.any<std::string>({"calls", "gb"}), dice_.any<std::int64_t>({1, 7, 40, -5})});
    }
  }

  void add_extras() {
    if (!rules_.has_extras) return;
    if (dice_.one_in(2)) facts_.discounts.push_back({"cpn_1", money{dice_.from(0, 9000)}, {}});
    if (dice_.one_in(2)) facts_.discounts.push_back({"cpn_2", *unit_price::parse("0.15"), {"a_base", "b_calls"}});
    if (dice_.one_in(2)) facts_.taxes.rates.push_back({"vat", "VAT", "DE", *unit_price::parse("0.19")});
    if (dice_.one_in(3)) facts_.taxes.rates.push_back({"city", "City", "DE", *unit_price::parse("0.0125")});
    facts_.taxes.inclusive = dice_.one_in(2);
    for (int n = dice_.from(0, 3); n > 0; --n) {
      credit_grant g{"crg_" + std::to_string(n), {dice_.from(1, 8000)}, dice_.from(1, 2), {}, {}};
      if (dice_.one_in(2)) g.expires_at = moment_of(dice_.from(0, hours)).at;
      facts_.credits.push_back(g);
    }
  }

  billing::fixture::dice dice_;
  world_rules rules_;
  place where_;
  std::map<plan_ref, plan> plans_;
  std::vector<entered> changes_;
  std::vector<event> events_;
  invoice_facts facts_{.currency = usd, .as_of = {}};
  int issued_ = 0;
};

}  // namespace weir::billing::fixture
