// Budgets of a tenant, of its own people and the platform's. Changes are written at once; what is measured and crossed
// is the billing worker's (workers/billing/watch_budgets.hpp).
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_budgets(const call& c);
result<http::response> create_budget(const call& c);
result<http::response> get_budget(const call& c);
result<http::response> put_budget(const call& c);
result<http::response> delete_budget(const call& c);
result<http::response> list_budget_crossings(const call& c);

}  // namespace weir::api
