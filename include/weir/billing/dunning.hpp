// What is done, day by day, about an invoice whose money does not come.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/billing/calendar.hpp>

namespace weir::billing {

enum class dunning_act : std::uint8_t {
  charge,   // the saved method once more
  remind,   // the payer, by mail
  pause,    // what the invoice is for
  cancel,   // the same, for good
  give_up,  // nobody expects the money any more
};

std::string_view name(dunning_act a);
std::optional<dunning_act> dunning_act_from_name(std::string_view text);

struct dunning_step {
  std::int32_t day = 0;  // after the one on which the money should have come; below zero before it
  dunning_act act = dunning_act::remind;

  bool operator==(const dunning_step&) const = default;
};

struct dunning {
  static constexpr std::size_t most_steps = 20;
  // Card networks fine merchants for more than 15 in 30 days; people pay in between as well.
  static constexpr std::size_t most_charges = 8;
  static constexpr std::int32_t last_day = 180;

  std::vector<dunning_step> steps;  // in order of days

  bool operator==(const dunning&) const = default;
};

// Of a day and the name of an act. What stops service or gives the money up comes once each, in the order of
// dunning_act; after give_up nothing does. Errors with pointers to /steps/N: validation_failed.
std::expected<dunning, std::vector<error>> make_dunning(const std::vector<std::pair<std::int64_t, std::string>>& draft);

// That of a plan which says nothing: four reminders and three charges within a month. It stops and gives up nothing.
const dunning& usual_dunning();

// The same schedule after a charge as soon as the invoice is there: `days_before` the money should come.
dunning charged_at_once(const dunning& d, std::int32_t days_before);

// How far one invoice is.
struct dunning_course {
  civil_day missed;                        // on which the money should have come
  std::size_t done = 0;                    // steps that are behind it
  std::optional<timestamp> reminded_at{};  // the last time
  bool can_charge = false;  // there is a method, and nothing that its last decline says is against it (advice_on())
};

struct due_step {
  std::size_t number = 0;  // in dunning::steps; those before it are passed over
  timestamp at;            // not before this

  bool operator==(const due_step&) const = default;
};

// A step is due when its day begins where the tenant is. However long nobody looked, the payer gets one reminder and
// the method one charge at once; and nothing is stopped or given up sooner than a day after the reminder before it.
// Nothing: there is no step left.
std::optional<due_step> next_step(const dunning& d, const dunning_course& c, const start_of_day& days, timestamp now);

}  // namespace weir::billing
