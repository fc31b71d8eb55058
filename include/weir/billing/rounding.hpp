// How a fraction of a minor unit is settled. Each price names its mode; nothing is rounded without one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::billing {

enum class rounding : std::uint8_t {
  half_up,    // to the nearest, halves away from zero
  half_even,  // to the nearest, halves to the even neighbor
  up,         // away from zero
  down,       // toward zero
};

std::string_view name(rounding r);  // "half_up", …: as in JSON and in the database
std::optional<rounding> rounding_from_name(std::string_view text);

}  // namespace weir::billing
