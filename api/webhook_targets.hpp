// Where webhooks may be sent to, as far as a URL tells; whoever sends looks at each address that a name stands for.
#pragma once

#include <string_view>

#include <weir/base/error.hpp>
#include <weir/catalogue/settings.hpp>

namespace weir::api {

// WEBHOOK_PORTS, WEBHOOK_ALLOWED_NETWORKS. Error: webhook_url_refused, which says why.
result<void> check_webhook_target(const settings& s, std::string_view url);

}  // namespace weir::api
