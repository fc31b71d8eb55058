#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/jobs/memory_job_store.hpp>

namespace weir::jobs {

bool memory_job_store::add(const new_job& j) {
  if (!causes_.insert(j.cause).second) return false;
  row r;
  r.what = {j.id, j.tenant_number, j.kind, j.cause, j.arguments, 0, 0, 0, {}};
  r.run_after_ms = clock_.monotonic_ms();
  rows_.emplace(j.id, std::move(r));
  return true;
}

bool memory_job_store::enqueue(const new_job& j) {
  const std::scoped_lock lock(mutex_);
  return add(j);
}

void memory_job_store::cancel(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  auto& r = rows_.at(id);
  if (r.state == "queued") r.state = "canceled";
  if (r.state == "running") r.cancel_requested = true;
}

memory_job_store::row memory_job_store::look(const std::string& id) const {
  const std::scoped_lock lock(mutex_);
  return rows_.at(id);
}

std::size_t memory_job_store::size() const {
  const std::scoped_lock lock(mutex_);
  return rows_.size();
}

memory_job_store::row* memory_job_store::held(const std::string& id, std::int64_t epoch) {
  const auto it = rows_.find(id);
  if (it == rows_.end() || it->second.what.epoch != epoch || it->second.state != "running") return nullptr;
  return &it->second;
}

result<std::vector<job>> memory_job_store::claim(const std::string&, std::span<const std::string> kinds,
                                                 std::chrono::milliseconds lease, std::int32_t most) {
  if (auto e = ask("claim")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  const auto now = clock_.monotonic_ms();
  std::vector<row*> due;
  for (auto& [id, r] : rows_) {
    const bool expired = r.state == "running" && r.lease_until_ms < now;
    if (expired && r.what.attempts >= r.attempts_most) {
      r.state = "failed";
      continue;
    }
    const bool wanted = std::ranges::find(kinds, r.what.kind) != kinds.end();
    if (wanted && r.run_after_ms <= now && (r.state == "queued" || expired)) due.push_back(&r);
  }
  std::ranges::sort(due, {}, [](const row* r) { return std::pair(r->run_after_ms, r->what.id); });
  std::vector<job> out;
  for (auto* r : due) {
    if (out.size() == static_cast<std::size_t>(most)) break;
    r->state = "running";
    ++r->what.epoch;
    ++r->what.attempts;
    r->lease_until_ms = now + lease.count();
    out.push_back(r->what);
  }
  return out;
}

result<bool> memory_job_store::heartbeat(const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease,
                                         std::int64_t done, std::optional<std::int64_t> total) {
  if (auto e = ask("heartbeat")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  auto* r = held(id, epoch);
  if (r == nullptr) return weir::fail(error_code::lease_lost);
  r->lease_until_ms = clock_.monotonic_ms() + lease.count();
  r->what.progress_done = done;
  if (total) r->what.progress_total = total;
  return r->cancel_requested;
}

result<void> memory_job_store::finish(const std::string& id, std::int64_t epoch, const std::string& result_json) {
  if (auto e = ask("finish")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  auto* r = held(id, epoch);
  if (r == nullptr) return weir::fail(error_code::lease_lost);
  r->state = "succeeded";
  r->result = result_json;
  return {};
}

result<void> memory_job_store::fail(const std::string& id, std::int64_t epoch, const std::string& problem_json,
                                    std::optional<std::chrono::milliseconds> retry_after) {
  if (auto e = ask("fail")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  auto* r = held(id, epoch);
  if (r == nullptr) return weir::fail(error_code::lease_lost);
  r->problem = problem_json;
  r->state = !retry_after || r->what.attempts >= r->attempts_most ? "failed" : "queued";
  r->run_after_ms = clock_.monotonic_ms() + (retry_after ? retry_after->count() : 0);
  return {};
}

result<void> memory_job_store::finish_canceled(const std::string& id, std::int64_t epoch) {
  if (auto e = ask("finish_canceled")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  auto* r = held(id, epoch);
  if (r == nullptr) return weir::fail(error_code::lease_lost);
  r->state = "canceled";
  return {};
}

result<std::optional<period>> memory_job_store::latest(const std::string& schedule) {
  if (auto e = ask("latest")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  std::optional<period> out;
  for (const auto& [key, entry] : periods_) {
    if (key.first == schedule && (!out || entry.first.due_at > out->due_at)) out = entry.first;
  }
  return out;
}

result<bool> memory_job_store::plan(const period& p) {
  if (auto e = ask("plan")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  return periods_.emplace(std::pair{p.schedule, p.name}, std::pair{p, false}).second;
}

result<std::size_t> memory_job_store::dispatch(std::span<const std::string> schedules, std::int32_t most,
                                               const std::function<new_job(const period&)>& make) {
  if (auto e = ask("dispatch")) return std::unexpected(*e);
  const std::scoped_lock lock(mutex_);
  std::size_t count = 0;
  for (auto& [key, entry] : periods_) {
    if (count == static_cast<std::size_t>(most)) break;
    const bool mine = std::ranges::find(schedules, key.first) != schedules.end();
    if (!mine || entry.second || entry.first.due_at > clock_.now()) continue;
    (void)add(make(entry.first));
    entry.second = true;
    ++count;
  }
  return count;
}

}  // namespace weir::jobs
