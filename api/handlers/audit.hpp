// The audit trail, read.
#pragma once

#include <span>

#include <api/context.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/audit.hpp>

namespace weir::api {

result<http::response> list_audit(const call& c);
result<http::response> export_audit(const call& c);
result<http::response> audit_keys(const call& c);

// schemas/json/audit_entry.json, with the personal data `beside` that belongs to this entry.
void write_audit_entry(contract::json_writer& w, const postgres::audit::row& r,
                       std::span<const postgres::audit::personal_row> beside);

}  // namespace weir::api
