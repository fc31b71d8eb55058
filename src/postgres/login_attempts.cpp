#include <algorithm>
#include <iterator>
#include <utility>

#include <weir/base/assert.hpp>
#include <weir/postgres/sessions.hpp>

namespace weir::postgres::login_attempts {
namespace {

const statement attempts_make{"login_attempts.make", R"sql(
INSERT INTO login_attempts (key, last_at) SELECT key, $2 FROM unnest($1::text[]) AS key ORDER BY key
ON CONFLICT (key) DO NOTHING)sql"};

const statement attempts_lock{"login_attempts.lock", R"sql(
SELECT key, failures, last_at, blocked_until FROM login_attempts WHERE key = ANY ($1::text[]) ORDER BY key FOR UPDATE)sql"};

const statement attempts_store{"login_attempts.store", R"sql(
UPDATE login_attempts SET failures = $2, last_at = $3, blocked_until = $4 WHERE key = $1)sql"};

const statement attempts_forget{"login_attempts.forget", R"sql(
UPDATE login_attempts SET failures = 0, blocked_until = 'epoch' WHERE key = ANY ($1::text[]))sql"};

const statement attempts_take_back{"login_attempts.take_back", R"sql(
UPDATE login_attempts SET failures = greatest(failures - 1, 0), blocked_until = 'epoch' WHERE key = $1)sql"};

}  // namespace

result<std::vector<counted>> lock(executor& in, std::span<const std::string> keys, timestamp now) {
  auto made = in.run(attempts_make, param::array(keys), now);
  if (!made) return std::unexpected(made.error());
  auto r = in.run(attempts_lock, param::array(keys));
  if (!r) return std::unexpected(r.error());
  std::vector<counted> found;
  for (std::size_t i = 0; i < r->size(); ++i)
    found.push_back({r->at(i, 0).string(), {r->at(i, 1).int4(), r->at(i, 2).timestamp(), r->at(i, 3).timestamp()}});
  std::vector<counted> out;
  for (const auto& key : keys) {
    const auto one = std::ranges::find(found, key, &counted::key);
    // Deleted by retention between the two statements: as if it had just been made.
    out.push_back(one == found.end() ? counted{key, {0, now, {}}} : *one);
  }
  return out;
}

result<void> store(executor& in, std::span<const counted> after) {
  for (const auto& c : after) {
    auto r = in.run(attempts_store, c.key, c.state.failures, c.state.last_at, c.state.blocked_until);
    if (!r) return std::unexpected(r.error());
  }
  return {};
}

result<void> forget(executor& in, std::span<const std::string> keys) {
  auto r = in.run(attempts_forget, param::array(keys));
  if (!r) return std::unexpected(r.error());
  return {};
}

result<void> take_back(executor& in, const std::string& key) {
  auto r = in.run(attempts_take_back, key);
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres::login_attempts
