// Periods of schedules that must happen once each: unique (name, period), done late rather than not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::schedules {

struct period {
  std::string name;
  std::string period;  // as the schedule counts them: "2026-11", "2026-11-23T22"
  timestamp due_at{};
};

// False when it was planned before.
result<bool> plan(executor& in, const period& p);

// Due and not done, oldest first, of these schedules (none named: of all); locked until the transaction ends, those
// that another scheduler has locked left out.
result<std::vector<period>> take_due(executor& in, std::int32_t most, std::span<const std::string> names = {});

// In the transaction of take_due, which enqueued the job. Error: lease_lost when it is done already.
result<void> done(executor& in, const std::string& name, const std::string& period,
                  const std::optional<std::string>& job_id);

// The newest period of a schedule that was planned, to catch up from after downtime.
result<std::optional<period>> latest(executor& in, const std::string& name);

}  // namespace weir::postgres::schedules
