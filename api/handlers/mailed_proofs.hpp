// What somebody proves by a mail: that a forgotten password was theirs, that an address is.
#pragma once

#include <api/context.hpp>

namespace weir::api {

// POST /api/v1/auth/password/forgot, …/reset
result<http::response> forgot_password(const call& c);
void reset_password(call c, http::responder respond);

// POST /api/v1/users/me/email/verify, /api/v1/auth/email/confirm
result<http::response> request_verification(const call& c);
result<http::response> confirm_email(const call& c);

}  // namespace weir::api
