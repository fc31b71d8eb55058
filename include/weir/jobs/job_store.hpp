// Where jobs are kept: rows that runners claim under a lease. The real one is postgres::job_store, the twin
// jobs::memory_job_store. A runner that lost its lease finds out at its next call: lease_lost. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::jobs {

struct job {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string kind;
  std::string cause;      // what asked for it
  std::string arguments;  // JSON
  std::int64_t epoch = 0;
  std::int32_t attempts = 0;  // this one included
  std::int64_t progress_done = 0;
  std::optional<std::int64_t> progress_total{};
};

struct new_job {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string kind;
  std::string cause;  // unique for ever: the same cause makes no second job
  std::string arguments = "{}";
};

class job_store {
 public:
  virtual ~job_store() = default;

  // Takes due jobs and jobs whose runner's lease ran out, oldest first. Those that ended their runners too often become
  // failed instead.
  virtual result<std::vector<job>> claim(const std::string& owner, std::span<const std::string> kinds,
                                         std::chrono::milliseconds lease, std::int32_t most) = 0;

  // Extends the lease and records progress. True: somebody asked for the job to be canceled. Error: lease_lost.
  virtual result<bool> heartbeat(const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease,
                                 std::int64_t done, std::optional<std::int64_t> total) = 0;

  // Error of all three: lease_lost.
  virtual result<void> finish(const std::string& id, std::int64_t epoch, const std::string& result_json) = 0;
  // `retry_after`: back to the queue for then, unless the attempts are used up; absent: failed for good.
  virtual result<void> fail(const std::string& id, std::int64_t epoch, const std::string& problem_json,
                            std::optional<std::chrono::milliseconds> retry_after) = 0;
  virtual result<void> finish_canceled(const std::string& id, std::int64_t epoch) = 0;
};

struct period {
  std::string schedule;
  std::string name;  // "2026-11", "2026-11-23", "2026-11-23T22"
  timestamp due_at{};
};

class schedule_store {
 public:
  virtual ~schedule_store() = default;

  // The newest period of a schedule that was planned.
  virtual result<std::optional<period>> latest(const std::string& schedule) = 0;

  // False when it was planned before.
  virtual result<bool> plan(const period& p) = 0;

  // Due periods of these schedules, oldest first: the job that `make` gives is queued and the period done, in one
  // transaction; periods that another scheduler has in hand are left out. Returns how many.
  virtual result<std::size_t> dispatch(std::span<const std::string> schedules, std::int32_t most,
                                       const std::function<new_job(const period&)>& make) = 0;
};

}  // namespace weir::jobs
