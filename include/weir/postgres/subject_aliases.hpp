// Which tenant a subject names under a platform key: rows of `subject_aliases`, tenants' keys included.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/tenants.hpp>

namespace weir::postgres::subject_aliases {

// Nothing when no tenant has this key or alias.
result<std::optional<tenant_row>> resolve(executor& in, const std::string& subject);

struct resolved {
  std::string subject;
  tenant_row tenant;
};
// Those of `subjects` that are known, in no order.
result<std::vector<resolved>> resolve_all(executor& in, std::span<const std::string> subjects);

// The tenant of `t.key`, made from `t` when there is none. Of two that race, both get the same tenant. Error
// database_conflict when somebody gives this subject to another tenant as an alias at this very moment: repeat.
result<tenant_row> resolve_or_create(executor& in, const new_tenant& t);

// Error: alias_taken. Adding it again to the same tenant is no error.
result<void> add(executor& in, std::int32_t tenant_number, const std::string& subject);

// Error: alias_not_found; a tenant's key is not an alias.
result<void> remove(executor& in, std::int32_t tenant_number, const std::string& subject);

// Aliases without the key, ascending, after `after` (empty: from the first).
result<std::vector<std::string>> list(executor& in, std::int32_t tenant_number, const std::string& after,
                                      std::int32_t limit);

}  // namespace weir::postgres::subject_aliases
