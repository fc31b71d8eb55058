// The transition table cell by cell, and the stretches of time that follow from dated changes.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/subscription.hpp>

using namespace weir::billing;
using weir::add_days;
using weir::civil_day;
using weir::timestamp;
using state = subscription_state;
using kind = change_kind;

namespace {

constexpr state states[] = {state::none, state::trialing, state::active, state::paused, state::canceled};
constexpr kind kinds[] = {kind::start, kind::change_plan, kind::pause, kind::resume, kind::cancel};
constexpr std::optional<state> none;

const plan_ref basic{"basic", 1};
const plan_ref pro{"pro", 1};

// Hours of UTC from the first of January 2026 on.
moment day(int d, int hour = 0) {
  return {timestamp::from_ms((20454LL + d) * 86'400'000 + hour * 3'600'000LL), add_days({2026, 1, 1}, d)};
}

std::string told(const std::vector<segment>& segments) {
  std::string out;
  for (const auto& s : segments) {
    const auto at = [](const moment& m) {
      return std::to_string(weir::days_between({2026, 1, 1}, m.day)) +
             (m.at.ms() % 86'400'000 == 0 ? "" : ":" + std::to_string(m.at.ms() % 86'400'000 / 3'600'000));
    };
    out += (out.empty() ? "" : ", ") + at(s.from) + "-" + (s.to ? at(*s.to) : "") + " " + std::string(name(s.state)) +
           " " + s.plan.code + (s.plan.version == 1 ? "" : std::to_string(s.plan.version));
  }
  return out;
}

std::string read(std::vector<subscription_change> changes) {
  const auto out = segments_of(std::move(changes));
  if (!out) return std::string(weir::name(out.error().code));
  return told(*out);
}

constexpr std::string_view refused = "subscription_change_refused";

}  // namespace

TEST_CASE("every cell of the subscription table") {
  // In the order of `kinds`; a start with a trial has a column of its own.
  constexpr std::optional<state> table[std::size(states)][6] = {
      /* none     */ {state::active, none, none, none, none, state::trialing},
      /* trialing */ {none, state::trialing, none, none, state::canceled, none},
      /* active   */ {none, state::active, state::paused, none, state::canceled, none},
      /* paused   */ {none, state::paused, none, state::active, state::canceled, none},
      /* canceled */ {none, none, none, none, none, none},
  };
  for (std::size_t s = 0; s < std::size(states); ++s) {
    for (std::size_t k = 0; k < std::size(kinds); ++k) {
      CAPTURE(name(states[s]));
      CAPTURE(name(kinds[k]));
      CHECK(next_state(states[s], kinds[k], false) == table[s][k]);
      CHECK(next_state(states[s], kinds[k], true) == table[s][kinds[k] == kind::start ? 5 : k]);
    }
  }
}

TEST_CASE("states and changes have the names that are stored") {
  constexpr std::string_view state_names[] = {"none", "trialing", "active", "paused", "canceled"};
  constexpr std::string_view kind_names[] = {"start", "change_plan", "pause", "resume", "cancel"};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(name(states[i]) == state_names[i]);
    CHECK(name(kinds[i]) == kind_names[i]);
    CHECK(change_kind_from_name(kind_names[i]) == kinds[i]);
  }
  CHECK_FALSE(change_kind_from_name("renew"));
  CHECK_FALSE(change_kind_from_name(""));
}

TEST_CASE("what never started has no stretches, and what started goes on") {
  CHECK(read({}) == "");
  CHECK(read({{kind::start, day(3), basic}}) == "3- active basic");
}

TEST_CASE("an upgrade, a pause, and a cancellation cut time into stretches") {
  CHECK(read({{kind::start, day(0), basic},
              {kind::change_plan, day(10, 5), pro},
              {kind::pause, day(20)},
              {kind::resume, day(25)},
              {kind::cancel, day(31)}}) ==
        "0-10:5 active basic, 10:5-20 active pro, 20-25 paused pro, 25-31 active pro");
}

TEST_CASE("changes may come in any order") {
  std::vector<subscription_change> changes = {{kind::start, day(0), basic, 1},
                                              {kind::change_plan, day(5), pro, 2},
                                              {kind::pause, day(9), {}, 3},
                                              {kind::cancel, day(9), {}, 4}};
  const auto straight = read(changes);
  std::ranges::reverse(changes);
  CHECK(read(changes) == straight);
  CHECK(straight == "0-5 active basic, 5-9 active pro");
}

TEST_CASE("a trial becomes active by itself, on the plan that it has by then") {
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}}) == "0-14 trialing basic, 14- active basic");
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::change_plan, day(7), pro}}) ==
        "0-7 trialing basic, 7-14 trialing pro, 14- active pro");
}

TEST_CASE("a cancellation in a trial leaves nothing to pay") {
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::cancel, day(7)}}) == "0-7 trialing basic");
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::cancel, day(14)}}) == "0-14 trialing basic");
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::cancel, day(15)}}) ==
        "0-14 trialing basic, 14-15 active basic");
}

TEST_CASE("a pause waits for the end of the trial") {
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::pause, day(13)}}) == refused);
  CHECK(read({{kind::start, day(0), basic, 0, day(14)}, {kind::pause, day(14)}}) ==
        "0-14 trialing basic, 14- paused basic");
}

TEST_CASE("a plan may change while paused, and is still paused") {
  CHECK(read({{kind::start, day(0), basic},
              {kind::pause, day(1)},
              {kind::change_plan, day(2), pro},
              {kind::resume, day(3)}}) == "0-1 active basic, 1-2 paused basic, 2-3 paused pro, 3- active pro");
}

TEST_CASE("changes of one instant leave no empty stretch, whatever they say in between") {
  CHECK(read({{kind::start, day(0), basic, 1}, {kind::change_plan, day(0), pro, 2}}) == "0- active pro");
  CHECK(read({{kind::start, day(0), basic, 1}, {kind::cancel, day(0), {}, 2}}) == "");
  CHECK(read({{kind::start, day(0), basic, 1}, {kind::pause, day(4), {}, 2}, {kind::change_plan, day(4), pro, 3}}) ==
        "0-4 active basic, 4- paused pro");
}

TEST_CASE("changes that cancel each other at one instant do not cut the stretch") {
  CHECK(read({{kind::start, day(0), basic, 1}, {kind::pause, day(4), {}, 2}, {kind::resume, day(4), {}, 3}}) ==
        "0- active basic");
  CHECK(read({{kind::start, day(0), basic, 1},
              {kind::change_plan, day(4), pro, 2},
              {kind::change_plan, day(4), basic, 3}}) == "0- active basic");
}

TEST_CASE("another version of the same plan is a change of plan, the same one is none") {
  CHECK(read({{kind::start, day(0), basic}, {kind::change_plan, day(1), plan_ref{"basic", 2}}}) ==
        "0-1 active basic, 1- active basic2");
  CHECK(read({{kind::start, day(0), basic}, {kind::change_plan, day(1), basic}}) == refused);
}

TEST_CASE("a change that its state does not take is refused, wherever it stands in the order given") {
  CHECK(read({{kind::pause, day(0)}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::start, day(1), pro}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::resume, day(1)}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::cancel, day(1)}, {kind::start, day(2), basic}}) == refused);
  // A cancellation dated before a change that was there already.
  CHECK(read({{kind::start, day(0), basic}, {kind::change_plan, day(9), pro}, {kind::cancel, day(4)}}) == refused);
  // A start dated after the first change.
  CHECK(read({{kind::start, day(5), basic}, {kind::cancel, day(4)}}) == refused);
}

TEST_CASE("a plan belongs to a start and to a change of plan, and to nothing else") {
  CHECK(read({{kind::start, day(0)}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::change_plan, day(1)}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::pause, day(1), basic}}) == refused);
  CHECK(read({{kind::start, day(0), basic}, {kind::cancel, day(1), basic}}) == refused);
}

TEST_CASE("a refusal names the change and where the subscription stood") {
  const auto out = segments_of({{kind::start, day(0), basic}, {kind::cancel, day(1)}, {kind::pause, day(2)}});
  REQUIRE_FALSE(out.has_value());
  CHECK(out.error().detail == "pause at 2026-01-03T00:00:00Z: the subscription is canceled");
  const auto early = segments_of({{kind::pause, day(2)}});
  CHECK(early.error().detail == "pause at 2026-01-03T00:00:00Z: the subscription is not begun");
}

TEST_CASE("where a subscription stands at an instant") {
  const auto s = *segments_of({{kind::start, day(1), basic, 0, day(3)}, {kind::pause, day(5)}, {kind::cancel, day(8)}});
  CHECK(state_at({}, day(1).at) == state::none);
  CHECK(state_at(s, day(0).at) == state::none);
  CHECK(state_at(s, day(1).at) == state::trialing);
  CHECK(state_at(s, day(2, 23).at) == state::trialing);
  CHECK(state_at(s, day(3).at) == state::active);
  CHECK(state_at(s, day(5).at) == state::paused);
  CHECK(state_at(s, day(7, 23).at) == state::paused);
  CHECK(state_at(s, day(8).at) == state::canceled);
  CHECK(state_at(s, day(900).at) == state::canceled);
}

TEST_CASE("an add-on rests and ends with what it is added to") {
  const auto base = *segments_of(
      {{kind::start, day(1), basic, 0, day(3)}, {kind::pause, day(5)}, {kind::resume, day(6)}, {kind::cancel, day(9)}});
  const auto beside = [&](std::vector<subscription_change> changes) {
    return told(segments_beside(*segments_of(std::move(changes)), base));
  };
  CHECK(beside({{kind::start, day(2), pro}}) == "2-5 active pro, 5-6 paused pro, 6-9 active pro");
  CHECK(beside({{kind::start, day(1), pro}, {kind::cancel, day(4)}}) == "1-4 active pro");
  CHECK(beside({{kind::start, day(4), pro, 0, day(7)}}) ==
        "4-5 trialing pro, 5-6 paused pro, 6-7 trialing pro, 7-9 active pro");
  CHECK(beside({{kind::start, day(2), pro}, {kind::pause, day(4)}, {kind::resume, day(7)}}) ==
        "2-4 active pro, 4-7 paused pro, 7-9 active pro");
  CHECK(beside({{kind::start, day(9), pro}}).empty());
  CHECK(told(segments_beside(*segments_of({{kind::start, day(0), pro}}),
                             *segments_of({{kind::start, day(4), basic}}))) == "4- active pro");
}

TEST_CASE("an add-on beside any other subscription is, at every hour, what both say") {
  CHECK(rc::check([] {
    const auto random_segments = [](int seed) {
      std::minstd_rand dice(static_cast<unsigned>(seed));
      std::vector<subscription_change> taken{{kind::start, day(static_cast<int>(dice() % 4)), basic}};
      for (int i = 1; i < 9; ++i) {
        subscription_change c{kinds[1 + dice() % 4], day(static_cast<int>(dice() % 12), static_cast<int>(dice() % 2))};
        c.sequence = i;
        if (c.kind == kind::change_plan) c.plan = dice() % 2 == 0 ? basic : pro;
        auto more = taken;
        more.push_back(c);
        if (segments_of(more)) taken = std::move(more);
      }
      return *segments_of(taken);
    };
    const auto own = random_segments(*rc::gen::arbitrary<int>());
    const auto base = random_segments(*rc::gen::arbitrary<int>());
    const auto both = segments_beside(own, base);
    const auto runs = [](state s) { return s == state::active || s == state::paused; };
    for (int hour = 0; hour < 24 * 13; ++hour) {
      const auto at = day(0, hour).at;
      const auto mine = state_at(own, at);
      const auto other = state_at(base, at);
      const auto seen = state_at(both, at);
      RC_ASSERT(runs(seen) == (runs(mine) && runs(other)));
      if (runs(seen)) RC_ASSERT(seen == (other == state::paused ? state::paused : mine));
    }
    for (std::size_t i = 1; i < both.size(); ++i)
      RC_ASSERT(
          (both[i - 1].to == both[i].from && (both[i - 1].state != both[i].state || both[i - 1].plan != both[i].plan)));
  }));
}

TEST_CASE("stretches follow each other without gaps, and none is empty, for any changes that are taken") {
  CHECK(rc::check([] {
    std::vector<subscription_change> taken;
    const auto tries = *rc::gen::inRange(1, 25);
    for (int i = 0; i < tries; ++i) {
      const int on = *rc::gen::inRange(0, 12);
      subscription_change c{*rc::gen::element(kind::change_plan, kind::pause, kind::resume, kind::cancel),
                            day(on, *rc::gen::inRange(0, 3))};
      c.sequence = i;
      if (taken.empty()) {
        c.kind = kind::start;
        if (*rc::gen::arbitrary<bool>()) c.trial_until = day(on + *rc::gen::inRange(1, 6));
      }
      if (c.kind == kind::start || c.kind == kind::change_plan) c.plan = *rc::gen::element(basic, pro);
      auto more = taken;
      more.push_back(c);
      if (segments_of(more)) taken = std::move(more);
    }
    const auto out = *segments_of(taken);
    for (std::size_t i = 0; i < out.size(); ++i) {
      RC_ASSERT((out[i].state == state::trialing || out[i].state == state::active || out[i].state == state::paused));
      RC_ASSERT(out[i].to.has_value() || i + 1 == out.size());
      if (out[i].to) RC_ASSERT(out[i].from.at < out[i].to->at);
      if (i == 0) continue;
      RC_ASSERT(*out[i - 1].to == out[i].from);
      RC_ASSERT((out[i - 1].state != out[i].state || out[i - 1].plan != out[i].plan));
    }
    std::ranges::shuffle(taken, std::minstd_rand(1));
    RC_ASSERT(*segments_of(taken) == out);
  }));
}
