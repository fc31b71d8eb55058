// What becomes of a webhook after an attempt: whether and when it is sent again, and whether its endpoint gets a rest.
// Waits follow the recommendation of Standard Webhooks: ten attempts within about three days.
#pragma once

#include <cstdint>

namespace weir::domain {

inline constexpr std::int32_t webhook_attempts = 10;  // of one round

enum class webhook_verdict : std::uint8_t {
  delivered,
  again,    // after wait_ms
  refused,  // it may not be sent: not again. Never of an answer
  spent,    // the last attempt of its round failed
  gone,     // the endpoint says so: it is to be disabled
};

struct webhook_answer {
  std::int32_t status = 0;         // 0: none came
  std::int64_t retry_after_s = 0;  // what the endpoint asks for; any number
};

struct webhook_decision {
  webhook_verdict verdict{};
  std::int64_t wait_ms = 0;   // of again
  std::int64_t pause_ms = 0;  // nothing is sent to this endpoint for so long

  bool operator==(const webhook_decision&) const = default;
};

// `round`: attempts of this delivery before this one, since it was made or asked for once more. `failures`: of its
// endpoint, in a row, before this attempt. `chance`: any number, random; parts those that failed at one moment.
webhook_decision after_attempt(std::int32_t round, std::int32_t failures, const webhook_answer& answer,
                               std::uint32_t chance);

}  // namespace weir::domain
