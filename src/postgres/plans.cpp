#include <weir/postgres/plans.hpp>

#define WEIR_PLAN_COLUMNS \
  "p.number, p.id, p.code, p.latest_version, p.state, p.revision, p.updated_at, v.version, v.definition, v.created_at"

namespace weir::postgres::plans {
namespace {

const statement plan_create{"plans.create", R"sql(
INSERT INTO plans (id, code) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING RETURNING number)sql"};

const statement plan_write_version{"plans.write_version", R"sql(
INSERT INTO plan_versions (plan_number, version, definition) VALUES ($1, $2, $3))sql"};

const statement plan_find{"plans.find", "SELECT " WEIR_PLAN_COLUMNS R"sql(
FROM plans AS p JOIN plan_versions AS v ON v.plan_number = p.number AND v.version = coalesce($2::int, p.latest_version)
WHERE p.id = $1 OR p.code = $1)sql"};

const statement plan_lock{"plans.lock", "SELECT p.number FROM plans AS p WHERE p.id = $1 OR p.code = $1 FOR UPDATE"};

const statement plan_bump{"plans.bump", R"sql(
UPDATE plans SET latest_version = $2, revision = revision + 1, updated_at = clock_timestamp() WHERE number = $1)sql"};

const statement plan_archive{"plans.archive", R"sql(
UPDATE plans SET state = 'archived', revision = revision + 1, updated_at = clock_timestamp()
WHERE number = $1 AND state = 'active')sql"};

const statement plan_list{"plans.list", "SELECT " WEIR_PLAN_COLUMNS R"sql(
FROM plans AS p JOIN plan_versions AS v ON v.plan_number = p.number AND v.version = p.latest_version
WHERE p.number > $1 ORDER BY p.number LIMIT $2)sql"};

const statement plan_versions{"plans.versions", "SELECT " WEIR_PLAN_COLUMNS R"sql(
FROM plans AS p JOIN plan_versions AS v ON v.plan_number = p.number
WHERE p.number = $1 AND ($2::int IS NULL OR v.version < $2) ORDER BY v.version DESC LIMIT $3)sql"};

// A plan names a meter by its slug. What a subscription that ended leaves to be corrected is priced by cells that stay.
const statement plan_measuring{"plans.measuring", R"sql(
SELECT p.code FROM plans AS p JOIN plan_versions AS v ON v.plan_number = p.number
WHERE jsonb_path_exists(v.definition::jsonb, '$.prices[*].meter ? (@ == $slug)', jsonb_build_object('slug', $1::text))
  AND ((p.state = 'active' AND v.version = p.latest_version)
    OR EXISTS (
      SELECT FROM subscription_changes AS c JOIN subscriptions AS s ON s.id = c.subscription_id
      WHERE (c.plan_number, c.plan_version) = (v.plan_number, v.version) AND c.withdrawn_at IS NULL
        AND NOT EXISTS (
          SELECT FROM subscription_changes AS e
          WHERE e.subscription_id IN (s.id, s.add_on_to) AND e.withdrawn_at IS NULL AND e.at <= clock_timestamp()
            AND (e.kind = 'cancel'
              OR (e.kind = 'change_plan' AND e.subscription_id = s.id AND (e.at, e.sequence) > (c.at, c.sequence))))))
ORDER BY p.number LIMIT 1)sql"};

plan_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).int4(), r.at(i, 1).string(),    r.at(i, 2).string(), r.at(i, 3).int4(),   r.at(i, 4).string(),
          r.at(i, 5).int8(), r.at(i, 6).timestamp(), r.at(i, 7).int4(),   r.at(i, 8).string(), r.at(i, 9).timestamp()};
}

std::vector<plan_row> read_all(const rows& r) {
  std::vector<plan_row> out;
  for (std::size_t i = 0; i < r.size(); ++i)
    out.push_back(read(r, i));
  return out;
}

}  // namespace

result<plan_row> create(executor& in, const std::string& id, const std::string& code, const std::string& definition) {
  auto made = in.run(plan_create, id, code);
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return fail(error_code::plan_code_taken);
  auto written = in.run(plan_write_version, made->at(0, 0).int4(), 1, definition);
  if (!written) return std::unexpected(written.error());
  return find(in, id, std::nullopt);
}

result<plan_row> find(executor& in, const std::string& id_or_code, std::optional<std::int32_t> version) {
  auto r = in.run(plan_find, id_or_code, version);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::plan_not_found);
  return read(*r, 0);
}

result<plan_row> lock(executor& in, const std::string& id_or_code) {
  auto locked = in.run(plan_lock, id_or_code);
  if (!locked) return std::unexpected(locked.error());
  return find(in, id_or_code, std::nullopt);
}

result<plan_row> add_version(executor& in, const plan_row& to, const std::string& definition) {
  const auto version = to.latest_version + 1;
  auto written = in.run(plan_write_version, to.number, version, definition);
  if (!written) return std::unexpected(written.error());
  auto bumped = in.run(plan_bump, to.number, version);
  if (!bumped) return std::unexpected(bumped.error());
  return find(in, to.id, version);
}

result<bool> archive(executor& in, const plan_row& which) {
  auto r = in.run(plan_archive, which.number);
  if (!r) return std::unexpected(r.error());
  return r->affected() > 0;
}

result<std::vector<plan_row>> list(executor& in, std::int32_t after, std::int32_t limit) {
  auto r = in.run(plan_list, after, limit);
  if (!r) return std::unexpected(r.error());
  return read_all(*r);
}

result<std::vector<plan_row>> versions(executor& in, const std::string& id_or_code, std::optional<std::int32_t> before,
                                       std::int32_t limit) {
  auto plan = find(in, id_or_code, std::nullopt);
  if (!plan) return std::unexpected(plan.error());
  auto r = in.run(plan_versions, plan->number, before, limit);
  if (!r) return std::unexpected(r.error());
  return read_all(*r);
}

result<std::optional<std::string>> measuring(executor& in, const std::string& meter) {
  auto r = in.run(plan_measuring, meter);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::optional<std::string>{};
  return r->at(0, 0).string();
}

}  // namespace weir::postgres::plans
