// The body by which a mail program unsubscribes for its reader.
#pragma once

#include <weir/base/error.hpp>
#include <weir/http/message.hpp>

namespace weir::api {

// RFC 8058 §3.2: List-Unsubscribe=One-Click as a form of either type. A GET, or a POST of anything else, is a program
// that looks at links and no wish. Errors: media_type_unsupported, request_malformed, validation_failed.
result<void> check_one_click(const http::request& request);

}  // namespace weir::api
