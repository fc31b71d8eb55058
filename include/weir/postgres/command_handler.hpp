// What carries out a command inside the flush that reads it. Handlers check first and write then: whatever was written
// before an error stays.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <weir/base/assert.hpp>
#include <weir/contract/command_bodies.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::postgres {

struct command_origin {
  std::string id;         // cmd_…
  std::string principal;  // who asked
  std::string request;    // req_…, or empty
  timestamp issued_at{};  // the API's clock: the command's own time, however late it is read
  std::optional<tenant_row> tenant{};
};

struct command_outcome {
  std::int32_t http_status = 200;
  std::string resource;  // JSON
};

// An error of the kind permanent is the command's answer, unless it is the database's own.
using command_handler =
    std::function<result<command_outcome>(executor&, const command_origin&, const contract::command_body&)>;

template<class Body>
command_handler handles(result<command_outcome> (*carry_out)(executor&, const command_origin&, const Body&)) {
  return [carry_out](executor& in, const command_origin& c, const contract::command_body& body) {
    const auto* what = std::get_if<Body>(&body);
    WEIR_ASSERT(what != nullptr, "handlers are found by the type of the body");
    return carry_out(in, c, *what);
  };
}

}  // namespace weir::postgres
