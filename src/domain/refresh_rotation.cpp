#include <algorithm>

#include <weir/domain/refresh_rotation.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t second = 1'000'000'000;

}  // namespace

refresh_verdict judge_refresh(const refresh_facts& f, timestamp now) {
  if (f.session_revoked || !f.user_active || f.idle_expires_at <= now || f.expires_at <= now)
    return refresh_verdict::refuse;
  if (!f.used_at) return refresh_verdict::rotate;
  const bool within = now.ns - f.used_at->ns <= refresh_grace_s * second;
  // Once its successor was used as well, whoever holds this one is no second tab of the same moment.
  const bool newest = f.generation + 1 == f.newest_generation;
  return within && newest && f.repeats < most_repeats ? refresh_verdict::repeat : refresh_verdict::reuse;
}

timestamp idle_end(timestamp now, timestamp expires_at) {
  return std::min(timestamp{now.ns + session_idle_s * second}, expires_at);
}

}  // namespace weir::domain
