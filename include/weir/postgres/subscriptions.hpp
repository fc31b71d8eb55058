// Subscriptions and their dated changes. Written by commands alone, which come one after another for each tenant.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct subscription_change_row {
  std::int64_t sequence = 0;
  std::string kind;  // start, change_plan, pause, resume, cancel
  timestamp at{};
  civil_day day;
  std::optional<std::int32_t> plan_number{};  // of start and change_plan; so are the next two
  std::string plan_code;
  std::int32_t plan_version = 0;
  std::optional<timestamp> trial_until{};
  std::optional<civil_day> trial_until_day{};
  std::string made_by;
  std::string command_id;
  timestamp created_at{};
};

struct subscription_row {
  std::string id;
  std::int32_t tenant_number = 0;
  std::string currency;
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
  std::optional<std::string> add_on_to{};               // of an add-on: the id of what it is added to
  std::vector<subscription_change_row> changes{};       // those that hold, by sequence
  std::vector<subscription_change_row> base_changes{};  // likewise, of what it is added to
};

namespace subscriptions {

// With its first change, the last of `wanted`, whose sequence is 1.
result<void> create(executor& in, const subscription_row& wanted);

// One more; its sequence is given here.
result<void> add_change(executor& in, const subscription_row& to, const subscription_change_row& change);

// False: there is none of that sequence that holds.
result<bool> withdraw(executor& in, const subscription_row& of, std::int64_t sequence);

// Error: subscription_not_found.
result<subscription_row> find(executor& in, const std::string& id);

// Of a tenant, by id, after `after` (empty: from the first).
result<std::vector<subscription_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                           std::int32_t limit);

// All of these tenants, by id.
result<std::vector<subscription_row>> list(executor& in, std::span<const std::int32_t> tenants);

// Numbers of tenants, of which none is deleted, that had this plan at some time from `from` to `to`, in any version.
result<std::vector<std::int32_t>> list_subscribers(executor& in, std::int32_t plan, timestamp from, timestamp to,
                                                   std::int32_t limit);

}  // namespace subscriptions
}  // namespace weir::postgres
