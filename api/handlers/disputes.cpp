#include <optional>

#include <api/handlers/configuration.hpp>
#include <api/handlers/payments.hpp>
#include <api/payment_views.hpp>

namespace weir::api {
namespace {

using postgres::executor;
namespace rows = postgres::payments;

constexpr std::string_view place = "disputes";

result<std::optional<rows::dispute_mark>> read_cursor(const call& c) {
  const auto token = c.query("cursor");
  if (!token) return std::optional<rows::dispute_mark>{};
  auto at = c.with().cursors.parse(place, *token);
  if (!at) return std::unexpected(at.error());
  auto created = parse_rfc3339(at->get("created_at"));
  if (!created) return fail(error_code::cursor_invalid);
  return std::optional(rows::dispute_mark{*created, std::string(at->get("id"))});
}

std::string write_cursor(const call& c, const postgres::dispute_row& last) {
  return c.with().cursors.token(
      place, contract::cursor{}.set("created_at", format_rfc3339(last.created_at)).set("id", last.id));
}

}  // namespace

result<http::response> list_disputes(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto before = read_cursor(c);
  if (!before) return std::unexpected(before.error());
  const std::string state(c.query("state").value_or(""));
  if (c.query("state") && !billing::dispute_state_from_name(state))
    return fail(error_code::query_parameter_invalid, "no state of a dispute", "state");
  auto found = look(c, [&](executor& in) { return rows::list_disputes(in, state, *before, *limit + 1); });
  if (!found) return std::unexpected(found.error());
  std::optional<std::string> next;
  if (std::ssize(*found) > *limit) {
    found->pop_back();
    next = write_cursor(c, found->back());
  }
  contract::json_writer w(found->size() * 512 + 16);
  w.begin_array();
  for (const auto& row : *found)
    w.raw(dispute_view(row));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> get_dispute(const call& c) {
  const std::string which(c.parameter("dispute"));
  auto row = look(c, [&](executor& in) { return rows::find_dispute(in, which); });
  if (!row) return std::unexpected(row.error());
  auto out = c.json(200, dispute_view(*row));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

}  // namespace weir::api
