#include <charconv>
#include <optional>
#include <utility>

#include <api/commands.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/subscriptions.hpp>
#include <workers/billing/preview_change.hpp>
#include <workers/billing/subscription_json.hpp>

#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::subscription_row;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Subscriptions are started and changed by the platform.");
}

result<std::string> shown(executor& in, const call& c, const subscription_row& row, const postgres::tenant_row& t) {
  postgres::plan_book plans;
  if (auto read = plans.read(in, {&row, 1}); !read) return std::unexpected(read.error());
  auto clock = billing::tenant_clock::of(in, t);
  if (!clock) return std::unexpected(clock.error());
  return billing::subscription_json(row, t.id, *clock, plans, c.with().clock.now());
}

result<contract::plan_choice> plan_asked(const contract::json_value& body) {
  contract::plan_choice out{std::string(body.text("plan").value_or(""))};
  if (out.plan.empty()) return fail(error_code::validation_failed, "the id or code of a plan is needed", "/plan");
  if (const auto version = body.find("plan_version"); version && version->integer())
    out.version = static_cast<std::int32_t>(*version->integer());
  return out;
}

result<std::optional<timestamp>> time_asked(const contract::json_value& body) {
  const auto text = body.text("at");
  if (!text) return std::nullopt;
  auto at = parse_rfc3339(*text);
  if (!at) return fail(at.error().code, at.error().detail, "/at");
  return *at;
}

// The tenant of a subscription, also when nobody may know that there is one: it is not found then.
tenant_finder owner_of(std::string id) {
  return [id = std::move(id)](executor& in, const call&) -> result<postgres::tenant_row> {
    auto row = postgres::subscriptions::find(in, id);
    if (!row) return std::unexpected(row.error());
    return postgres::tenants::by_number(in, row->tenant_number);
  };
}

std::optional<subscription_id> id_asked(const call& c) {
  return subscription_id::parse(c.parameter("subscription"));
}

result<contract::start_subscription> start_asked(const call& c) {
  const auto body = c.body();
  auto plan = plan_asked(body);
  if (!plan) return std::unexpected(plan.error());
  auto at = time_asked(body);
  if (!at) return std::unexpected(at.error());
  const auto trial = body.find("trial");
  contract::start_subscription what{std::move(*plan), std::string(body.text("currency").value_or("")), *at,
                                    !trial || trial->boolean().value_or(true)};
  if (const auto base = body.text("add_on_to")) {
    what.add_on_to = subscription_id::parse(*base);
    if (!what.add_on_to) return fail(error_code::subscription_not_found, std::string(*base), "/add_on_to");
  }
  return what;
}

result<contract::change_subscription> change_asked(const call& c) {
  const auto id = id_asked(c);
  if (!id) return fail(error_code::subscription_not_found);
  const auto body = c.body();
  contract::change_subscription what{*id, std::string(body.text("change").value_or(""))};
  if (what.change == "change_plan") {
    auto plan = plan_asked(body);
    if (!plan) return std::unexpected(plan.error());
    what.plan = std::move(*plan);
  } else if (body.find("plan") || body.find("plan_version")) {
    return fail(error_code::validation_failed, "only change_plan names a plan", "/plan");
  }
  auto at = time_asked(body);
  if (!at) return std::unexpected(at.error());
  const auto when = body.text("when");
  if (*at && when) return fail(error_code::validation_failed, "when or at, not both", "/at");
  what.at = *at;
  if (*at) {
    what.when = contract::change_time::given;
  } else if (when == "period_end") {
    what.when = contract::change_time::period_end;
  }
  return what;
}

// As the command would be, were it sent now.
postgres::command_origin origin_of(const call& c, postgres::tenant_row tenant) {
  auto& with = c.with();
  return {command_id{with.ids.next()}.text(), c.who().id, std::string(c.request().request_id()), with.clock.now(),
          std::move(tenant)};
}

}  // namespace

result<http::response> list_subscriptions(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const std::string which(c.parameter("tenant"));
  const auto endpoint = "subscriptions/" + which;
  auto after = cursor_text(c, endpoint);
  if (!after) return std::unexpected(after.error());
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto tenant = find_tenant(in, c, which);
    if (!tenant) return std::unexpected(tenant.error());
    auto rows = postgres::subscriptions::list(in, tenant->number, *after, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (rows->size() > static_cast<std::size_t>(*limit)) {
      rows->pop_back();
      next = make_cursor(c, endpoint, rows->back().id);
    }
    contract::json_writer w;
    w.begin_array();
    for (const auto& row : *rows) {
      auto json = shown(in, c, row, *tenant);
      if (!json) return json;
      w.raw(*json);
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> get_subscription(const call& c) {
  const std::string which(c.parameter("subscription"));
  std::int64_t version = 0;
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto row = postgres::subscriptions::find(in, which);
    if (!row) return std::unexpected(row.error());
    version = row->version;
    auto tenant = postgres::tenants::by_number(in, row->tenant_number);
    if (!tenant) return std::unexpected(tenant.error());
    return shown(in, c, *row, *tenant);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void start_subscription(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  auto what = start_asked(c);
  if (!what) return respond(c.problem(what.error()));
  send_command(std::move(c), std::move(respond), std::move(*what), tenant_of_path);
}

void change_subscription(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  auto what = change_asked(c);
  if (!what) return respond(c.problem(what.error()));
  const auto id = what->id.text();
  send_command(std::move(c), std::move(respond), std::move(*what), owner_of(id));
}

result<http::response> preview_subscription(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto what = start_asked(c);
  if (!what) return std::unexpected(what.error());
  auto body = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    auto tenant = tenant_of_path(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    const auto origin = origin_of(c, std::move(*tenant));
    auto seen = billing::preview_start(in, origin, *what, c.with().ids);
    if (!seen) return std::unexpected(seen.error());
    return billing::change_preview_json(*seen);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

result<http::response> preview_subscription_change(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto what = change_asked(c);
  if (!what) return std::unexpected(what.error());
  auto body = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    auto tenant = owner_of(what->id.text())(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    const auto origin = origin_of(c, std::move(*tenant));
    auto seen = billing::preview_change(in, origin, *what, c.with().ids);
    if (!seen) return std::unexpected(seen.error());
    return billing::change_preview_json(*seen);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void unschedule_subscription_change(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  const auto id = id_asked(c);
  if (!id) return respond(c.problem(error(error_code::subscription_not_found)));
  const auto text = c.parameter("sequence");
  contract::unschedule_subscription_change what{*id};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), what.sequence);
  if (problem != std::errc{} || end != text.data() + text.size() || what.sequence < 1)
    return respond(c.problem(error(error_code::subscription_change_not_found)));
  send_command(std::move(c), std::move(respond), std::move(what), owner_of(id->text()));
}

}  // namespace weir::api
