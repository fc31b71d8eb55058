// The one table of what the API answers: method, path, permission, body, query parameters, handler. The router is built
// from it and schemas/openapi.json is compared with it both ways.
//
// Every request passes the same steps, in this order: authentication, permission, known query parameters, body against
// its schema, handler. HEAD and OPTIONS need no row: the router answers them.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include <api/context.hpp>

#include <weir/http/router.hpp>

namespace weir::api {

// Must not wait; completes the responder then or later. Runs on the connection's io thread, or in the worker pool when
// the key had to be looked up first.
using inline_handler = void (*)(call, http::responder);

// Runs in the worker pool; an error becomes its problem document. A full pool answers 503 overloaded.
using blocking_handler = result<http::response> (*)(const call&);

struct endpoint {
  http::method method;
  std::string_view path;  // as the router has it: "/api/v1/meters/{meter}"
  permission needs;
  std::string_view body_schema;  // file of schemas/json, read and checked for the handler; "" for none
  std::span<const std::string_view> query_parameters;  // others are refused: query_parameter_unknown
  std::variant<inline_handler, blocking_handler> handler;
  bool in_openapi = true;      // pages, their files and the like are not
  bool handler_reads = false;  // the handler reads and checks the body itself
  bool step_up = false;        // people: everything that proves them was given within domain::step_up_s
  bool proves_itself = false;  // by a signature: the handler charges the address for what is not proved
  bool body_optional = false;  // none is as {}
};

std::span<const endpoint> endpoint_table();

// The routes of the table and the portal's files; to be handed to http::server. `with` outlives it.
http::router make_router(services& with);

}  // namespace weir::api
