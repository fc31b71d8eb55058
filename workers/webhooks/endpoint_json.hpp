// schemas/json/webhook_endpoint.json: what the API answers, and the part of it that announcements carry.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <weir/postgres/webhook_endpoints.hpp>
#include <weir/postgres/webhook_parts.hpp>

namespace weir::webhooks {

// With how it fares and which secrets and keys sign, never the secrets themselves. `secret`: the new one, for the only
// answer that shows it (webhook_endpoint_created.json); empty: none.
std::string endpoint_json(const postgres::webhook_endpoint_row& of,
                          std::span<const postgres::webhook_secret_row> secrets,
                          std::span<const postgres::webhook_key_row> keys, std::string_view secret = {});

// What people decide about it: neither how it fares nor anything of its secrets.
std::string announced_endpoint_json(const postgres::webhook_endpoint_row& of);

}  // namespace weir::webhooks
