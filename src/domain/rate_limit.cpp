#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/domain/rate_limit.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t most = 10'000'000'000;
constexpr std::int64_t most_window_ms = 60'000;

void check(const rate_quota& quota, std::int64_t cost) {
  WEIR_ASSERT(quota.amount > 0 && quota.amount <= most, "a quota without a limit is not asked");
  WEIR_ASSERT(quota.window_ms > 0 && quota.window_ms <= most_window_ms, "a window is at most a minute");
  WEIR_ASSERT(cost >= 0 && cost <= most, "nothing is given back, and levels stay far from the end of 64 bits");
}

std::int64_t level_at(const rate_quota& quota, const rate_use& use, std::int64_t now_ms) {
  const auto elapsed = std::max<std::int64_t>(0, now_ms - use.at_ms);
  return elapsed > use.level / quota.amount ? 0 : use.level - elapsed * quota.amount;
}

std::int64_t seconds_to_leak(const rate_quota& quota, std::int64_t level) {
  const auto each_second = quota.amount * 1000;
  return (level + each_second - 1) / each_second;
}

}  // namespace

rate_decision take(const rate_quota& quota, rate_use& use, std::int64_t cost, std::int64_t now_ms) {
  check(quota, cost);
  const auto capacity = quota.amount * quota.window_ms;
  const auto weight = cost * quota.window_ms;
  const auto level = level_at(quota, use, now_ms);
  rate_decision out;
  // What costs nothing yet (charge() follows) needs some room all the same.
  out.allowed = level + std::max(weight, quota.window_ms) <= capacity || level == 0;
  use = {out.allowed ? level + weight : level, std::max(now_ms, use.at_ms)};
  if (out.allowed) {
    out.remaining = std::max<std::int64_t>(0, capacity - use.level) / quota.window_ms;
    out.reset_s = seconds_to_leak(quota, use.level);
  } else {
    const auto room = std::min(std::max(weight, quota.window_ms), capacity);
    out.reset_s = std::max<std::int64_t>(1, seconds_to_leak(quota, level + room - capacity));
  }
  return out;
}

void charge(const rate_quota& quota, rate_use& use, std::int64_t cost, std::int64_t now_ms) {
  check(quota, cost);
  use = {level_at(quota, use, now_ms) + cost * quota.window_ms, std::max(now_ms, use.at_ms)};
}

bool is_unused(const rate_quota& quota, const rate_use& use, std::int64_t now_ms) {
  return level_at(quota, use, now_ms) == 0;
}

}  // namespace weir::domain
