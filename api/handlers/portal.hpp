// The portal under /app/: files of its build, and index.html for every other address, which the portal's own router
// reads. These are no endpoints of the API: no key, any query.
#pragma once

#include <api/context.hpp>

#include <weir/http/router.hpp>

namespace weir::api {

// `with` outlives the router. Without a build every address below /app says so: 404 not_found.
void add_portal(http::router& out, const services& with);

}  // namespace weir::api
