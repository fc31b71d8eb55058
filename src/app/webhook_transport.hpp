// How this program's webhooks leave: by HTTP, as WEBHOOK_PORTS, WEBHOOK_ALLOWED_NETWORKS and WEBHOOK_CA_FILE say.
#pragma once

#include <memory>

#include <workers/webhooks/webhook_transport.hpp>

#include <weir/base/error.hpp>
#include <weir/catalogue/settings.hpp>

namespace weir::app {

// Error: setting_invalid, which says what is wrong with which setting.
result<std::unique_ptr<webhooks::webhook_transport>> set_up_webhooks(const settings& s);

}  // namespace weir::app
