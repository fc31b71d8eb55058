#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <weir/billing/subscription.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view states[] = {"none", "trialing", "active", "paused", "canceled"};
constexpr std::string_view kinds[] = {"start", "change_plan", "pause", "resume", "cancel"};

using state = subscription_state;

class timeline {
 public:
  result<std::vector<segment>> read(const std::vector<subscription_change>& changes) {
    for (const auto& c : changes) {
      if (trial_until_ && trial_until_->at <= c.when.at) end_trial();
      const bool trial = c.trial_until && c.when.at < c.trial_until->at;
      const auto next = next_state(now_, c.kind, trial);
      const bool needs_plan = c.kind == change_kind::start || c.kind == change_kind::change_plan;
      if (!next || needs_plan != c.plan.has_value() || (c.kind == change_kind::change_plan && *c.plan == plan_))
        return fail(error_code::subscription_change_refused,
                    fmt::format("{} at {}: the subscription is {}", name(c.kind), format_rfc3339(c.when.at),
                                now_ == state::none ? "not begun" : name(now_)));
      close(c.when);
      now_ = *next;
      if (c.plan) plan_ = *c.plan;
      if (c.kind == change_kind::start && trial) trial_until_ = c.trial_until;
      if (now_ == state::canceled) trial_until_.reset();
    }
    if (trial_until_) end_trial();
    if (is_open()) add(std::nullopt);
    return std::move(out_);
  }

 private:
  bool is_open() const { return now_ != state::none && now_ != state::canceled; }

  void close(const moment& at) {
    if (is_open() && since_.at < at.at) add(at);
    since_ = at;
  }

  // Changes of one instant may undo each other: a stretch that goes on as it was must not be billed as two, with the
  // tiers of its prices beginning anew.
  void add(std::optional<moment> to) {
    if (!out_.empty() && out_.back().state == now_ && out_.back().plan == plan_) {
      out_.back().to = to;
    } else {
      out_.push_back({since_, to, now_, plan_});
    }
  }

  void end_trial() {
    close(*trial_until_);
    now_ = state::active;
    trial_until_.reset();
  }

  state now_ = state::none;
  moment since_{};
  plan_ref plan_;
  std::optional<moment> trial_until_;
  std::vector<segment> out_;
};

}  // namespace

std::string_view name(subscription_state s) {
  return states[static_cast<std::size_t>(s)];
}

std::string_view name(change_kind k) {
  return kinds[static_cast<std::size_t>(k)];
}

std::optional<change_kind> change_kind_from_name(std::string_view text) {
  const auto* found = std::ranges::find(kinds, text);
  if (found == std::end(kinds)) return std::nullopt;
  return static_cast<change_kind>(found - std::begin(kinds));
}

std::optional<subscription_state> next_state(subscription_state from, change_kind by, bool trial) {
  const bool runs = from == state::trialing || from == state::active || from == state::paused;
  switch (by) {
    case change_kind::start:
      if (from != state::none) return std::nullopt;
      return trial ? state::trialing : state::active;
    case change_kind::change_plan:
      if (!runs) return std::nullopt;
      return from;
    case change_kind::pause:
      if (from != state::active) return std::nullopt;
      return state::paused;
    case change_kind::resume:
      if (from != state::paused) return std::nullopt;
      return state::active;
    case change_kind::cancel:
      if (!runs) return std::nullopt;
      return state::canceled;
  }
  return std::nullopt;
}

result<std::vector<segment>> segments_of(std::vector<subscription_change> changes) {
  std::ranges::sort(changes, {}, [](const subscription_change& c) { return std::pair(c.when.at, c.sequence); });
  return timeline().read(changes);
}

std::vector<segment> segments_beside(const std::vector<segment>& add_on, const std::vector<segment>& base) {
  std::vector<segment> out;
  const auto is_earlier = [](const std::optional<moment>& a, const std::optional<moment>& b) {
    return a && (!b || a->at < b->at);
  };
  for (auto mine = add_on.begin(), of = base.begin(); mine != add_on.end() && of != base.end();) {
    const auto from = std::max(mine->from, of->from, [](const auto& a, const auto& b) { return a.at < b.at; });
    const bool ends_first = is_earlier(mine->to, of->to);
    const auto& to = ends_first ? mine->to : of->to;
    if (!to || from.at < to->at) {
      const auto state = of->state == state::paused ? state::paused : mine->state;
      if (!out.empty() && out.back().state == state && out.back().plan == mine->plan) {
        out.back().to = to;
      } else {
        out.push_back({from, to, state, mine->plan});
      }
    }
    if (ends_first) {
      ++mine;
    } else {
      ++of;
    }
  }
  return out;
}

subscription_state state_at(const std::vector<segment>& segments, timestamp at) {
  if (segments.empty() || at < segments.front().from.at) return state::none;
  for (const auto& s : segments) {
    if (s.from.at <= at && (!s.to || at < s.to->at)) return s.state;
  }
  return state::canceled;
}

}  // namespace weir::billing
