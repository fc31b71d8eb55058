#include <algorithm>
#include <bit>

#include <weir/domain/login_backoff.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int32_t most_failures = 1'000'000;
constexpr std::int32_t most_doublings = 20;
constexpr backoff_rule rules[] = {
    {.free = 4, .first_wait_s = 1, .most_wait_s = 300, .forget_after_s = 3600},
    {.free = 10, .first_wait_s = 1, .most_wait_s = 30, .forget_after_s = 3600},
    {.free = 30, .first_wait_s = 1, .most_wait_s = 300, .forget_after_s = 3600},
    {.free = 5, .first_wait_s = 60, .most_wait_s = 1800, .forget_after_s = 3600},
    {.free = 30, .first_wait_s = 10, .most_wait_s = 1800, .forget_after_s = 3600},
    {.free = 5, .first_wait_s = 1, .most_wait_s = 900, .forget_after_s = 3600},
};

}  // namespace

const backoff_rule& rule_of(attempts_of kind) {
  return rules[static_cast<std::size_t>(kind)];
}

std::int64_t wait_s(const attempts& a, timestamp now) {
  if (a.blocked_until <= now) return 0;
  return (a.blocked_until.ns - now.ns + second - 1) / second;
}

attempts with_failure(const backoff_rule& rule, const attempts& before, timestamp now) {
  attempts out = before;
  if (now.ns - before.last_at.ns > rule.forget_after_s * second) out = {};
  out.failures = std::min(out.failures + 1, most_failures);
  out.last_at = now;
  const auto beyond = out.failures - rule.free;
  if (beyond > 0) {
    const auto wait = rule.first_wait_s << std::min(beyond - 1, most_doublings);
    out.blocked_until = {now.ns + std::min(wait, rule.most_wait_s) * second};
  }
  return out;
}

bool is_sampled(std::int32_t failures) {
  return failures > 0 && std::has_single_bit(static_cast<std::uint32_t>(failures));
}

}  // namespace weir::domain
