#include <algorithm>

#include <weir/domain/mail_schedule.hpp>

namespace weir::domain {
namespace {

constexpr std::int64_t first_ms = 2'000;
constexpr std::int64_t most_ms = 1'800'000;
constexpr std::int32_t most_doublings = 16;
constexpr std::int64_t steps = 1024;

}  // namespace

std::int64_t mail_wait_ms(std::int32_t attempts, std::uint32_t chance) {
  const auto whole = std::min(first_ms << std::clamp(attempts - 1, 0, most_doublings), most_ms);
  return whole - whole / 3 * (chance % steps) / steps;
}

}  // namespace weir::domain
