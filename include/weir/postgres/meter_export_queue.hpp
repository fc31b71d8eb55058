// What is to be said to meters of payment providers, hour by hour. Under role::worker.
//
// A row is written, and that is committed, before the provider is asked; it keeps what it says until it is known what
// came of that. So a revision of an hour means one quantity, whoever is killed when.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct running_export {
  std::string account;  // ppr_…
  std::int32_t provider_number = 0;
  std::int32_t meter_number = 0;
  std::int32_t generation = 1;
  std::string aggregation;  // "COUNT", "SUM"
  std::string event_name;
  timestamp from{};
  timestamp updated_at{};
  std::int64_t waiting = 0;  // hours that are to be said; not counted any further than `most_waiting`
};

struct due_hour {
  std::string account;
  bool live = false;
  std::string secret_id;
  std::string sealed_key;  // to the account's API
  std::int32_t provider_number = 0;
  std::int32_t meter_number = 0;
  std::string meter_id;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  timestamp hour{};
  std::int32_t revision = 1;
  decimal quantity{};
  std::string event_name;
  std::string customer;
};

namespace meter_export_queue {

// Seconds from :45 on, when hours of some tenants begin, to the end of a full hour. Each revision waits longer than the
// one before until there is another: 35 days of changes need fewer.
inline constexpr std::int32_t most_revisions = 899;

// Exports that are enabled, of accounts that are enabled and whose API can be asked.
result<std::vector<running_export>> running(executor& in, std::int32_t most_waiting);

// Which hours are looked at, by their beginnings: both ends included. Those before `oldest` cannot be said any more.
struct window {
  timestamp from{}, to{}, oldest{};
};
// Writes `most` of the hours whose total is another one than what was said last, the oldest first: of tenants who are
// customers of the account. Returns how many.
result<std::int64_t> note(executor& in, const running_export& of, const window& within, std::int32_t most);

// The next ones, which nobody else takes for `hold_s`; none of the accounts `but`.
result<std::vector<due_hour>> take(executor& in, std::int32_t most, std::int64_t hold_s,
                                   std::span<const std::string> but);

// The provider has it.
result<void> end_sent(executor& in, const due_hour& of);
// The provider will not have it.
result<void> end_failed(executor& in, const due_hour& of, const std::string& code, const std::string& message);
// Said once more, the same, in `wait_ms`. An empty code: nothing is wrong with it.
result<void> defer(executor& in, const due_hour& of, std::int64_t wait_ms, const std::string& code,
                   const std::string& message);

}  // namespace meter_export_queue
}  // namespace weir::postgres
