// How a sign-in is answered: schemas/json/token_granted.json and token_error.json.
#pragma once

#include <api/context.hpp>
#include <api/sign_in.hpp>

namespace weir::api {

// As RFC 6749 §5.1 wants it: unstored, for caches of HTTP/1.0 as well.
http::response uncached(http::response answer);

// `in_cookie`: the refresh token goes where no script sees it. Without one nothing is set: the session has its own.
http::response granted(const call& c, const grant& g, bool in_cookie);

// 400 mfa_required. Beyond RFC 6749: what the next step needs stands beside the error.
http::response code_asked(const code_needed& asked);

}  // namespace weir::api
