#include <weir/base/assert.hpp>
#include <weir/postgres/credits.hpp>

#define WEIR_CREDIT_COLUMNS                                                                                   \
  "g.id, g.tenant_number, g.currency, g.amount, g.remaining, g.priority, g.expires_at, g.is_paid, g.reason, " \
  "g.invoice_id, g.made_by, g.command_id, g.version, g.created_at, g.updated_at FROM credit_grants AS g "

namespace weir::postgres::credits {
namespace {

using billing::money;

const statement account_make{"credits.make_account", R"sql(
INSERT INTO credit_accounts (tenant_number, currency) VALUES ($1, $2) ON CONFLICT (tenant_number, currency) DO NOTHING)sql"};

const statement account_lock{"credits.lock", R"sql(
SELECT balance, version FROM credit_accounts WHERE tenant_number = $1 AND currency = $2 FOR UPDATE)sql"};

const statement account_find_all{"credits.find_accounts", R"sql(
SELECT tenant_number, currency, balance, version FROM credit_accounts WHERE tenant_number = ANY ($1::integer[])
ORDER BY tenant_number, currency)sql"};

const statement account_lock_free{"credits.lock_free", R"sql(
SELECT tenant_number, currency, balance, version FROM credit_accounts WHERE tenant_number = ANY ($1::integer[])
ORDER BY tenant_number, currency FOR UPDATE SKIP LOCKED)sql"};

const statement account_balances{"credits.balances", R"sql(
SELECT a.currency, a.balance,
  coalesce((SELECT sum(g.remaining) FROM credit_grants AS g
            WHERE g.tenant_number = a.tenant_number AND g.currency = a.currency AND g.remaining > 0
              AND (g.expires_at IS NULL OR g.expires_at > $2)), 0)::bigint, a.version
FROM credit_accounts AS a WHERE a.tenant_number = $1 ORDER BY a.currency)sql"};

// Nothing remains of a new one until its entry is written.
const statement grant_make{"credits.make_grant", R"sql(
INSERT INTO credit_grants (id, tenant_number, currency, amount, remaining, priority, expires_at, is_paid, reason, invoice_id, made_by,
  command_id, created_at)
VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11, $12))sql"};

// The three of them only ever change together.
const statement entry_write{"credits.write_entry", R"sql(
WITH granted AS (
  UPDATE credit_grants SET remaining = remaining + $4, version = version + 1, updated_at = clock_timestamp()
  WHERE id = $3 AND tenant_number = $1 AND currency = $2 RETURNING id),
account AS (
  UPDATE credit_accounts SET balance = balance + $4, version = version + 1, updated_at = clock_timestamp()
  WHERE tenant_number = $1 AND currency = $2 AND EXISTS (SELECT FROM granted) RETURNING balance, version)
INSERT INTO credit_entries (tenant_number, currency, sequence, grant_id, kind, amount, balance_after, invoice_id, command_id, at)
SELECT $1, $2, account.version, granted.id, $5, $4, account.balance, $6, $7, $8 FROM account, granted)sql"};

const statement grant_find{"credits.find", "SELECT " WEIR_CREDIT_COLUMNS "WHERE g.id = $1"};

const statement grant_list{
    "credits.list", "SELECT " WEIR_CREDIT_COLUMNS "WHERE g.tenant_number = $1 AND g.id > $2 ORDER BY g.id LIMIT $3"};

const statement grant_open{"credits.open_grants", "SELECT " WEIR_CREDIT_COLUMNS R"sql(
WHERE g.tenant_number = $1 AND g.currency = $2 AND g.remaining > 0 ORDER BY g.id)sql"};

const statement grant_open_all{"credits.all_open_grants", "SELECT " WEIR_CREDIT_COLUMNS R"sql(
WHERE g.tenant_number = ANY ($1::integer[]) AND g.remaining > 0 ORDER BY g.id)sql"};

const statement grant_expired{"credits.expired", "SELECT " WEIR_CREDIT_COLUMNS R"sql(
WHERE g.tenant_number = $1 AND g.currency = $2 AND g.remaining > 0 AND g.expires_at <= $3 ORDER BY g.expires_at, g.id)sql"};

const statement account_expiring{"credits.expiring", R"sql(
SELECT a.tenant_number, a.currency, a.balance, a.version FROM credit_accounts AS a
WHERE (a.tenant_number, a.currency) IN (SELECT g.tenant_number, g.currency FROM credit_grants AS g
                                        WHERE g.remaining > 0 AND g.expires_at IS NOT NULL AND g.expires_at <= $1)
ORDER BY a.tenant_number, a.currency LIMIT $2)sql"};

const statement invoice_uses{"credits.uses_of_invoice", R"sql(
SELECT grant_id, (-sum(amount))::bigint FROM credit_entries
WHERE tenant_number = $1 AND currency = $2 AND invoice_id = $3 AND kind IN ('applied', 'returned')
GROUP BY grant_id HAVING sum(amount) < 0 ORDER BY min(sequence))sql"};

const statement entry_list{"credits.entries", R"sql(
SELECT currency, sequence, grant_id, kind, amount, balance_after, invoice_id, command_id, at FROM credit_entries
WHERE tenant_number = $1 AND currency = $2 AND ($3::bigint = 0 OR sequence < $3) ORDER BY sequence DESC LIMIT $4)sql"};

struct account {
  std::int32_t tenant;
  const std::string& currency;
};

struct cause {
  const char* kind;
  std::optional<std::string> invoice_id{};
  std::optional<std::string> command_id{};
  timestamp at{};
};

result<void> write(executor& in, const account& of, const std::string& grant, money signed_amount, const cause& why) {
  auto done = in.run(entry_write, of.tenant, of.currency, grant, signed_amount.minor, why.kind, why.invoice_id,
                     why.command_id, why.at);
  if (!done) return std::unexpected(done.error());
  if (done->affected() == 0) return fail(error_code::credit_not_found);
  return {};
}

credit_grant_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  return {at(0).string(),
          at(1).int4(),
          at(2).string(),
          {at(3).int8()},
          {at(4).int8()},
          at(5).int4(),
          at(6).optional_timestamp(),
          at(7).boolean(),
          at(8).string(),
          at(9).optional_string(),
          at(10).string(),
          at(11).optional_string(),
          at(12).int8(),
          at(13).timestamp(),
          at(14).timestamp()};
}

result<std::vector<credit_grant_row>> several(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<credit_grant_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::vector<credit_account_row>> accounts(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<credit_account_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).string(), {r->at(i, 2).int8()}, r->at(i, 3).int8()});
  return out;
}

// Of this account.
result<credit_grant_row> find_in(executor& in, const account& of, const std::string& grant) {
  auto row = find(in, grant);
  if (row && (row->tenant_number != of.tenant || row->currency != of.currency))
    return fail(error_code::credit_not_found);
  return row;
}

}  // namespace

result<credit_account_row> lock(executor& in, std::int32_t tenant, const std::string& currency) {
  if (auto made = in.run(account_make, tenant, currency); !made) return std::unexpected(made.error());
  auto r = in.run(account_lock, tenant, currency);
  if (!r) return std::unexpected(r.error());
  return credit_account_row{tenant, currency, {r->at(0, 0).int8()}, r->at(0, 1).int8()};
}

result<std::vector<credit_account_row>> lock_free(executor& in, std::span<const std::int32_t> tenants) {
  return accounts(in.run(account_lock_free, param::array(tenants)));
}

result<std::vector<credit_account_row>> find_accounts(executor& in, std::span<const std::int32_t> tenants) {
  return accounts(in.run(account_find_all, param::array(tenants)));
}

result<std::vector<credit_grant_row>> open_grants(executor& in, std::span<const std::int32_t> tenants) {
  return several(in.run(grant_open_all, param::array(tenants)));
}

result<std::vector<billing::credit_grant>> open_grants(executor& in, std::int32_t tenant, const std::string& currency) {
  auto found = several(in.run(grant_open, tenant, currency));
  if (!found) return std::unexpected(found.error());
  std::vector<billing::credit_grant> out;
  for (auto& g : *found)
    out.push_back({std::move(g.id), g.remaining, g.priority, g.expires_at, g.created_at});
  return out;
}

result<void> give(executor& in, std::int32_t tenant, const std::string& currency, const new_credit_grant& grant,
                  timestamp at) {
  WEIR_ASSERT(grant.amount > money{}, "a credit is worth something");
  auto held = lock(in, tenant, currency);
  if (!held) return std::unexpected(held.error());
  if (auto fits = billing::add(held->balance, grant.amount); !fits) return std::unexpected(fits.error());
  auto made = in.run(grant_make, grant.id, tenant, currency, grant.amount.minor, grant.priority, grant.expires_at,
                     grant.is_paid, grant.reason, grant.invoice_id, grant.made_by, grant.command_id, at);
  if (!made) return std::unexpected(made.error());
  return write(in, {tenant, currency}, grant.id, grant.amount, {"granted", grant.invoice_id, grant.command_id, at});
}

result<void> use(executor& in, std::int32_t tenant, const std::string& currency, const std::string& grant, money amount,
                 const std::string& invoice, timestamp at) {
  WEIR_ASSERT(amount > money{}, "an invoice uses something of a credit");
  auto row = find_in(in, {tenant, currency}, grant);
  if (!row) return std::unexpected(row.error());
  if (row->remaining < amount) return fail(error_code::credit_insufficient);
  return write(in, {tenant, currency}, grant, billing::negated(amount), {"applied", invoice, {}, at});
}

result<money> put_back(executor& in, std::int32_t tenant, const std::string& currency, const std::string& invoice,
                       timestamp at) {
  auto used = in.run(invoice_uses, tenant, currency, invoice);
  if (!used) return std::unexpected(used.error());
  money all;
  for (std::size_t i = 0; i < used->size(); ++i) {
    const money amount{used->at(i, 1).int8()};
    auto done = write(in, {tenant, currency}, used->at(i, 0).string(), amount, {"returned", invoice, {}, at});
    if (!done) return std::unexpected(done.error());
    auto sum = billing::add(all, amount);
    if (!sum) return sum;
    all = *sum;
  }
  return all;
}

result<std::vector<credit_grant_row>> expire(executor& in, std::int32_t tenant, const std::string& currency,
                                             timestamp as_of) {
  auto expired = several(in.run(grant_expired, tenant, currency, as_of));
  if (!expired) return expired;
  for (const auto& g : *expired) {
    auto done = write(in, {tenant, currency}, g.id, billing::negated(g.remaining), {"expired", {}, {}, as_of});
    if (!done) return std::unexpected(done.error());
  }
  return expired;
}

result<std::vector<credit_account_row>> expiring(executor& in, timestamp as_of, std::int32_t limit) {
  return accounts(in.run(account_expiring, as_of, limit));
}

result<money> take_back(executor& in, std::int32_t tenant, const std::string& currency, const std::string& grant,
                        const std::optional<std::string>& command, timestamp at) {
  auto row = find_in(in, {tenant, currency}, grant);
  if (!row) return std::unexpected(row.error());
  if (row->remaining == money{}) return money{};
  const auto* kind = row->is_paid ? "refunded" : "voided";
  auto done = write(in, {tenant, currency}, grant, billing::negated(row->remaining), {kind, {}, command, at});
  if (!done) return std::unexpected(done.error());
  return row->remaining;
}

result<credit_grant_row> find(executor& in, const std::string& id) {
  auto r = in.run(grant_find, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::credit_not_found);
  return read(*r, 0);
}

result<std::vector<credit_grant_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                           std::int32_t limit) {
  return several(in.run(grant_list, tenant, after, limit));
}

result<std::vector<credit_entry_row>> entries(executor& in, std::int32_t tenant, const std::string& currency,
                                              std::int64_t before, std::int32_t limit) {
  auto r = in.run(entry_list, tenant, currency, before, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<credit_entry_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto at = [&](std::size_t column) -> const field& { return r->at(i, column); };
    out.push_back({at(0).string(),
                   at(1).int8(),
                   at(2).string(),
                   at(3).string(),
                   {at(4).int8()},
                   {at(5).int8()},
                   at(6).optional_string(),
                   at(7).optional_string(),
                   at(8).timestamp()});
  }
  return out;
}

result<std::vector<credit_balance_row>> balances(executor& in, std::int32_t tenant, timestamp as_of) {
  auto r = in.run(account_balances, tenant, as_of);
  if (!r) return std::unexpected(r.error());
  std::vector<credit_balance_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), {r->at(i, 1).int8()}, {r->at(i, 2).int8()}, r->at(i, 3).int8()});
  return out;
}

}  // namespace weir::postgres::credits
