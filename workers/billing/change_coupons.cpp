#include <string>

#include <workers/billing/announce_change.hpp>
#include <workers/billing/change_coupons.hpp>
#include <workers/billing/coupon_json.hpp>

#include <weir/postgres/coupons.hpp>

namespace weir::billing {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;

result<command_outcome> apply_coupon(executor& in, const command_origin& c, const contract::apply_coupon& what) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  auto coupon = postgres::coupons::lock(in, what.coupon);
  if (!coupon) return std::unexpected(coupon.error());
  if (coupon->archived_at) return fail(error_code::coupon_archived);
  if (coupon->redeem_by && *coupon->redeem_by <= c.issued_at) return fail(error_code::coupon_expired);
  auto held = postgres::coupons::is_held(in, c.tenant->number, *coupon);
  if (!held) return std::unexpected(held.error());
  if (*held) return fail(error_code::coupon_held);
  const auto id = std::string(tenant_coupon_id::prefix()) + c.id.substr(command_id::prefix().size());
  auto row = postgres::coupons::apply(in, *coupon, {id, c.tenant->number, c.issued_at, c.principal, c.id});
  if (!row) return std::unexpected(row.error());
  return announce_change(
      in, c, {event_type::coupon_applied, id, row->version, tenant_coupon_json(*row, c.tenant->id), "", 201});
}

result<command_outcome> remove_coupon(executor& in, const command_origin& c, const contract::remove_coupon& what) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  const auto id = what.id.text();
  auto row = postgres::coupons::find_applied(in, id);
  if (!row) return std::unexpected(row.error());
  if (row->tenant_number != c.tenant->number) return fail(error_code::tenant_coupon_not_found);
  auto before = tenant_coupon_json(*row, c.tenant->id);
  auto removed = postgres::coupons::remove(in, id, c.issued_at);
  if (!removed) return std::unexpected(removed.error());
  if (!*removed) return fail(error_code::tenant_coupon_not_found);
  row = postgres::coupons::find_applied(in, id);
  if (!row) return std::unexpected(row.error());
  return announce_change(
      in, c,
      {event_type::coupon_removed, id, row->version, tenant_coupon_json(*row, c.tenant->id), std::move(before), 200});
}

}  // namespace weir::billing
