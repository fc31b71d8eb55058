// Where webhooks may be sent to, as far as a URL tells; whoever sends looks at each address that a name stands for.
#pragma once

#include <string_view>

#include <weir/base/error.hpp>
#include <weir/catalogue/settings.hpp>

namespace weir::api {

// By WEBHOOK_PORTS and WEBHOOK_ALLOWED_NETWORKS, as the sender reads them. Errors: webhook_url_refused, which says why;
// setting_invalid.
result<void> check_webhook_target(const settings& s, std::string_view url);

}  // namespace weir::api
