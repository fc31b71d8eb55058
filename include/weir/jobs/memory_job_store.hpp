// The stores' in-memory twin. Any thread; time is given. `before` is asked at each call and may return an error.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <weir/base/time.hpp>
#include <weir/jobs/job_store.hpp>

namespace weir::jobs {

class memory_job_store final : public job_store, public schedule_store {
 public:
  using fault = std::function<std::optional<error>(std::string_view call)>;

  struct row {
    job what;
    std::string state = "queued";
    std::int32_t attempts_most = 20;
    bool cancel_requested = false;
    std::string result;
    std::string problem;
    std::int64_t run_after_ms = 0;
    std::int64_t lease_until_ms = 0;
  };

  explicit memory_job_store(const clock_source& clock, fault before = {}) : clock_(clock), before_(std::move(before)) {}

  bool enqueue(const new_job& j);  // false: the cause has a job
  void cancel(const std::string& id);
  row look(const std::string& id) const;
  std::size_t size() const;

  result<std::vector<job>> claim(const std::string& owner, std::span<const std::string> kinds,
                                 std::chrono::milliseconds lease, std::int32_t most) override;
  result<bool> heartbeat(const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease, std::int64_t done,
                         std::optional<std::int64_t> total) override;
  result<void> finish(const std::string& id, std::int64_t epoch, const std::string& result_json) override;
  result<void> fail(const std::string& id, std::int64_t epoch, const std::string& problem_json,
                    std::optional<std::chrono::milliseconds> retry_after) override;
  result<void> finish_canceled(const std::string& id, std::int64_t epoch) override;

  result<std::optional<period>> latest(const std::string& schedule) override;
  result<bool> plan(const period& p) override;
  result<std::size_t> dispatch(std::span<const std::string> schedules, std::int32_t most,
                               const std::function<new_job(const period&)>& make) override;

 private:
  std::optional<error> ask(std::string_view call) const { return before_ ? before_(call) : std::nullopt; }
  row* held(const std::string& id, std::int64_t epoch);
  bool add(const new_job& j);

  const clock_source& clock_;
  fault before_;
  mutable std::mutex mutex_;
  std::map<std::string, row> rows_;
  std::set<std::string> causes_;
  std::map<std::pair<std::string, std::string>, std::pair<period, bool>> periods_;  // → done
};

}  // namespace weir::jobs
