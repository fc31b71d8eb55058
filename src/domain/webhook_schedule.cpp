#include <algorithm>
#include <array>

#include <weir/domain/webhook_schedule.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t minute_s = 60;
constexpr std::int64_t hour_s = 60 * minute_s;
// One between each attempt and the next.
constexpr std::array<std::int64_t, webhook_attempts - 1> waits_s = {
    5, 5 * minute_s, 30 * minute_s, 2 * hour_s, 5 * hour_s, 10 * hour_s, 14 * hour_s, 20 * hour_s, 24 * hour_s};
constexpr std::int64_t steps = 1024;

constexpr std::int32_t failures_at_ease = 4;
constexpr std::int64_t first_pause_s = 5;
constexpr std::int64_t most_pause_s = 5 * minute_s;
constexpr std::int32_t most_doublings = 6;

constexpr std::int32_t status_gone = 410;
constexpr std::int32_t status_too_many = 429;
constexpr std::int32_t status_bad_gateway = 502;
constexpr std::int32_t status_gateway_timeout = 504;

bool asks_for_less(std::int32_t status) {
  return status == status_too_many || status == status_bad_gateway || status == status_gateway_timeout;
}

std::int64_t pause_s(std::int32_t failures, const webhook_answer& a) {
  std::int64_t out = 0;
  if (asks_for_less(a.status)) out = std::clamp(a.retry_after_s, first_pause_s, hour_s);
  if (failures >= failures_at_ease)
    out = std::max(out, std::min(first_pause_s << std::min(failures - failures_at_ease, most_doublings), most_pause_s));
  return out;
}

}  // namespace

webhook_decision after_attempt(std::int32_t round, std::int32_t failures, const webhook_answer& answer,
                               std::uint32_t chance) {
  if (answer.status >= 200 && answer.status < 300) return {webhook_verdict::delivered};
  if (answer.status == status_gone) return {webhook_verdict::gone};
  const auto pause_ms = pause_s(failures, answer) * 1000;
  const auto place = static_cast<std::size_t>(std::max(round, 0));
  if (place >= waits_s.size()) return {webhook_verdict::spent, 0, pause_ms};
  const auto base_ms = waits_s[place] * 1000;
  // An endpoint may ask for patience, not for its webhooks to be put off beyond what anybody expects.
  const auto most_ms = std::max(2 * base_ms, hour_s * 1000);
  const auto asked_ms = std::clamp<std::int64_t>(answer.retry_after_s, 0, most_ms / 1000) * 1000;
  const auto extra_ms = base_ms / 5 * (chance % (steps + 1)) / steps;
  return {webhook_verdict::again, std::min(std::max(base_ms, asked_ms) + extra_ms, most_ms), pause_ms};
}

}  // namespace weir::domain
