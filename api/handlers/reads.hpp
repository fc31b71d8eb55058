// What the handlers that read usage share: ?tenant=, ?after=, instants, and cursors bound to their filters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <api/endpoint_table.hpp>

#include <weir/contract/cursor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

// Waits for the writes that ?after= names, if any, and then does `work` in the worker pool.
void after_receipts(call c, http::responder respond, blocking_handler work);

// The tenant that is asked about: a tenant key's own, whatever ?tenant= says must be it; for the platform ?tenant= by
// id or key, nothing without. Error: tenant_not_found.
result<std::optional<postgres::tenant_row>> asked_tenant(postgres::executor& in, const call& c);

// For what concerns one tenant. Error besides: tenant_required.
result<postgres::tenant_row> one_tenant(postgres::executor& in, const call& c);

// RFC 3339; nothing when absent. Error: time_malformed, time_out_of_range.
result<std::optional<timestamp>> instant_of(const call& c, std::string_view parameter);

std::optional<std::string> text_of(const call& c, std::string_view parameter);  // nothing when absent or empty

// Cursors of a list: only good for the same endpoint with the same parameters.
result<std::optional<contract::cursor>> cursor_of(const call& c);
std::string token_of(const call& c, const contract::cursor& at);

}  // namespace weir::api
