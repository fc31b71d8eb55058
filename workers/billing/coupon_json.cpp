#include <optional>
#include <string_view>

#include <workers/billing/coupon_json.hpp>

#include <weir/contract/billing_documents.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::billing {
namespace {

std::optional<std::string> amount_left(const held_coupon& held) {
  const auto* amount = std::get_if<coupon_amount>(&held.coupon.value);
  if (amount == nullptr || !held.amount_left) return std::nullopt;
  return text(*held.amount_left, amount->currency);
}

std::string_view state_of(const postgres::tenant_coupon_row& row) {
  if (row.used_up_at) return "used_up";
  return row.removed_at ? "removed" : "active";
}

}  // namespace

std::string tenant_coupon_json(const postgres::tenant_coupon_row& row, const std::string& tenant_id) {
  contract::json_writer w(768);
  w.begin_object().member("id", row.held.id).member("tenant_id", tenant_id).key("coupon").begin_object();
  contract::write_coupon(w, row.held.coupon);
  w.end_object()
      .member("state", state_of(row))
      .member("since", row.held.since)
      .member("months_used", row.held.months_used)
      .member("amount_left", amount_left(row.held))
      .member("ended_at", row.used_up_at ? row.used_up_at : row.removed_at)
      .member("made_by", row.made_by)
      .member("created_at", row.created_at)
      .member("updated_at", row.updated_at);
  return w.end_object().take();
}

}  // namespace weir::billing
