// A quota that refills evenly: a leaky bucket with the whole quota as its burst. Pure: the caller brings the clock.
#pragma once

#include <cstdint>

namespace weir::domain {

struct rate_quota {
  std::int64_t amount = 1;          // requests, events or bytes in each window: 1 to 10¹⁰
  std::int64_t window_ms = 60'000;  // 1 to 60,000
};

// How much of a quota is used at an instant. A new one has used nothing.
struct rate_use {
  std::int64_t level = 0;  // amount × window_ms: leaks by `amount` each millisecond
  std::int64_t at_ms = 0;
};

struct rate_decision {
  bool allowed = true;
  std::int64_t remaining = 0;  // that could be taken at once; 0 when refused
  std::int64_t reset_s = 0;  // until `remaining` is the whole quota; when refused, until this request would be allowed
};

// Takes `cost` (0 to 10¹⁰) if it fits. A cost beyond the whole quota is allowed when nothing is used, and leaves a debt
// that has to leak away first: what is too large for the quota would otherwise never pass. `now_ms` never goes back.
rate_decision take(const rate_quota& quota, rate_use& use, std::int64_t cost, std::int64_t now_ms);

// Takes `cost` even if it does not fit, once for each take() that allowed: for what is known only then.
void charge(const rate_quota& quota, rate_use& use, std::int64_t cost, std::int64_t now_ms);

// Whether nothing of the quota is used: such a use need not be remembered.
bool is_unused(const rate_quota& quota, const rate_use& use, std::int64_t now_ms);

}  // namespace weir::domain
