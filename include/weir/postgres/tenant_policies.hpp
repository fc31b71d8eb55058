// Rows of `tenant_policies`: what a tenant asks of its people and keys.
#pragma once

#include <cstdint>
#include <optional>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct policies_row {
  bool mfa_required = false;
  std::optional<std::int32_t> session_idle_seconds{};
  std::optional<std::int32_t> session_absolute_seconds{};
  std::optional<std::int32_t> api_key_max_age_days{};
  std::int64_t version = 0;  // 0: none were ever set
};

namespace tenant_policies {

result<policies_row> get(executor& in, std::int32_t tenant);

// `expected`: the version that If-Match named. Error: precondition_failed.
result<policies_row> put(executor& in, std::int32_t tenant, std::optional<std::int64_t> expected,
                         const policies_row& wanted);

}  // namespace tenant_policies
}  // namespace weir::postgres
