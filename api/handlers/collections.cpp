#include <algorithm>
#include <array>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/collections.hpp>
#include <workers/payments/chargeable.hpp>
#include <workers/payments/collection_case.hpp>
#include <workers/payments/collection_json.hpp>

namespace weir::api {
namespace {

using postgres::collection_row;
using postgres::executor;
namespace rows = postgres::collections;

constexpr std::string_view place = "collections";
constexpr std::array<std::string_view, 4> states{"waiting", "running", "held", "ended"};

void write_row(contract::json_writer& w, const collection_row& c) {
  payments::write_collection(w, c);
  w.member("created_at", c.created_at).member("updated_at", c.updated_at);
}

// schemas/json/collection.json
std::string collection_view(const collection_row& c) {
  contract::json_writer w(896);
  w.begin_object();
  write_row(w, c);
  return w.end_object().take();
}

// schemas/json/collection_details.json
std::string details_view(const payments::collection_case& of, const std::vector<postgres::collection_step_row>& steps,
                         const std::vector<billing::due_step>& coming) {
  contract::json_writer w(2048);
  w.begin_object();
  write_row(w, of.row);
  w.member("plan", of.plan.plan_code).member("plan_version", of.plan.plan_version).key("steps").begin_array();
  for (const auto& s : steps) {
    w.begin_object();
    payments::write_collection_step(w, s);
    w.end_object();
  }
  w.end_array().key("coming").begin_array();
  for (const auto& s : coming) {
    w.begin_object().member("number", static_cast<std::int64_t>(s.number));
    w.member("act", billing::name(of.steps.steps[s.number].act)).member("at", s.at).end_object();
  }
  return w.end_array().end_object().take();
}

// ?state= and ?declined=.
result<rows::filter> wanted_collections(const call& c) {
  rows::filter out;
  out.state = c.query("state").value_or("");
  if (!out.state.empty() && std::ranges::find(states, out.state) == states.end())
    return fail(error_code::query_parameter_invalid, "state is waiting, running, held or ended.", "state");
  const auto declined = c.query("declined").value_or("false");
  if (declined != "true" && declined != "false")
    return fail(error_code::query_parameter_invalid, "true or false", "declined");
  out.declined = declined == "true";
  return out;
}

}  // namespace

result<http::response> list_collections(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto before = cursor_text(c, place);
  if (!before) return std::unexpected(before.error());
  auto wanted = wanted_collections(c);
  if (!wanted) return std::unexpected(wanted.error());
  auto found = look(c, [&](executor& in) -> result<std::vector<collection_row>> {
    if (const auto tenant = c.query("tenant")) {
      auto whose = find_tenant(in, c, std::string(*tenant));
      if (!whose) return std::unexpected(whose.error());
      wanted->tenant = whose->number;
    }
    return rows::list(in, *wanted, *before, *limit + 1);
  });
  if (!found) return std::unexpected(found.error());
  std::optional<std::string> next;
  if (std::ssize(*found) > *limit) {
    found->pop_back();
    next = make_cursor(c, place, found->back().invoice_id);
  }
  contract::json_writer w(found->size() * 896 + 16);
  w.begin_array();
  for (const auto& row : *found)
    w.raw(collection_view(row));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> get_collection(const call& c) {
  const std::string which(c.parameter("invoice"));
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto of = payments::read_case(in, which);
    if (!of) return std::unexpected(of.error());
    auto steps = rows::steps(in, which);
    if (!steps) return std::unexpected(steps.error());
    std::vector<billing::due_step> coming;
    if (of->row.state != "ended") {
      auto since = payments::chargeable_since(in, of->row);
      if (!since) return std::unexpected(since.error());
      coming = of->coming(since->has_value(), c.with().clock.now());
    }
    return details_view(*of, *steps, coming);
  });
  if (!body) return std::unexpected(body.error());
  auto out = c.json(200, std::move(*body));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<http::response> change_collection(const call& c) {
  if (auto allowed = platform_only(c, "Whose money is gone after is the platform's to say."); !allowed)
    return std::unexpected(allowed.error());
  const std::string which(c.parameter("invoice"));
  const bool holds = c.body().text("change") == "hold";
  auto now = change(c, [&](executor& in) -> result<collection_row> {
    if (auto locked = rows::lock(in, which); !locked) return std::unexpected(locked.error());
    auto before = rows::find(in, which);
    if (!before) return before;
    auto after = holds ? rows::hold(in, which) : rows::resume(in, which, c.with().clock.now());
    if (!after) return after;
    auto said = announce(in, c,
                         {contract::event_type::collection_updated, which, after->version,
                          principal::tenant_ref{*tenant_id::parse(after->tenant_id), after->tenant_number},
                          payments::collection_json(*after), payments::collection_json(*before)});
    if (!said) return std::unexpected(said.error());
    return after;
  });
  if (!now) return std::unexpected(now.error());
  return c.json(200, collection_view(*now));
}

}  // namespace weir::api
