// Every error of the API as an RFC 9457 document.
#pragma once

#include <string_view>

#include <weir/base/error.hpp>
#include <weir/contract/problem.hpp>
#include <weir/http/message.hpp>

namespace weir::api {

// Status and headers by the code: Retry-After with 429 and 503 and with no other status, WWW-Authenticate with 401.
// `instance` and `request_id` are taken from the request.
http::response problem_response(contract::problem p, const http::request& request);

// For http::server_options: errors before any handler.
http::response problem_response(const error& e, std::string_view request_id);

}  // namespace weir::api
