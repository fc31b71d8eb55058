// /api/v1/auth/step-up: everything that proves a person, given again within a session.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void give_again(call c, http::responder respond);

}  // namespace weir::api
