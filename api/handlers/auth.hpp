// /api/v1/auth: tokens of people, as RFC 6749 (§4.3, §6) and RFC 7009 have them.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void token(call c, http::responder respond);
void revoke_token(call c, http::responder respond);
void logout(call c, http::responder respond);

}  // namespace weir::api
