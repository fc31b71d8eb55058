// What a tenant has subscribed to, as dated changes. Where it stands at an instant, and which changes it takes there,
// follows from them alone; a change may be dated back or ahead as long as those after it still make sense.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/calendar.hpp>

namespace weir::billing {

enum class subscription_state : std::uint8_t { none, trialing, active, paused, canceled };
enum class change_kind : std::uint8_t { start, change_plan, pause, resume, cancel };

std::string_view name(subscription_state s);
std::string_view name(change_kind k);
std::optional<change_kind> change_kind_from_name(std::string_view text);

// The transition table. `trial`: of a start, that a trial begins with it. Nothing: refused. A trial that ends is no
// change: trialing becomes active by itself.
std::optional<subscription_state> next_state(subscription_state from, change_kind by, bool trial);

struct plan_ref {
  std::string code;
  std::int32_t version = 1;

  auto operator<=>(const plan_ref&) const = default;
};

struct subscription_change {
  change_kind kind;
  moment when;                          // the start of one of the tenant's hours
  std::optional<plan_ref> plan{};       // of start and change_plan
  std::int64_t sequence = 0;            // tells changes of one instant apart: lower ones come first
  std::optional<moment> trial_until{};  // of start: later than `when`, and a start of a day

  bool operator==(const subscription_change&) const = default;
};

// A stretch of time in which nothing changed.
struct segment {
  moment from;
  std::optional<moment> to;  // nothing: it goes on
  subscription_state state;  // trialing, active or paused
  plan_ref plan;

  bool operator==(const segment&) const = default;
};

// In order of time, without gaps until it is canceled; empty ones are left out, and neighbors that are alike are one.
// The changes may come in any order. Error: subscription_change_refused, with the change that does not fit.
result<std::vector<segment>> segments_of(std::vector<subscription_change> changes);

// What an add-on comes to beside what it is added to: it rests while that is paused, and is there for no time at which
// that is not. Both as segments_of() gives them, and so is the answer.
std::vector<segment> segments_beside(const std::vector<segment>& add_on, const std::vector<segment>& base);

subscription_state state_at(const std::vector<segment>& segments, timestamp at);

}  // namespace weir::billing
