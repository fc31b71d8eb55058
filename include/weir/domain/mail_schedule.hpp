// When a mail that could not be sent is tried again, and when nobody waits for it any more.
#pragma once

#include <cstdint>

namespace weir::domain {

inline constexpr std::int64_t mail_patience_s = std::int64_t{24} * 3600;  // after its event

// Milliseconds until the next attempt, after `attempts` (from 1) in vain: 2 s, doubling to half an hour, each shortened
// by up to a third so that mails of one moment part. `chance`: any number, random.
std::int64_t mail_wait_ms(std::int32_t attempts, std::uint32_t chance);

}  // namespace weir::domain
