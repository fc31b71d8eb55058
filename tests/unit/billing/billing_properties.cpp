// What must hold for every tenant, whatever happens and whenever somebody looks.
#include <map>
#include <numeric>
#include <tuple>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "billing_world.hpp"

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

constexpr int in_the_end = billing_world::hours + 24 * 800;  // a year of fees is over by then, too

struct billed_sum {
  std::int64_t amount = 0;
  std::int64_t net = 0;
};

std::map<charge_key, billed_sum> sums(const std::vector<billed_line>& lines) {
  std::map<charge_key, billed_sum> out;
  for (const auto& l : lines) {
    out[l.key].amount += l.amount.minor;
    out[l.key].net += l.net.minor;
  }
  return out;
}

void check_invoice(const invoice& i) {
  std::int64_t sum = 0;
  for (const auto& l : i.lines) {
    std::int64_t discounts = 0;
    for (const auto& d : l.discounts)
      discounts += d.amount.minor;
    RC_ASSERT(l.net.minor == l.amount.minor - l.discount.minor);
    RC_ASSERT((l.amount < money{} || l.discount.minor == discounts));
    RC_ASSERT((l.amount < money{} ? l.net <= money{} && l.net >= l.amount : l.net >= money{} && l.net <= l.amount));
    sum += l.net.minor;
  }
  std::int64_t taxes = 0;
  for (const auto& t : i.totals.taxes)
    taxes += t.amount.minor;
  std::int64_t credits = 0;
  for (const auto& c : i.credits)
    credits += c.amount.minor;
  RC_ASSERT(i.totals.net.minor + taxes == i.totals.total.minor);
  RC_ASSERT((i.totals.net.minor == sum || i.totals.total.minor == sum));
  if (i.kind == invoice_kind::credit_note) {
    RC_ASSERT(i.totals.total < money{});
    RC_ASSERT(i.credited == negated(i.totals.total));
    RC_ASSERT(credits == 0);
    RC_ASSERT(i.due == money{});
  } else {
    RC_ASSERT(i.due.minor == i.totals.total.minor - credits);
    RC_ASSERT(i.due >= money{});
    RC_ASSERT(i.credited == money{});
  }
}

// Invoices at the hours given and one in the end, when everything has arrived.
struct history {
  std::vector<billed_line> lines{};
  std::vector<difference> unbilled{};  // of the last look
};

history run(billing_world& w, const std::vector<int>& hours) {
  history out;
  const auto look = [&](int hour) {
    const auto made = w.invoices_at(hour, out.lines);
    for (const auto& i : made.invoices)
      check_invoice(i);
    w.issue(made, out.lines);
    out.unbilled = made.unbilled;
  };
  for (auto hour : hours)
    look(hour);
  look(in_the_end);
  return out;
}

void check_all_is_billed(const billing_world& w, const history& h) {
  std::map<charge_key, std::int64_t> owed;
  for (const auto& r : w.rated_at(in_the_end))
    owed[r.charge.key] += r.amount.minor;
  for (const auto& [key, billed] : sums(h.lines)) {
    owed[key] -= billed.amount;
    RC_ASSERT(billed.amount >= 0);
    RC_ASSERT(billed.net >= 0);
    RC_ASSERT(billed.net <= billed.amount);
  }
  for (const auto& d : h.unbilled) {
    owed[d.key] -= d.amount.minor;
    RC_ASSERT(w.plans()(d.key.plan)->late_usage == late_usage::drop);
  }
  for (const auto& [key, left] : owed)
    RC_ASSERT(left == 0);
}

}  // namespace

TEST_CASE("what is billed and what is dropped is what is owed, for any arrival of usage and any timing of invoices") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed);
    check_all_is_billed(w, run(w, w.invoice_hours()));
  }));
}

TEST_CASE("nothing is dropped of usage that was in time, whatever was changed afterward") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed, {.usage_is_late = false, .policy = late_usage::drop});
    const auto h = run(w, w.invoice_hours());
    RC_ASSERT(h.unbilled.empty());
    check_all_is_billed(w, h);
  }));
}

TEST_CASE("a last invoice with nothing new is none") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed, {.policy = late_usage::adjustment});
    auto h = run(w, w.invoice_hours());
    RC_ASSERT(w.invoices_at(in_the_end, h.lines).invoices.empty());
  }));
}

TEST_CASE("the same inputs give the same invoices") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed);
    const auto hours = w.invoice_hours();
    std::vector<billed_line> lines;
    for (auto hour : hours) {
      const auto made = w.invoices_at(hour, lines);
      RC_ASSERT(made == w.invoices_at(hour, lines));
      w.issue(made, lines);
    }
  }));
}

TEST_CASE("a void invoice is billed anew, at once as it was and later to the same sums") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed, {.policy = late_usage::next_invoice, .has_extras = false});
    std::vector<billed_line> lines;
    std::vector<int> hours = w.invoice_hours();
    for (auto hour : hours) {
      const auto before = lines;
      const auto made = w.invoices_at(hour, lines);
      w.issue(made, lines);
      RC_ASSERT(w.invoices_at(hour, before) == made);
    }
    const auto straight = [&] {
      auto all = lines;
      w.issue(w.invoices_at(in_the_end, all), all);
      return sums(all);
    }();
    if (lines.empty()) return;
    const auto annulled =
        lines[static_cast<std::size_t>(w.dice().from(0, static_cast<int>(lines.size()) - 1))].at.invoice;
    std::erase_if(lines, [&](const billed_line& l) { return l.at.invoice == annulled; });
    w.issue(w.invoices_at(in_the_end, lines), lines);
    const auto again = sums(lines);
    for (const auto& [key, sum] : straight)
      RC_ASSERT((again.contains(key) ? again.at(key).amount : 0) == sum.amount);
  }));
}

TEST_CASE("credits are never below zero and none is lost") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed);
    const auto worth = [&] {
      return std::accumulate(w.facts().credits.begin(), w.facts().credits.end(), std::int64_t{},
                             [](auto n, const auto& g) { return n + g.remaining.minor; });
    };
    std::vector<billed_line> lines;
    for (auto hour : w.invoice_hours()) {
      const auto before = worth();
      const auto made = w.invoices_at(hour, lines);
      w.issue(made, lines);
      std::int64_t used = 0;
      for (const auto& i : made.invoices) {
        for (const auto& use : i.credits)
          used += use.amount.minor;
      }
      RC_ASSERT(worth() + used == before);
      for (const auto& g : w.facts().credits)
        RC_ASSERT(g.remaining >= money{});
      for (const auto& d : w.facts().discounts) {
        if (const auto* left = std::get_if<money>(&d.value)) RC_ASSERT(*left >= money{});
      }
    }
  }));
}

TEST_CASE("looking at fewer periods lists the same charges, without those of the periods left out") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed);
    const auto since = w.moment_of(w.dice().from(0, billing_world::hours));
    const auto as_of = w.dice().from(0, in_the_end);
    auto expected = w.charges_at(as_of);
    std::erase_if(expected, [&](const charge& c) { return c.period_to.at <= since.at; });
    RC_ASSERT(w.charges_at(as_of, since) == expected);
  }));
}

TEST_CASE("every hour is owed for once, as its state says, and no hour of a trial is") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed, {.proration = proration::by_second});
    const auto charges = w.charges_at(in_the_end);
    const auto segments = w.subscription_at(in_the_end).segments;
    for (int hour = w.dice().from(0, 6); hour < billing_world::hours; hour += 7) {
      const auto at = w.moment_of(hour).at;
      const auto s =
          std::ranges::find_if(segments, [&](const segment& x) { return x.from.at <= at && (!x.to || at < x.to->at); });
      std::map<std::string, int> found;  // by price, and by currency for commitments
      for (const auto& c : charges) {
        if (at < c.from.at || c.to.at <= at) continue;
        RC_ASSERT(s != segments.end());
        RC_ASSERT(c.key.plan == s->plan);
        ++found[c.key.price];
      }
      std::map<std::string, int> expected;
      if (s != segments.end() && s->state != subscription_state::trialing) {
        const auto& p = *w.plans()(s->plan);
        const bool active = s->state == subscription_state::active;
        for (const auto& price : p.prices) {
          if (price.metered ? active || p.bills_paused_usage : active) expected[price.code] = 1;
        }
        if (active && !p.commitments.empty()) expected["USD"] = 1;
      }
      RC_ASSERT(found == expected);
    }
    for (const auto& c : charges) {
      const auto seconds = [&](const moment& m) { return (m.at.ns - c.period_from.at.ns) / 1'000'000'000; };
      RC_ASSERT(c.part == share(seconds(c.from), seconds(c.to), seconds(c.period_to)));
      RC_ASSERT(c.due >= c.from.at);
      RC_ASSERT(c.due <= c.period_to.at);
    }
  }));
}

TEST_CASE("stretches of a plan divide what a month includes without rest, unless they leave room between them") {
  CHECK(rc::check([](std::uint64_t seed) {
    billing_world w(seed);
    std::map<std::tuple<charge_kind, plan_ref, std::string, weir::civil_day>, std::vector<charge>> periods;
    for (const auto& c : w.charges_at(in_the_end))
      periods[{c.key.kind, c.key.plan, c.key.price, c.key.period}].push_back(c);
    for (const auto& [key, charges] : periods) {
      const bool is_shared = w.plans()(std::get<1>(key))->proration == proration::none;
      std::int64_t reached = 0;
      for (const auto& c : charges) {  // in the order of time, as their keys are
        RC_ASSERT(c.period_from <= c.from);
        RC_ASSERT(c.from.at < c.to.at);
        RC_ASSERT(c.to <= c.period_to);
        RC_ASSERT(c.part.from() >= (c.part.is_whole() ? 0 : reached));
        if (is_shared) RC_ASSERT(c.part.from() == reached);
        reached = c.part.to();
      }
      if (is_shared) RC_ASSERT(reached == charges.back().part.whole());
      if (is_shared && std::get<0>(key) == charge_kind::fee) RC_ASSERT(charges.size() == 1u);
    }
  }));
}
