// What a refresh token that is presented means. Each is used once and answered with its successor; one that comes back
// later was copied, and its whole session ends (RFC 9700 §4.14.2). Two tabs of one browser may present the same token
// within seconds: the second gets a successor of the same generation.
#pragma once

#include <cstdint>
#include <optional>

#include <weir/base/time.hpp>

namespace weir::domain {

inline constexpr std::int64_t refresh_grace_s = 10;  // for the second tab
inline constexpr std::int32_t most_repeats = 5;      // of one token within it
inline constexpr std::int64_t session_idle_s = std::int64_t{7} * 24 * 3600;
inline constexpr std::int64_t session_absolute_s = std::int64_t{30} * 24 * 3600;

struct refresh_facts {
  bool session_revoked = false;
  bool user_active = true;
  timestamp idle_expires_at{};
  timestamp expires_at{};
  std::int64_t generation = 1;         // of the token
  std::int64_t newest_generation = 1;  // of its session
  std::optional<timestamp> used_at{};
  std::int32_t repeats = 0;
};

enum class refresh_verdict : std::uint8_t {
  rotate,  // first use: a successor of the next generation
  repeat,  // a second tab: another successor of the newest generation
  reuse,   // end the session
  refuse,  // over already, or nobody's any more
};

refresh_verdict judge_refresh(const refresh_facts& f, timestamp now);

// When a session that is used now ends unless it is used again: never later than `expires_at`.
timestamp idle_end(timestamp now, timestamp expires_at);

}  // namespace weir::domain
