// What a command about a subscription sees, and how it is judged. Nothing is written here: the command and its preview
// stand at the same desk.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <workers/billing/tenant_clock.hpp>

#include <weir/postgres/command_handler.hpp>
#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/plans.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::billing {

class subscription_desk {
 public:
  // `c` outlives it. Errors: tenant_not_found, time_zone_unknown.
  static result<subscription_desk> open(postgres::executor& in, const postgres::command_origin& c);

  const tenant_clock& clock() const { return clock_; }
  const postgres::tenant_row& tenant() const { return *origin_.tenant; }

  // Whether zone and billing day are those that it was opened with.
  result<bool> has_kept_its_clock() const;

  // Of this tenant; its plans are read. Error: subscription_not_found.
  result<postgres::subscription_row> find(const subscription_id& id);

  // The subscription as it would be, its last change the one that is asked for. Errors: those of the commands
  // (change_subscriptions.hpp).
  result<postgres::subscription_row> started(const contract::start_subscription& what);
  result<postgres::subscription_row> changed(const postgres::subscription_row& row,
                                             const contract::change_subscription& what);

  // Whether a subscription makes sense, by itself and beside the tenant's others, and what is added to it as well.
  // Errors: subscription_change_refused, subscription_overlaps.
  result<void> judge(const postgres::subscription_row& wanted);

  // schemas/json/subscription.json, of one that was found or judged.
  std::string shown_as(const postgres::subscription_row& row) const;

 private:
  subscription_desk(postgres::executor& in, const postgres::command_origin& c, tenant_clock clock)
      : in_(in), origin_(c), clock_(clock) {}

  moment now() const { return clock_.hour_of(origin_.issued_at); }
  result<moment> dated(const std::optional<timestamp>& given) const;
  result<moment> time_of(const postgres::subscription_row& row, const contract::change_subscription& what) const;
  result<std::pair<postgres::plan_row, plan>> choose(const contract::plan_choice& of, const currency& coin,
                                                     bool is_add_on);
  result<void> add_to(postgres::subscription_row& wanted, const subscription_id& base);
  postgres::subscription_change_row made(change_kind kind, const moment& at) const;

  postgres::executor& in_;
  const postgres::command_origin& origin_;
  tenant_clock clock_;
  postgres::plan_book plans_;
};

}  // namespace weir::billing
