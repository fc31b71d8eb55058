// The catalogue of plans. Versions are only ever added; changes of one plan follow one another by its row's lock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct plan_row {
  std::int32_t number = 0;
  std::string id;
  std::string code;
  std::int32_t latest_version = 1;
  std::string state;  // active, archived
  std::int64_t revision = 0;
  timestamp updated_at{};
  std::int32_t version = 1;  // whose definition follows
  std::string definition;
  timestamp created_at{};
};

namespace plans {

// Its first version. Error: plan_code_taken.
result<plan_row> create(executor& in, const std::string& id, const std::string& code, const std::string& definition);

// By id or code, in one of its versions or (nothing) the latest. Error: plan_not_found.
result<plan_row> find(executor& in, const std::string& id_or_code, std::optional<std::int32_t> version);

// The same in the latest version, with its row locked until the transaction ends.
result<plan_row> lock(executor& in, const std::string& id_or_code);

// After lock(). The latest from now on.
result<plan_row> add_version(executor& in, const plan_row& to, const std::string& definition);

// After lock(). False: it was archived before.
result<bool> archive(executor& in, const plan_row& which);

// Latest versions by number, after `after` (0: from the first).
result<std::vector<plan_row>> list(executor& in, std::int32_t after, std::int32_t limit);

// Versions of a plan, the newest first, before `before` (nothing: from the newest). Error: plan_not_found.
result<std::vector<plan_row>> versions(executor& in, const std::string& id_or_code, std::optional<std::int32_t> before,
                                       std::int32_t limit);

// The code of a plan that prices a meter (by its slug) and that can be subscribed to in this version, or is by somebody
// whose subscription has not ended. Sees the subscriptions of whatever tenants the transaction is for.
result<std::optional<std::string>> measuring(executor& in, const std::string& meter);

}  // namespace plans
}  // namespace weir::postgres
