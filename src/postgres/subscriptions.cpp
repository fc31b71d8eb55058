#include <functional>
#include <map>

#include <weir/base/assert.hpp>
#include <weir/postgres/subscriptions.hpp>

#define WEIR_SUBSCRIPTION_COLUMNS \
  "s.id, s.tenant_number, s.currency, s.version, s.created_at, s.updated_at, s.add_on_to"

namespace weir::postgres::subscriptions {
namespace {

const statement subscription_create{"subscriptions.create", R"sql(
INSERT INTO subscriptions (id, tenant_number, currency, add_on_to) VALUES ($1, $2, $3, $4))sql"};

const statement subscription_bump{"subscriptions.bump", R"sql(
UPDATE subscriptions SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement change_add{"subscriptions.add_change", R"sql(
INSERT INTO subscription_changes (subscription_id, sequence, tenant_number, kind, at, day, plan_number, plan_version, trial_until,
  trial_until_day, made_by, command_id)
SELECT $1, coalesce((SELECT max(c.sequence) FROM subscription_changes AS c WHERE c.subscription_id = $1), 0) + 1, $2, $3, $4, $5::date,
  $6, $7, $8, $9::date, $10, $11)sql"};

const statement change_withdraw{"subscriptions.withdraw", R"sql(
UPDATE subscription_changes SET withdrawn_at = clock_timestamp()
WHERE subscription_id = $1 AND sequence = $2 AND withdrawn_at IS NULL)sql"};

const statement subscription_find{"subscriptions.find", "SELECT " WEIR_SUBSCRIPTION_COLUMNS R"sql(
FROM subscriptions AS s WHERE s.id = $1)sql"};

const statement subscription_list{"subscriptions.list", "SELECT " WEIR_SUBSCRIPTION_COLUMNS R"sql(
FROM subscriptions AS s WHERE s.tenant_number = $1 AND s.id > $2 ORDER BY s.id LIMIT $3)sql"};

const statement subscription_list_all{"subscriptions.list_all", "SELECT " WEIR_SUBSCRIPTION_COLUMNS R"sql(
FROM subscriptions AS s WHERE s.tenant_number = ANY ($1::integer[]) ORDER BY s.id)sql"};

const statement change_list{"subscriptions.changes", R"sql(
SELECT c.subscription_id, c.sequence, c.kind, c.at, c.day, c.plan_number, coalesce(p.code, ''), coalesce(c.plan_version, 0), c.trial_until,
  c.trial_until_day, c.made_by, c.command_id, c.created_at
FROM subscription_changes AS c LEFT JOIN plans AS p ON p.number = c.plan_number
WHERE c.subscription_id = ANY ($1::text[]) AND c.withdrawn_at IS NULL ORDER BY c.subscription_id, c.sequence)sql"};

// Their plan until something else was chosen.
const statement subscribers_list{"subscriptions.subscribers", R"sql(
SELECT DISTINCT c.tenant_number FROM subscription_changes AS c
JOIN tenants AS t ON t.number = c.tenant_number AND t.state <> 'deleted'
WHERE c.plan_number = $1 AND c.withdrawn_at IS NULL AND c.at < $3 AND NOT EXISTS (
  SELECT FROM subscription_changes AS n
  WHERE n.subscription_id = c.subscription_id AND n.withdrawn_at IS NULL AND n.kind IN ('change_plan', 'cancel')
    AND (n.at, n.sequence) > (c.at, c.sequence) AND n.at <= $2)
ORDER BY c.tenant_number LIMIT $4)sql"};

civil_day day_of(const field& f) {
  auto day = parse_civil_day(f.text());
  WEIR_ASSERT(day, "a date of the database");
  return *day;
}

subscription_change_row read_change(const rows& r, std::size_t i) {
  subscription_change_row out;
  out.sequence = r.at(i, 1).int8();
  out.kind = r.at(i, 2).string();
  out.at = r.at(i, 3).timestamp();
  out.day = day_of(r.at(i, 4));
  if (!r.at(i, 5).is_null()) out.plan_number = r.at(i, 5).int4();
  out.plan_code = r.at(i, 6).string();
  out.plan_version = r.at(i, 7).int4();
  if (!r.at(i, 8).is_null()) out.trial_until = r.at(i, 8).timestamp();
  if (!r.at(i, 9).is_null()) out.trial_until_day = day_of(r.at(i, 9));
  out.made_by = r.at(i, 10).string();
  out.command_id = r.at(i, 11).string();
  out.created_at = r.at(i, 12).timestamp();
  return out;
}

result<std::vector<subscription_row>> read_all(executor& in, const rows& r) {
  std::vector<subscription_row> out;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < r.size(); ++i) {
    out.push_back({r.at(i, 0).string(), r.at(i, 1).int4(), r.at(i, 2).string(), r.at(i, 3).int8(),
                   r.at(i, 4).timestamp(), r.at(i, 5).timestamp(), r.at(i, 6).optional_string()});
    ids.push_back(out.back().id);
    if (out.back().add_on_to) ids.push_back(*out.back().add_on_to);
  }
  auto changes = in.run(change_list, param::array(ids));
  if (!changes) return std::unexpected(changes.error());
  std::map<std::string, std::vector<subscription_change_row>, std::less<>> by_id;
  for (std::size_t i = 0; i < changes->size(); ++i)
    by_id[changes->at(i, 0).string()].push_back(read_change(*changes, i));
  for (auto& row : out) {
    row.changes = by_id[row.id];
    if (row.add_on_to) row.base_changes = by_id[*row.add_on_to];
  }
  return out;
}

result<void> write_change(executor& in, const std::string& id, std::int32_t tenant, const subscription_change_row& c) {
  const auto version = c.plan_number ? std::optional(c.plan_version) : std::nullopt;
  const auto trial = c.trial_until_day ? std::optional(text(*c.trial_until_day)) : std::nullopt;
  auto done = in.run(change_add, id, tenant, c.kind, c.at, text(c.day), c.plan_number, version, c.trial_until, trial,
                     c.made_by, c.command_id);
  if (!done) return std::unexpected(done.error());
  return {};
}

result<void> bump(executor& in, const std::string& id) {
  auto done = in.run(subscription_bump, id);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace

result<void> create(executor& in, const subscription_row& wanted) {
  auto made = in.run(subscription_create, wanted.id, wanted.tenant_number, wanted.currency, wanted.add_on_to);
  if (!made) return std::unexpected(made.error());
  return write_change(in, wanted.id, wanted.tenant_number, wanted.changes.back());
}

result<void> add_change(executor& in, const subscription_row& to, const subscription_change_row& change) {
  if (auto done = write_change(in, to.id, to.tenant_number, change); !done) return done;
  return bump(in, to.id);
}

result<bool> withdraw(executor& in, const subscription_row& of, std::int64_t sequence) {
  auto done = in.run(change_withdraw, of.id, sequence);
  if (!done) return std::unexpected(done.error());
  if (done->affected() == 0) return false;
  if (auto bumped = bump(in, of.id); !bumped) return std::unexpected(bumped.error());
  return true;
}

result<subscription_row> find(executor& in, const std::string& id) {
  auto r = in.run(subscription_find, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::subscription_not_found);
  auto all = read_all(in, *r);
  if (!all) return std::unexpected(all.error());
  return std::move(all->front());
}

result<std::vector<subscription_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                           std::int32_t limit) {
  auto r = in.run(subscription_list, tenant, after, limit);
  if (!r) return std::unexpected(r.error());
  return read_all(in, *r);
}

result<std::vector<subscription_row>> list(executor& in, std::span<const std::int32_t> tenants) {
  auto r = in.run(subscription_list_all, param::array(tenants));
  if (!r) return std::unexpected(r.error());
  return read_all(in, *r);
}

result<std::vector<std::int32_t>> list_subscribers(executor& in, std::int32_t plan, timestamp from, timestamp to,
                                                   std::int32_t limit) {
  auto r = in.run(subscribers_list, plan, from, to, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).int4());
  return out;
}

}  // namespace weir::postgres::subscriptions
