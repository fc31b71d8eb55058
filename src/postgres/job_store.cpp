#include <weir/postgres/job_store.hpp>
#include <weir/postgres/jobs.hpp>
#include <weir/postgres/schedules.hpp>

namespace weir::postgres {
namespace {

template<class F>
auto as_worker(pool& database, F&& f) {
  return database.with_transaction(role::worker, tenant_scope::platform(), std::forward<F>(f));
}

weir::jobs::job to_job(job_row&& r) {
  return {std::move(r.id), r.tenant_number, std::move(r.kind), std::move(r.cause), std::move(r.arguments),
          r.epoch,         r.attempts,      r.progress_done,   r.progress_total};
}

weir::jobs::period to_period(schedules::period&& p) {
  return {std::move(p.name), std::move(p.period), p.due_at};
}

}  // namespace

result<std::vector<weir::jobs::job>> job_store::claim(const std::string& owner, std::span<const std::string> kinds,
                                                      std::chrono::milliseconds lease, std::int32_t most) {
  auto claimed = as_worker(database_, [&](executor& in) { return jobs::claim(in, owner, kinds, lease, most); });
  if (!claimed) return std::unexpected(claimed.error());
  std::vector<weir::jobs::job> out;
  for (auto& row : *claimed)
    out.push_back(to_job(std::move(row)));
  return out;
}

result<bool> job_store::heartbeat(const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease,
                                  std::int64_t done, std::optional<std::int64_t> total) {
  auto pulse = as_worker(database_, [&](executor& in) { return jobs::heartbeat(in, id, epoch, lease, done, total); });
  if (!pulse) return std::unexpected(pulse.error());
  return pulse->cancel_requested;
}

result<void> job_store::finish(const std::string& id, std::int64_t epoch, const std::string& result_json) {
  return as_worker(database_, [&](executor& in) { return jobs::finish(in, id, epoch, result_json); });
}

result<void> job_store::fail(const std::string& id, std::int64_t epoch, const std::string& problem_json,
                             std::optional<std::chrono::milliseconds> retry_after) {
  return as_worker(database_, [&](executor& in) { return jobs::fail(in, id, epoch, problem_json, retry_after); });
}

result<void> job_store::finish_canceled(const std::string& id, std::int64_t epoch) {
  return as_worker(database_, [&](executor& in) { return jobs::finish_canceled(in, id, epoch); });
}

result<std::optional<weir::jobs::period>> job_store::latest(const std::string& schedule) {
  auto found = as_worker(database_, [&](executor& in) { return schedules::latest(in, schedule); });
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  return to_period(std::move(**found));
}

result<bool> job_store::plan(const weir::jobs::period& p) {
  return as_worker(database_, [&](executor& in) { return schedules::plan(in, {p.schedule, p.name, p.due_at}); });
}

result<std::size_t> job_store::dispatch(std::span<const std::string> names, std::int32_t most,
                                        const std::function<weir::jobs::new_job(const weir::jobs::period&)>& make) {
  return as_worker(database_, [&](executor& in) -> result<std::size_t> {
    auto due = schedules::take_due(in, most, names);
    if (!due) return std::unexpected(due.error());
    for (auto& p : *due) {
      const auto period = to_period(std::move(p));
      const auto j = make(period);
      auto queued = jobs::enqueue(in, {j.id, j.tenant_number, j.kind, j.cause, j.arguments, {}});
      if (!queued) return std::unexpected(queued.error());
      if (auto done = schedules::done(in, period.schedule, period.name, queued->id); !done) {
        return std::unexpected(done.error());
      }
    }
    return due->size();
  });
}

}  // namespace weir::postgres
