// The audit trail, read.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_audit(const call& c);
result<http::response> export_audit(const call& c);
result<http::response> audit_keys(const call& c);

}  // namespace weir::api
