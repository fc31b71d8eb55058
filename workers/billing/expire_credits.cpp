#include <utility>

#include <workers/billing/announce_change.hpp>
#include <workers/billing/credit_json.hpp>
#include <workers/billing/expire_credits.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/credits.hpp>

namespace weir::billing {
namespace {

constexpr std::int32_t most_accounts = 500;  // looked up at once

template<class F>
auto as_worker(postgres::pool& database, F&& f) {
  return database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), std::forward<F>(f));
}

}  // namespace

result<std::size_t> expire_credits(postgres::executor& in, const postgres::tenant_row& tenant,
                                   const std::string& currency, timestamp as_of) {
  if (auto held = postgres::credits::lock(in, tenant.number, currency); !held) return std::unexpected(held.error());
  auto expired = postgres::credits::expire(in, tenant.number, currency, as_of);
  if (!expired) return std::unexpected(expired.error());
  const postgres::command_origin cause{"", "system", "", as_of, tenant};
  for (const auto& before : *expired) {
    auto now = postgres::credits::find(in, before.id);
    if (!now) return std::unexpected(now.error());
    auto said = announce_change(in, cause,
                                {contract::event_type::credit_expired, now->id, now->version,
                                 credit_json(*now, tenant.id, as_of), credit_json(before, tenant.id, as_of)});
    if (!said) return std::unexpected(said.error());
  }
  return expired->size();
}

jobs::handler expire_credits_job(postgres::pool& database, clock_source& clock) {
  return [&database, &clock](jobs::context& job) -> result<std::string> {
    const auto as_of = clock.now();
    std::int64_t expired = 0;
    for (bool more = true; more;) {
      auto due = as_worker(
          database, [&](postgres::executor& in) { return postgres::credits::expiring(in, as_of, most_accounts); });
      if (!due) return std::unexpected(due.error());
      more = due->size() == static_cast<std::size_t>(most_accounts);
      for (const auto& account : *due) {
        if (job.canceled()) return fail(error_code::lease_lost);
        auto done = as_worker(database, [&](postgres::executor& in) -> result<std::size_t> {
          auto tenant = postgres::tenants::by_number(in, account.tenant_number);
          if (!tenant) return std::unexpected(tenant.error());
          return expire_credits(in, *tenant, account.currency, as_of);
        });
        if (!done) return std::unexpected(done.error());
        expired += static_cast<std::int64_t>(*done);
        job.progress(expired, std::nullopt);
      }
    }
    contract::json_writer out;
    return out.begin_object().member("expired", expired).end_object().take();
  };
}

}  // namespace weir::billing
