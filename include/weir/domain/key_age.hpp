// When a key of a machine deserves a look.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <weir/base/time.hpp>

namespace weir::domain {

inline constexpr std::int64_t key_old_days = 90;     // without a rotation
inline constexpr std::int64_t key_unused_days = 90;  // nobody misses it
inline constexpr std::int64_t key_expires_soon_days = 14;

enum class key_warning : std::uint8_t { none, expires_soon, unused, old };
std::string_view name(key_warning w);  // "" for none

struct key_dates {
  timestamp created_at{};
  std::optional<timestamp> expires_at{};
  std::optional<timestamp> revoked_at{};
  std::optional<timestamp> last_used_at{};
  bool replaced = false;
};
// Of several the first in the order of the names. Keys that are over, revoked or replaced need nothing.
key_warning warning_of(const key_dates& k, timestamp now);

}  // namespace weir::domain
