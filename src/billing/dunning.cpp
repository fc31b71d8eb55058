#include <algorithm>

#include <fmt/format.h>

#include <weir/billing/dunning.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view names[] = {"charge", "remind", "pause", "cancel", "give_up"};
constexpr std::int64_t notice_ns = 86'400'000'000'000;  // between a reminder and what it warns of

bool is_an_end(dunning_act a) {
  return a != dunning_act::charge && a != dunning_act::remind;
}

class step_checks {
 public:
  void check(std::size_t number, const dunning_step& s) {
    if (!seen_.empty() && s.day < seen_.back().day) refuse(number, "Steps are in the order of their days.");
    if (std::ranges::find(seen_, s) != seen_.end()) refuse(number, "The step stands twice.");
    if (end_ && *end_ == dunning_act::give_up) refuse(number, "Nothing comes after give_up.");
    if (is_an_end(s.act)) {
      if (end_ && s.act <= *end_) refuse(number, "pause, cancel and give_up come once each, in this order.");
      end_ = s.act;
    }
    if (s.act == dunning_act::charge && ++charges_ == dunning::most_charges + 1)
      refuse(number, "At most eight charges.");
    seen_.push_back(s);
  }
  void refuse(std::size_t number, std::string why) {
    problems.emplace_back(error_code::validation_failed, std::move(why), fmt::format("/steps/{}", number));
  }

  std::vector<error> problems;

 private:
  std::vector<dunning_step> seen_;
  std::optional<dunning_act> end_;
  std::size_t charges_ = 0;
};

}  // namespace

std::string_view name(dunning_act a) {
  return names[static_cast<std::size_t>(a)];
}

std::optional<dunning_act> dunning_act_from_name(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<dunning_act>(found - std::begin(names));
}

std::expected<dunning, std::vector<error>> make_dunning(
    const std::vector<std::pair<std::int64_t, std::string>>& draft) {
  dunning out;
  step_checks checks;
  if (draft.size() > dunning::most_steps) checks.refuse(dunning::most_steps, "At most twenty steps.");
  for (std::size_t i = 0; i < std::min(draft.size(), dunning::most_steps); ++i) {
    const auto& [day, text] = draft[i];
    const auto act = dunning_act_from_name(text);
    if (!act) checks.refuse(i, "An act is charge, remind, pause, cancel or give_up.");
    if (day < 0 || day > dunning::last_day) checks.refuse(i, "A day is 0 to 180.");
    if (!act || day < 0 || day > dunning::last_day) continue;
    out.steps.push_back({static_cast<std::int32_t>(day), *act});
    checks.check(i, out.steps.back());
  }
  if (!checks.problems.empty()) return std::unexpected(std::move(checks.problems));
  return out;
}

const dunning& usual_dunning() {
  using enum dunning_act;
  static const dunning usual{
      {{1, remind}, {3, charge}, {7, charge}, {7, remind}, {14, charge}, {14, remind}, {28, remind}}};
  return usual;
}

dunning charged_at_once(const dunning& d, std::int32_t days_before) {
  dunning out{{{-days_before, dunning_act::charge}}};
  out.steps.insert(out.steps.end(), d.steps.begin(), d.steps.end());
  return out;
}

std::optional<due_step> next_step(const dunning& d, const dunning_course& c, const start_of_day& days, timestamp now) {
  const auto& steps = d.steps;
  const auto day_of = [&](const dunning_step& s) { return days(add_days(c.missed, s.day)); };
  // One that has its day behind it already, with nothing in between that it would come too late for.
  const auto comes_again = [&](std::size_t i) {
    for (auto k = i + 1; k < steps.size() && !is_an_end(steps[k].act) && day_of(steps[k]) <= now; ++k) {
      if (steps[k].act == steps[i].act) return true;
    }
    return false;
  };
  for (auto i = c.done; i < steps.size(); ++i) {
    const auto& s = steps[i];
    due_step out{i, day_of(s)};
    if (is_an_end(s.act)) {
      if (c.reminded_at) out.at = std::max(out.at, timestamp{c.reminded_at->ns + notice_ns});
      return out;
    }
    if (s.act == dunning_act::charge && !c.can_charge) continue;
    if (!comes_again(i)) return out;
  }
  return std::nullopt;
}

}  // namespace weir::billing
