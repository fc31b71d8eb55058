// Long work: rows that runners claim under a lease. A runner that lost its lease finds out at its next call:
// lease_lost.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct job_row {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string kind;
  std::string cause;
  std::string arguments;  // JSON
  std::string state;      // queued, running, succeeded, failed, canceled
  std::int64_t progress_done = 0;
  std::optional<std::int64_t> progress_total{};
  std::optional<std::string> result{};   // JSON
  std::optional<std::string> problem{};  // JSON
  std::int32_t attempts = 0;
  std::int32_t attempts_most = 0;
  bool cancel_requested = false;
  std::int64_t epoch = 0;
  timestamp run_after{};
  timestamp created_at{};
  std::optional<timestamp> started_at{};
  std::optional<timestamp> finished_at{};
};

namespace jobs {

struct new_job {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string kind;
  std::string cause;  // unique for ever: the same cause makes no second job
  std::string arguments = "{}";
  std::optional<timestamp> run_after{};  // absent: now
};
struct enqueued {
  std::string id;  // of the job that exists now
  bool created = false;
};
result<enqueued> enqueue(executor& in, const new_job& j);

// Takes due jobs and jobs whose runner's lease ran out, oldest first. Those that ended their runners `attempts_most`
// times become failed instead.
result<std::vector<job_row>> claim(executor& in, const std::string& owner, std::span<const std::string> kinds,
                                   std::chrono::milliseconds lease, std::int32_t most);

struct pulse {
  bool cancel_requested = false;
};
// Extends the lease and records progress. Error: lease_lost.
result<pulse> heartbeat(executor& in, const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease,
                        std::int64_t done, std::optional<std::int64_t> total);

// Error of all three: lease_lost.
result<void> finish(executor& in, const std::string& id, std::int64_t epoch, const std::string& result_json);
// `retry_after`: back to the queue for then, unless the attempts are used up; absent: failed for good.
result<void> fail(executor& in, const std::string& id, std::int64_t epoch, const std::string& problem_json,
                  std::optional<std::chrono::milliseconds> retry_after);
result<void> finish_canceled(executor& in, const std::string& id, std::int64_t epoch);

// A queued job is canceled at once, a running one is asked to stop, a finished one stays. Error: job_not_found.
result<job_row> cancel(executor& in, const std::string& id);

// Error: job_not_found.
result<job_row> get(executor& in, const std::string& id);

// Of one kind, the newest first, in whichever state.
result<std::vector<job_row>> list_newest(executor& in, const std::string& kind, std::int32_t limit);

}  // namespace jobs
}  // namespace weir::postgres
