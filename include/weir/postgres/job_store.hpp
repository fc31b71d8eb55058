// The stores of jobs/ in PostgreSQL, under weir_worker. Any thread.
#pragma once

#include <weir/jobs/job_store.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::postgres {

class job_store final : public weir::jobs::job_store, public weir::jobs::schedule_store {
 public:
  explicit job_store(postgres::pool& database) : database_(database) {}

  result<std::vector<weir::jobs::job>> claim(const std::string& owner, std::span<const std::string> kinds,
                                             std::chrono::milliseconds lease, std::int32_t most) override;
  result<bool> heartbeat(const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease, std::int64_t done,
                         std::optional<std::int64_t> total) override;
  result<void> finish(const std::string& id, std::int64_t epoch, const std::string& result_json) override;
  result<void> fail(const std::string& id, std::int64_t epoch, const std::string& problem_json,
                    std::optional<std::chrono::milliseconds> retry_after) override;
  result<void> finish_canceled(const std::string& id, std::int64_t epoch) override;

  result<std::optional<weir::jobs::period>> latest(const std::string& schedule) override;
  result<bool> plan(const weir::jobs::period& p) override;
  result<std::size_t> dispatch(std::span<const std::string> schedules, std::int32_t most,
                               const std::function<weir::jobs::new_job(const weir::jobs::period&)>& make) override;

 private:
  postgres::pool& database_;
};

}  // namespace weir::postgres
