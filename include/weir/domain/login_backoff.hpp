// How long somebody who gave a wrong password has to wait: twice as long with each failure, up to a ceiling that never
// keeps an owner out for good. Pure: the caller brings the clock and keeps the counts.
#pragma once

#include <cstdint>

#include <weir/base/time.hpp>

namespace weir::domain {

// Counts, each with a rule of its own.
enum class attempts_of : std::uint8_t {
  pair,     // an account from one address
  account,  // an account from anywhere; not asked from an address that has signed in to it before
  address,  // one address, whatever the account
  // Mails that somebody asked for: none of them is a failure, but each costs its reader's patience.
  mail_account,  // to one account
  mail_address,  // from one address
  code,          // second factors of an account, from anywhere: whoever guesses them knows the password already
};

struct backoff_rule {
  std::int32_t free;          // failures without a wait
  std::int64_t first_wait_s;  // after the next one
  std::int64_t most_wait_s;
  std::int64_t forget_after_s;  // without a failure: the count starts again
};
const backoff_rule& rule_of(attempts_of kind);

struct attempts {
  std::int32_t failures = 0;
  timestamp last_at{};
  timestamp blocked_until{};
};

// Whole seconds until the next attempt is looked at, rounded up; 0: now.
std::int64_t wait_s(const attempts& a, timestamp now);

// With one more failure. An attempt is counted before its password is looked at, so that many at once are many; one
// that was right is taken back by forgetting the count.
attempts with_failure(const backoff_rule& rule, const attempts& before, timestamp now);

// Whether this failure is worth an announcement: the first, second, fourth, eighth, …
bool is_sampled(std::int32_t failures);

}  // namespace weir::domain
