#include <string>

#include <workers/billing/announce_change.hpp>
#include <workers/billing/change_credits.hpp>
#include <workers/billing/credit_json.hpp>

#include <weir/postgres/credits.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;

// The announcement and the answer, of what is stored now.
result<command_outcome> end(executor& in, const command_origin& c, event_type type, const std::string& id,
                            std::string before, int status) {
  auto row = postgres::credits::find(in, id);
  if (!row) return std::unexpected(row.error());
  return announce_change(
      in, c, {type, id, row->version, credit_json(*row, c.tenant->id, c.issued_at), std::move(before), status});
}

}  // namespace

result<command_outcome> grant_credit(executor& in, const command_origin& c, const contract::grant_credit& what) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  if (what.expires_at && *what.expires_at <= c.issued_at) return fail(error_code::credit_expiry_refused);
  postgres::new_credit_grant grant;
  grant.id = std::string(credit_id::prefix()) + c.id.substr(command_id::prefix().size());
  grant.amount = what.amount;
  grant.priority = what.priority;
  grant.expires_at = what.expires_at;
  grant.is_paid = what.is_paid;
  grant.reason = what.reason;
  grant.made_by = c.principal;
  grant.command_id = c.id;
  auto given = postgres::credits::give(in, c.tenant->number, std::string(what.currency.code()), grant, c.issued_at);
  if (!given) return std::unexpected(given.error());
  return end(in, c, event_type::credit_granted, grant.id, "", 201);
}

result<command_outcome> void_credit(executor& in, const command_origin& c, const contract::void_credit& what) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  const auto id = what.id.text();
  auto row = postgres::credits::find(in, id);
  if (!row) return std::unexpected(row.error());
  if (row->tenant_number != c.tenant->number) return fail(error_code::credit_not_found);
  if (auto held = postgres::credits::lock(in, row->tenant_number, row->currency); !held)
    return std::unexpected(held.error());
  // An invoice may have used it before the account was locked.
  row = postgres::credits::find(in, id);
  if (!row) return std::unexpected(row.error());
  // What has expired is worth nothing, whether its entry is written already or not.
  if (row->expires_at && *row->expires_at <= c.issued_at) return fail(error_code::credit_used_up);
  auto before = credit_json(*row, c.tenant->id, c.issued_at);
  auto taken = postgres::credits::take_back(in, row->tenant_number, row->currency, id, c.id, c.issued_at);
  if (!taken) return std::unexpected(taken.error());
  if (*taken == money{}) return fail(error_code::credit_used_up);
  return end(in, c, event_type::credit_voided, id, std::move(before), 200);
}

}  // namespace weir::billing
