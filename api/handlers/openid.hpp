// Signing in by another service (OpenID Connect), and whom its identities belong to.
#pragma once

#include <api/context.hpp>

namespace weir::api {

// GET /api/v1/auth/methods
void sign_in_methods(call c, http::responder respond);

// POST /api/v1/auth/oidc/begin, …/step-up, …/finish
void begin_openid_sign_in(call c, http::responder respond);
void begin_openid_step_up(call c, http::responder respond);
void finish_openid_sign_in(call c, http::responder respond);

// /api/v1/users/me/identities
result<http::response> list_identities(const call& c);
result<http::response> unlink_identity(const call& c);

}  // namespace weir::api
