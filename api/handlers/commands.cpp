#include <utility>

#include <api/commands.hpp>
#include <api/handlers/commands.hpp>
#include <api/handlers/configuration.hpp>

#include <weir/base/assert.hpp>

namespace weir::api {
namespace {

std::vector<rejected_id> ids_of(const contract::json_value& body) {
  std::vector<rejected_id> out;
  const auto ids = body.find("rejected_ids");
  WEIR_ASSERT(ids, "rejected_action.json requires them");
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const auto id = rejected_id::parse(ids->item(i).text().value_or(""));
    WEIR_ASSERT(id, "rejected_action.json has the pattern of the ids");
    out.push_back(*id);
  }
  return out;
}

}  // namespace

result<http::response> get_command(const call& c) {
  const std::string id(c.parameter("command"));
  auto body = look(c, [&](postgres::executor& in) -> result<std::string> {
    auto row = postgres::command_results::get(in, id);
    if (!row) return std::unexpected(row.error());
    return command_json(in, c, *row);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void redrive_rejected(call c, http::responder respond) {
  auto ids = ids_of(c.body());
  send_command(std::move(c), std::move(respond), contract::redrive_rejected{std::move(ids)});
}

void discard_rejected(call c, http::responder respond) {
  auto ids = ids_of(c.body());
  send_command(std::move(c), std::move(respond), contract::discard_rejected{std::move(ids)});
}

}  // namespace weir::api
