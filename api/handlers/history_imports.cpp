#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/commands.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/history_imports.hpp>
#include <api/handlers/reads.hpp>
#include <workers/usage/history_json.hpp>

#include <weir/domain/hour.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::history_import_row;

// The broker's clock decides what is accepted, and it may differ from this one.
constexpr std::int64_t clocks_differ_ns = domain::ns_per_hour;
constexpr std::int64_t ns_per_day = 24 * domain::ns_per_hour;
constexpr std::int32_t most_invoices = 100;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "Past usage is imported by the platform.");
}

result<timestamp> instant_in(const contract::json_value& body, std::string_view member) {
  auto at = parse_rfc3339(body.text(member).value_or(""));
  if (!at) return fail(at.error().code, at.error().detail, "/" + std::string(member));
  return *at;
}

result<void> check_range(const call& c, const postgres::tenant_row& tenant, timestamp from, timestamp to) {
  if (to <= from) return fail(error_code::history_range_refused, "it does not end after it begins", "/to");
  if (!domain::is_hour_start(from, tenant.minute_offset))
    return fail(error_code::history_range_refused, "it does not begin with one of the tenant's hours", "/from");
  if (!domain::is_hour_start(to, tenant.minute_offset))
    return fail(error_code::history_range_refused, "it does not end with one of the tenant's hours", "/to");
  const timestamp end{c.with().clock.now().ns - c.with().config.accept_days * ns_per_day - clocks_differ_ns};
  if (to <= end) return {};
  return fail(error_code::history_range_refused,
              "events are accepted for " + std::to_string(c.with().config.accept_days) + " days: it may end at " +
                  format_rfc3339(domain::hour_start(end, tenant.minute_offset)),
              "/to");
}

std::string location(const history_import_row& row) {
  return "/api/v1/history-imports/" + row.id;
}

void write_total(contract::json_writer& w, std::string_view name, const postgres::usage_totals::total& t) {
  w.key(name).begin_object().member("value", t.quantity).member("events", t.events).member("cells", t.cells);
  w.end_object();
}

// schemas/json/history_preview.json
result<std::string> preview_json(executor& in, const std::string& which) {
  auto row = postgres::history_imports::find(in, which);
  if (!row) return std::unexpected(row.error());
  auto meter = postgres::meters::find(in, row->meter_id);
  if (!meter) return std::unexpected(meter.error());
  const std::vector<postgres::usage_totals::usage_class> all(1);
  auto now = postgres::usage_totals::read(in, row->tenant_number, *meter, row->from, row->to, all);
  if (!now) return std::unexpected(now.error());
  meter->generation = -row->number;
  auto staged = postgres::usage_totals::read(in, row->tenant_number, *meter, row->from, row->to, all);
  if (!staged) return std::unexpected(staged.error());
  auto touched = postgres::history_imports::touched(in, *row, most_invoices);
  if (!touched) return std::unexpected(touched.error());
  contract::json_writer w(1024);
  w.begin_object().member("is_preview", true).key("import").raw(usage::history_import_json(*row));
  write_total(w, "now", now->front());
  write_total(w, "then", staged->front());
  w.member("difference", decimal::subtract(staged->front().quantity, now->front().quantity));
  w.key("invoices").begin_array();
  for (const auto& i : *touched) {
    w.begin_object().member("id", i.id).member("number", i.number).member("state", i.state);
    w.member("currency", i.currency).key("period").begin_object().member("from", i.period_from);
    w.member("to", i.period_to).end_object().end_object();
  }
  return w.end_array().end_object().take();
}

// Whose import it is, also when nobody may know that there is one: it is not found then.
tenant_finder owner_of(std::string id) {
  return [id = std::move(id)](executor& in, const call&) -> result<postgres::tenant_row> {
    auto row = postgres::history_imports::find(in, id);
    if (!row) return std::unexpected(row.error());
    return postgres::tenants::by_number(in, row->tenant_number);
  };
}

result<history_import_id> id_asked(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto id = history_import_id::parse(c.parameter("history_import"));
  if (!id) return fail(error_code::history_import_not_found);
  return *id;
}

result<http::response> shown(const call& c) {
  auto id = id_asked(c);
  if (!id) return std::unexpected(id.error());
  auto row = look(c, [&](executor& in) { return postgres::history_imports::find(in, id->text()); });
  if (!row) return std::unexpected(row.error());
  return c.json(200, usage::history_import_json(*row));
}

result<http::response> previewed(const call& c) {
  auto id = id_asked(c);
  if (!id) return std::unexpected(id.error());
  auto body = look_at_snapshot(c, [&](executor& in) { return preview_json(in, id->text()); });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

}  // namespace

result<http::response> list_history_imports(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const auto name = "history_imports/" + text_of(c, "tenant").value_or("");
  auto before = cursor_text(c, name);
  if (!before) return std::unexpected(before.error());
  auto rows = look(c, [&](executor& in) -> result<std::vector<history_import_row>> {
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    const auto number = *tenant ? std::optional((*tenant)->number) : std::nullopt;
    return postgres::history_imports::list(in, number, number_in(*before).value_or(0), *limit + 1);
  });
  if (!rows) return std::unexpected(rows.error());
  std::optional<std::string> next;
  if (rows->size() > static_cast<std::size_t>(*limit)) {
    rows->pop_back();
    next = make_cursor(c, name, std::to_string(rows->back().number));
  }
  contract::json_writer w(rows->size() * 640 + 16);
  w.begin_array();
  for (const auto& row : *rows)
    w.raw(usage::history_import_json(row));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> create_history_import(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  const auto body = c.body();
  auto from = instant_in(body, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant_in(body, "to");
  if (!to) return std::unexpected(to.error());
  return create_once(c, [&](executor& in) -> result<created> {
    auto tenant = find_tenant(in, c, std::string(body.text("tenant").value_or("")));
    if (!tenant) return std::unexpected(tenant.error());
    auto meter = postgres::meters::find(in, std::string(body.text("meter").value_or("")));
    if (!meter) return std::unexpected(meter.error());
    if (auto fits = check_range(c, *tenant, *from, *to); !fits) return std::unexpected(fits.error());
    auto row = postgres::history_imports::create(
        in, {history_import_id{c.with().ids.next()}.text(), tenant->number, meter->number, *from, *to, c.who().id});
    if (!row) return std::unexpected(row.error());
    return created{usage::history_import_json(*row), location(*row), {}, {}};
  });
}

void get_history_import(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), shown);
}

void preview_history_import(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), previewed);
}

void start_history_import(call c, http::responder respond) {
  auto id = id_asked(c);
  if (!id) return respond(c.problem(id.error()));
  const auto rows = c.body().find("rows");
  contract::start_history_import what{*id, rows ? rows->integer().value_or(0) : 0};
  send_command(std::move(c), std::move(respond), what, owner_of(id->text()));
}

void cancel_history_import(call c, http::responder respond) {
  auto id = id_asked(c);
  if (!id) return respond(c.problem(id.error()));
  send_command(std::move(c), std::move(respond), contract::cancel_history_import{*id}, owner_of(id->text()));
}

}  // namespace weir::api
