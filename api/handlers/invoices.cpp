#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <api/commands.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/invoices.hpp>
#include <api/usage/cell_events.hpp>
#include <workers/billing/explain_json.hpp>
#include <workers/billing/forecast_month.hpp>
#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/invoice_json.hpp>
#include <workers/billing/invoice_runs.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/billing/invoice_state.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::invoice_row;

result<void> platform_only(const call& c) {
  if (c.who().is_platform()) return {};
  return fail(error_code::forbidden, "Invoices are changed by the platform.");
}

struct owned_invoice {
  invoice_row row;
  postgres::tenant_row tenant;
};

result<owned_invoice> find_invoice(executor& in, const call& c) {
  auto row = postgres::invoices::find(in, std::string(c.parameter("invoice")));
  if (!row) return std::unexpected(row.error());
  auto tenant = postgres::tenants::by_number(in, row->tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  return owned_invoice{std::move(*row), std::move(*tenant)};
}

// The tenant of an invoice, also when nobody may know that there is one: it is not found then.
tenant_finder owner_of(std::string id) {
  return [id = std::move(id)](executor& in, const call&) -> result<postgres::tenant_row> {
    auto row = postgres::invoices::find(in, id);
    if (!row) return std::unexpected(row.error());
    return postgres::tenants::by_number(in, row->tenant_number);
  };
}

// ?state= and ?search=.
result<postgres::invoices::filter> filter_asked(const call& c) {
  postgres::invoices::filter out;
  if (const auto state = c.query("state")) {
    if (!billing::invoice_state_from_name(*state))
      return fail(error_code::query_parameter_invalid, "no state of an invoice", "state");
    out.states.emplace_back(*state);
  }
  if (const auto text = c.query("search")) {
    if (text->size() > 64) return fail(error_code::query_parameter_invalid, "at most 64 characters", "search");
    out.search = *text;
  }
  return out;
}

result<http::response> listed(const call& c, const std::string& endpoint, const std::optional<std::string>& tenant) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto filter = filter_asked(c);
  if (!filter) return std::unexpected(filter.error());
  auto before = cursor_text(c, endpoint);
  if (!before) return std::unexpected(before.error());
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    if (tenant) {
      auto whose = find_tenant(in, c, *tenant);
      if (!whose) return std::unexpected(whose.error());
      filter->tenant = whose->number;
    }
    auto rows = postgres::invoices::list(in, *filter, *before, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (std::ssize(*rows) > *limit) {
      rows->pop_back();
      next = make_cursor(c, endpoint, rows->back().id);
    }
    std::vector<postgres::tenant_row> tenants;
    contract::json_writer w;
    w.begin_array();
    for (const auto& row : *rows) {
      auto whose = std::ranges::find(tenants, row.tenant_number, &postgres::tenant_row::number);
      if (whose == tenants.end()) {
        auto read = postgres::tenants::by_number(in, row.tenant_number);
        if (!read) return std::unexpected(read.error());
        whose = tenants.insert(tenants.end(), std::move(*read));
      }
      w.raw(billing::invoice_json(row, whose->id));
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

// The place in a list of cells.
result<std::optional<postgres::usage_totals::cell_mark>> cell_cursor(const call& c, const std::string& endpoint) {
  const auto token = c.query("cursor");
  if (!token) return std::optional<postgres::usage_totals::cell_mark>{};
  auto at = c.with().cursors.parse(endpoint, *token);
  if (!at) return std::unexpected(at.error());
  auto hour = parse_rfc3339(at->get("hour"));
  if (!hour) return fail(error_code::cursor_invalid);
  return std::optional(postgres::usage_totals::cell_mark{*hour, std::string(at->get("cell"))});
}

std::string cell_token(const call& c, const std::string& endpoint, const postgres::usage_totals::cell_mark& at) {
  return c.with().cursors.token(endpoint,
                                contract::cursor{}.set("hour", format_rfc3339(at.hour)).set("cell", at.digest));
}

}  // namespace

result<http::response> list_invoices(const call& c) {
  return listed(c, "invoices", std::nullopt);
}

result<http::response> list_tenant_invoices(const call& c) {
  const std::string which(c.parameter("tenant"));
  return listed(c, "invoices/" + which, which);
}

result<http::response> get_invoice(const call& c) {
  std::int64_t version = 0;
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto found = find_invoice(in, c);
    if (!found) return std::unexpected(found.error());
    version = found->row.version;
    return billing::invoice_json(found->row, found->tenant.id);
  });
  if (!body) return std::unexpected(body.error());
  return with_etag(c, std::move(*body), version);
}

result<http::response> list_invoice_lines(const call& c) {
  auto limit = c.limit(100, 1000);
  if (!limit) return std::unexpected(limit.error());
  const auto endpoint = "invoice-lines/" + std::string(c.parameter("invoice"));
  auto after = cursor_text(c, endpoint);
  if (!after) return std::unexpected(after.error());
  std::int32_t from = 0;
  std::from_chars(after->data(), after->data() + after->size(), from);
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto found = find_invoice(in, c);
    if (!found) return std::unexpected(found.error());
    auto lines = postgres::invoices::lines(in, found->row.id, from, *limit + 1);
    if (!lines) return std::unexpected(lines.error());
    if (std::ssize(*lines) > *limit) {
      lines->pop_back();
      next = make_cursor(c, endpoint, std::to_string(lines->back().number));
    }
    const auto coin = billing::currency::find(found->row.currency);
    contract::json_writer w;
    w.begin_array();
    for (const auto& line : *lines)
      billing::write_invoice_line(w, line, *coin);
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> explain_invoice_line(const call& c) {
  auto limit = c.limit(100, 1000);
  if (!limit) return std::unexpected(limit.error());
  const auto text = c.parameter("line");
  std::int32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return fail(error_code::invoice_line_not_found);
  const auto endpoint = "explain/" + std::string(c.parameter("invoice")) + "/" + std::to_string(number);
  auto after = cell_cursor(c, endpoint);
  if (!after) return std::unexpected(after.error());
  auto body = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    auto found = find_invoice(in, c);
    if (!found) return std::unexpected(found.error());
    auto explained = billing::explain_line(in, found->row, number, {.after = *after, .limit = *limit});
    if (!explained) return std::unexpected(explained.error());
    std::optional<std::string> next;
    if (explained->usage && explained->usage->next) next = cell_token(c, endpoint, *explained->usage->next);
    const auto& tenant = found->tenant.id;
    return billing::explanation_json(
        *explained, tenant,
        [&](const auto& meter, const auto& cell) { return cell_events_path(tenant, {meter, cell}); }, next);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

result<http::response> list_invoice_payments(const call& c) {
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto found = find_invoice(in, c);
    if (!found) return std::unexpected(found.error());
    auto payments = postgres::invoices::payments(in, found->row.id);
    if (!payments) return std::unexpected(payments.error());
    const auto coin = billing::currency::find(found->row.currency);
    contract::json_writer w;
    w.begin_array();
    for (const auto& p : *payments) {
      w.begin_object().member("sequence", p.sequence).member("amount", text(p.amount, *coin));
      w.member("method", p.method).member("reference", p.reference).member("received_at", p.received_at);
      w.member("recorded_by", p.recorded_by).member("created_at", p.created_at).end_object();
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, std::nullopt));
}

// As of the end of the billing month that is now, with what was counted so far.
result<http::response> preview_upcoming_invoices(const call& c) {
  auto body = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    auto tenant = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!tenant) return std::unexpected(tenant.error());
    auto clock = billing::tenant_clock::of(in, *tenant);
    if (!clock) return std::unexpected(clock.error());
    auto inputs = billing::gather_inputs(in, *tenant, clock->end_of_month(c.with().clock.now()).at);
    if (!inputs) return std::unexpected(inputs.error());
    return billing::preview_json(*inputs, billing::prepare_invoices(*inputs, c.with().ids));
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

// The month that is now, by the usage of its begin.
result<http::response> forecast_upcoming_invoices(const call& c) {
  auto body = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    auto tenant = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!tenant) return std::unexpected(tenant.error());
    auto made = billing::forecast_month(in, *tenant, c.with().clock.now());
    if (!made) return std::unexpected(made.error());
    return billing::month_forecast_json(*made);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

result<http::response> get_billing_state(const call& c) {
  auto body = look(c, [&](executor& in) -> result<std::string> {
    auto tenant = find_tenant(in, c, std::string(c.parameter("tenant")));
    if (!tenant) return std::unexpected(tenant.error());
    auto state = postgres::billing_states::find(in, tenant->number);
    if (!state) return std::unexpected(state.error());
    return billing::billing_state_json(*state, tenant->id);
  });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

result<http::response> list_parked_tenants(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto after = cursor_text(c, "parked-tenants");
  if (!after) return std::unexpected(after.error());
  std::int32_t from = 0;
  std::from_chars(after->data(), after->data() + after->size(), from);
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto rows = postgres::billing_states::list_parked(in, from, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (std::ssize(*rows) > *limit) {
      rows->pop_back();
      next = make_cursor(c, "parked-tenants", std::to_string(rows->back().tenant_number));
    }
    contract::json_writer w;
    w.begin_array();
    for (const auto& row : *rows) {
      auto tenant = postgres::tenants::by_number(in, row.tenant_number);
      if (!tenant) return std::unexpected(tenant.error());
      w.raw(billing::billing_state_json(row, tenant->id));
    }
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

result<http::response> get_invoice_runs(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto body = look_at_snapshot(c, [&](executor& in) { return billing::invoice_runs_json(in, c.with().clock.now()); });
  if (!body) return std::unexpected(body.error());
  return c.json(200, std::move(*body));
}

void change_invoice(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  const auto id = invoice_id::parse(c.parameter("invoice"));
  if (!id) return respond(c.problem(error(error_code::invoice_not_found)));
  contract::change_invoice what{*id, std::string(c.body().text("change").value_or(""))};
  send_command(std::move(c), std::move(respond), std::move(what), owner_of(id->text()));
}

void record_invoice_payment(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  const auto id = invoice_id::parse(c.parameter("invoice"));
  if (!id) return respond(c.problem(error(error_code::invoice_not_found)));
  const auto body = c.body();
  contract::record_payment what{*id,
                                std::string(body.text("amount").value_or("")),
                                std::string(body.text("method").value_or("")),
                                std::string(body.text("reference").value_or("")),
                                {}};
  if (const auto text = body.text("received_at")) {
    auto at = parse_rfc3339(*text);
    if (!at) return respond(c.problem(error(at.error().code, at.error().detail, "/received_at")));
    what.received_at = *at;
  }
  send_command(std::move(c), std::move(respond), std::move(what), owner_of(id->text()));
}

void release_billing(call c, http::responder respond) {
  if (auto allowed = platform_only(c); !allowed) return respond(c.problem(allowed.error()));
  send_command(std::move(c), std::move(respond), contract::release_billing{},
               [](executor& in, const call& of) { return find_tenant(in, of, std::string(of.parameter("tenant"))); });
}

}  // namespace weir::api
