// Webhooks of payment providers: proved by their signature, written to weir.payments as they came, then answered. What
// they ask for is done by the payments worker.
#pragma once

#include <api/context.hpp>

namespace weir::api {

// POST /api/v1/webhooks/{provider}/{payment_provider}
// Errors: payment_provider_not_found, payment_provider_disabled, body_too_large, webhook_signature_missing,
// webhook_signature_malformed, webhook_signature_wrong, webhook_signature_expired, webhook_body_malformed,
// webhook_mode_wrong, webhook_certificate_refused, webhook_certificate_unavailable; rate_limited for an address that
// proves nothing too often; broker_*, overloaded, database_unavailable, upon which the provider sends it again.
void take_provider_webhook(call c, http::responder respond);

}  // namespace weir::api
