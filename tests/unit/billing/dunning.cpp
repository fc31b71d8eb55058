// What is done about an invoice whose money does not come: the steps of a plan, day by day, whenever somebody looks.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "billing_world.hpp"
#include <weir/billing/dunning.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;

namespace {

using draft = std::vector<std::pair<std::int64_t, std::string>>;

constexpr std::int64_t hour_ns = 3'600'000'000'000;
const weir::civil_day missed{2026, 3, 10};
const place berlin("Europe/Berlin");

dunning usual() {
  return *make_dunning(
      {{0, "remind"}, {3, "charge"}, {5, "charge"}, {7, "remind"}, {14, "pause"}, {28, "cancel"}, {28, "give_up"}});
}

// "/steps/1", of each problem.
std::vector<std::string> refused(const draft& d) {
  std::vector<std::string> out;
  const auto made = make_dunning(d);
  if (made) return out;
  for (const auto& e : made.error())
    out.push_back(e.pointer);
  return out;
}

weir::timestamp hours_after(std::int64_t hours) {
  return {berlin.calendar().start_of_day(missed).ns + hours * hour_ns};
}

struct acted {
  std::int64_t hour;
  std::size_t number;
  dunning_act act;
};

// Does what is due at each look, as its caller does.
class dunned {
 public:
  explicit dunned(dunning d, bool can_charge = true) : dunning_(std::move(d)) {
    course_.missed = missed;
    course_.can_charge = can_charge;
  }

  std::vector<acted> look(std::int64_t hour) {
    std::vector<acted> out;
    const auto now = hours_after(hour);
    for (;;) {
      const auto next = next_step(dunning_, course_, berlin.calendar().start_of_day, now);
      if (!next || now < next->at) return out;
      const auto act = dunning_.steps[next->number].act;
      out.push_back({hour, next->number, act});
      course_.done = next->number + 1;
      if (act == dunning_act::remind) course_.reminded_at = now;
    }
  }

  std::string told(std::int64_t hour) {
    std::string out;
    for (const auto& a : look(hour))
      out += (out.empty() ? "" : " ") + std::string(name(a.act));
    return out;
  }

  dunning_course& course() { return course_; }

 private:
  dunning dunning_;
  dunning_course course_;
};

}  // namespace

TEST_CASE("each step is done when its day begins where the tenant is") {
  dunned d(usual());
  CHECK(d.told(-1) == "");
  CHECK(d.told(0) == "remind");
  CHECK(d.told(1) == "");
  CHECK(d.told(3 * 24 - 1) == "");
  CHECK(d.told(3 * 24) == "charge");
  CHECK(d.told(5 * 24) == "charge");
  CHECK(d.told(7 * 24) == "remind");
  CHECK(d.told(14 * 24) == "pause");
  // The clocks went forward meanwhile.
  CHECK(d.told(28 * 24 - 2) == "");
  CHECK(d.told(28 * 24 - 1) == "cancel give_up");
  CHECK(d.told(400 * 24) == "");
}

TEST_CASE("when nobody looked for long, there is one reminder and a day after it before anything is stopped") {
  dunned d(usual());
  CHECK(d.told(20 * 24) == "charge remind");
  CHECK(d.told(20 * 24 + 23) == "");
  CHECK(d.told(20 * 24 + 24) == "pause");
  CHECK(d.told(28 * 24 - 1) == "cancel give_up");
}

TEST_CASE("a method that is not to be charged is passed over, and charged once it may be") {
  dunned d(usual(), false);
  CHECK(d.told(0) == "remind");
  CHECK(d.told(4 * 24) == "");
  d.course().can_charge = true;
  CHECK(d.told(4 * 24 + 1) == "charge");
  d.course().can_charge = false;
  CHECK(d.told(6 * 24) == "");
  CHECK(d.told(7 * 24) == "remind");
  d.course().can_charge = true;
  CHECK(d.told(8 * 24) == "");
}

TEST_CASE("without steps nothing is done") {
  dunned d(*make_dunning({}));
  CHECK(d.told(400 * 24) == "");
}

TEST_CASE("steps are in the order of their days, and ends come once, in their order, and last") {
  CHECK(refused({{0, "remind"}, {0, "charge"}, {180, "cancel"}}).empty());
  CHECK(refused({{3, "remind"}, {2, "charge"}}) == std::vector<std::string>{"/steps/1"});
  CHECK(refused({{3, "remind"}, {3, "charge"}, {3, "remind"}}) == std::vector<std::string>{"/steps/2"});
  CHECK(refused({{3, "cancel"}, {4, "pause"}}) == std::vector<std::string>{"/steps/1"});
  CHECK(refused({{3, "pause"}, {4, "remind"}, {5, "pause"}}) == std::vector<std::string>{"/steps/2"});
  CHECK(refused({{3, "give_up"}, {4, "remind"}}) == std::vector<std::string>{"/steps/1"});
  CHECK(refused({{-1, "remind"}, {181, "remind"}, {3, "sue"}}) ==
        std::vector<std::string>{"/steps/0", "/steps/1", "/steps/2"});
  draft many;
  for (int i = 0; i < 9; ++i)
    many.emplace_back(i, "charge");
  CHECK(refused(many) == std::vector<std::string>{"/steps/8"});
  many.assign(21, {1, "remind"});
  CHECK(refused(many).front() == "/steps/20");
}

TEST_CASE("acts have names") {
  for (const auto* text : {"charge", "remind", "pause", "cancel", "give_up"})
    CHECK(name(*dunning_act_from_name(text)) == text);
  CHECK_FALSE(dunning_act_from_name("sue"));
}

TEST_CASE("a schedule that nobody gave reminds and charges, and stops nothing") {
  for (const auto& s : usual_dunning().steps)
    CHECK((s.act == dunning_act::charge || s.act == dunning_act::remind));
  draft same;
  for (const auto& s : usual_dunning().steps)
    same.emplace_back(s.day, name(s.act));
  CHECK(make_dunning(same) == usual_dunning());
}

TEST_CASE(
    "the method is charged as soon as the invoice is there, and once when a charge of the schedule is due as well") {
  dunned d(charged_at_once(usual(), 14));
  CHECK(d.told(-14 * 24 - 2) == "");
  CHECK(d.told(-14 * 24) == "charge");
  CHECK(d.told(0) == "remind");
  CHECK(d.told(3 * 24) == "charge");
  dunned late(charged_at_once(usual(), 14));
  CHECK(late.told(4 * 24) == "remind charge");
}

namespace {

dunning any_dunning(dice& d, int least_days) {
  for (;;) {
    draft wanted;
    int day = 0;
    for (int n = d.from(0, 10); n > 0; --n)
      wanted.emplace_back(day += d.from(least_days, 6),
                          std::string(name(static_cast<dunning_act>(d.any({0, 0, 1, 1, 2, 3, 4})))));
    if (auto made = make_dunning(wanted)) return *made;
  }
}

// Every hour, or with gaps of days.
std::vector<acted> lived(const dunning& d, dice& roll, bool has_gaps) {
  dunned of(d);
  std::vector<acted> out;
  for (std::int64_t hour = -5; hour < 24 * 90; hour += has_gaps && roll.one_in(4) ? roll.from(1, 24 * 12) : 1) {
    const auto now = of.look(hour);
    out.insert(out.end(), now.begin(), now.end());
  }
  return out;
}

bool is_an_end(dunning_act a) {
  return a == dunning_act::pause || a == dunning_act::cancel || a == dunning_act::give_up;
}

}  // namespace

TEST_CASE("whoever looks each hour does every step when its day begins") {
  CHECK(rc::check([](std::uint64_t seed) {
    dice roll(seed);
    const auto d = any_dunning(roll, 1);
    const auto all = lived(d, roll, false);
    RC_ASSERT(all.size() == d.steps.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto begins = berlin.calendar().start_of_day(weir::add_days(missed, d.steps[i].day));
      // The notice of a reminder of the day before ends an hour after a day of 23 begins.
      const auto waited = all[i].hour - (begins.ns - hours_after(0).ns) / hour_ns;
      RC_ASSERT(all[i].number == i);
      RC_ASSERT(waited == 0 || (waited == 1 && is_an_end(all[i].act)));
    }
  }));
}

TEST_CASE("however seldom somebody looks, steps keep their order, no end comes without notice, and all ends come") {
  CHECK(rc::check([](std::uint64_t seed) {
    dice roll(seed);
    const auto d = any_dunning(roll, 0);
    const auto all = lived(d, roll, true);
    std::map<std::pair<std::int64_t, dunning_act>, int> at_once;
    std::optional<std::int64_t> reminded;
    std::size_t ends = 0, next = 0;
    for (const auto& a : all) {
      RC_ASSERT(a.number >= next);
      next = a.number + 1;
      if (a.act == dunning_act::remind) reminded = a.hour;
      if (is_an_end(a.act)) {
        ++ends;
        const auto warned =
            std::ranges::any_of(d.steps.begin(), d.steps.begin() + static_cast<std::ptrdiff_t>(a.number),
                                [](const auto& s) { return s.act == dunning_act::remind; });
        RC_ASSERT(!warned || (reminded && a.hour >= *reminded + 24));
      } else {
        const auto times = ++at_once[{a.hour * 100 + static_cast<std::int64_t>(ends), a.act}];
        RC_ASSERT(times == 1);
      }
    }
    const auto wanted = std::ranges::count_if(d.steps, [](const auto& step) { return is_an_end(step.act); });
    RC_ASSERT(ends == static_cast<std::size_t>(wanted));
  }));
}
