// What a body says of a webhook endpoint, and the parts of it that stand sealed.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <api/context.hpp>

#include <weir/postgres/webhook_parts.hpp>

namespace weir::api {

struct wanted_header {
  std::string name;
  std::optional<std::string> value{};  // nothing: the one that it has
};

struct webhook_wishes {
  postgres::webhook_endpoint_row row;
  std::optional<std::vector<wanted_header>> headers{};  // nothing: those that it has
};

// What the body says, over what is there. Errors: all that is wrong.
std::expected<webhook_wishes, std::vector<error>> read_webhook_wishes(const call& c,
                                                                      postgres::webhook_endpoint_row over);

// After lock(), or of a new endpoint. Returns whether any of them is another than before. Error: validation_failed,
// when one is to stay that cannot be opened any more.
result<bool> put_webhook_headers(postgres::executor& in, const call& c, const postgres::webhook_endpoint_row& of,
                                 const std::vector<wanted_header>& wanted);

// After lock(), or of a new endpoint: a new key, named by `version`, that of the endpoint with it. The current one
// signs beside it for `overlap_s`. Error: webhook_secret_refused, when as many as possible sign already.
result<void> put_webhook_key(postgres::executor& in, const call& c, const postgres::webhook_endpoint_row& of,
                             std::int64_t version, std::int64_t overlap_s);

}  // namespace weir::api
