// Makes a job for each period of each schedule: exactly one, late rather than never. Several schedulers may run; the
// rows of (schedule, period) decide. After downtime every period that was missed gets its job.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/base/time_zone.hpp>
#include <weir/base/ulid.hpp>
#include <weir/jobs/job_store.hpp>

namespace weir::jobs {

enum class cadence : std::uint8_t { hour, day, month };  // hours are UTC's, days and months the zone's

struct calendar_period {
  std::string name;  // "2026-11-23T22" (UTC), "2026-11-23", "2026-11"
  timestamp start{};
  timestamp end{};
};

// The period that `at` is in.
calendar_period period_at(cadence c, const time_zone& zone, timestamp at);

// The period of this name. Error: validation_failed.
result<calendar_period> period_of(cadence c, const time_zone& zone, std::string_view name);

struct schedule {
  std::string name;
  jobs::cadence cadence = cadence::day;
  time_zone zone;
  std::chrono::seconds delay{0};  // a period is due so long after its end
  std::string kind;               // of the job; its arguments are {"schedule", "period", "start", "end"}
};

class scheduler {
 public:
  static constexpr int most_periods = 1000;  // planned for one schedule in one step

  scheduler(schedule_store& store, clock_source& clock, id_source& ids) : store_(store), clock_(clock), ids_(ids) {}

  // Its first period is the one that runs when it is planned for the first time.
  void add(schedule s) { schedules_.push_back(std::move(s)); }

  // Plans what has begun, makes jobs of what is due. Call it now and then, a minute apart. Returns the jobs made.
  // Errors: the store's; what was done before stays.
  result<std::size_t> step();

 private:
  result<void> plan(const schedule& s, timestamp now);

  schedule_store& store_;
  clock_source& clock_;
  id_source& ids_;
  std::vector<schedule> schedules_;
};

}  // namespace weir::jobs
