// /api/v1/plans: what subscribers pay for. Plans belong to the platform; a tenant sees of them what it has subscribed
// to.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_plans(const call& c);
result<http::response> create_plan(const call& c);
result<http::response> get_plan(const call& c);
result<http::response> archive_plan(const call& c);
result<http::response> list_plan_versions(const call& c);
result<http::response> create_plan_version(const call& c);

}  // namespace weir::api
