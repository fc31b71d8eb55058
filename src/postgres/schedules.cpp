#include <weir/postgres/schedules.hpp>

namespace weir::postgres::schedules {
namespace {

const statement schedule_plan{"schedules.plan", R"sql(
INSERT INTO schedules (name, period, due_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};

const statement schedule_take_due{"schedules.take_due", R"sql(
SELECT name, period, due_at FROM schedules WHERE done_at IS NULL AND due_at <= clock_timestamp()
  AND ($2::text[] IS NULL OR name = ANY ($2::text[]))
ORDER BY due_at, name, period LIMIT $1 FOR UPDATE SKIP LOCKED)sql"};

const statement schedule_done{"schedules.done", R"sql(
UPDATE schedules SET done_at = clock_timestamp(), job_id = $3 WHERE name = $1 AND period = $2 AND done_at IS NULL)sql"};

const statement schedule_latest{"schedules.latest", R"sql(
SELECT name, period, due_at FROM schedules WHERE name = $1 ORDER BY due_at DESC LIMIT 1)sql"};

period read(const rows& r, std::size_t i) {
  return {r.at(i, 0).string(), r.at(i, 1).string(), r.at(i, 2).timestamp()};
}

}  // namespace

result<bool> plan(executor& in, const period& p) {
  auto r = in.run(schedule_plan, p.name, p.period, p.due_at);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<std::vector<period>> take_due(executor& in, std::int32_t most, std::span<const std::string> names) {
  auto r = in.run(schedule_take_due, most, names.empty() ? param(std::nullopt) : param::array(names));
  if (!r) return std::unexpected(r.error());
  std::vector<period> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<void> done(executor& in, const std::string& name, const std::string& period_name,
                  const std::optional<std::string>& job_id) {
  auto r = in.run(schedule_done, name, period_name, job_id);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::lease_lost, "schedule " + name + " " + period_name);
  return {};
}

result<std::optional<period>> latest(executor& in, const std::string& name) {
  auto r = in.run(schedule_latest, name);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read(*r, 0);
}

}  // namespace weir::postgres::schedules
