// How the HTTP server carries this API: limits by the settings, headers of every answer, problem documents, metrics.
#pragma once

#include <api/context.hpp>

#include <weir/http/server.hpp>

namespace weir::api {

// With host, port, proxies and connection limit of the settings. Error: setting_invalid (TRUSTED_PROXIES).
result<http::server_options> make_server_options(services& with, unsigned threads);

}  // namespace weir::api
