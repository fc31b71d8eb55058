#include <charconv>

#include <api/handlers/configuration.hpp>
#include <api/handlers/event_reads.hpp>
#include <api/handlers/reads.hpp>
#include <api/usage/cell_events.hpp>
#include <api/usage/event_fate.hpp>
#include <workers/billing/lines_of_cell.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

struct tenant_and_log {
  postgres::tenant_row tenant;
  tenant_log log;
};

result<tenant_and_log> find_log(const call& c) {
  return look(c, [&](postgres::executor& in) -> result<tenant_and_log> {
    auto tenant = one_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    auto log = log_of(in, *tenant);
    if (!log) return std::unexpected(log.error());
    return tenant_and_log{std::move(*tenant), std::move(*log)};
  });
}

result<std::optional<log_place>> place_of(const std::optional<contract::cursor>& at) {
  if (!at) return std::optional<log_place>{};
  log_place out;
  const auto offset = at->get("offset"), index = at->get("index");
  const auto a = std::from_chars(offset.data(), offset.data() + offset.size(), out.offset);
  const auto b = std::from_chars(index.data(), index.data() + index.size(), out.index);
  if (a.ec != std::errc{} || b.ec != std::errc{}) return fail(error_code::cursor_invalid);
  return std::optional(out);
}

std::string token_at(const call& c, const log_place& at) {
  return token_of(c,
                  contract::cursor{}.set("offset", std::to_string(at.offset)).set("index", std::to_string(at.index)));
}

// For who may read invoices: the lines that bill what the event was counted in.
result<void> add_invoice_lines(const call& c, const postgres::tenant_row& tenant, event_fate& found) {
  if (!found.outcome || found.outcome->state != event_state::counted || !c.who().may(permission::invoices_read))
    return {};
  return look_at_snapshot(c, [&](postgres::executor& in) -> result<void> {
    for (auto& to : found.outcome->cells) {
      auto lines =
          billing::lines_of_cell(in, {tenant.number, to.cell.meter_number, to.meter, to.cell.hour, to.cell.dimensions});
      if (!lines) return std::unexpected(lines.error());
      to.invoice_lines = std::move(*lines);
    }
    return {};
  });
}

result<http::response> fate(const call& c, std::string id) {
  auto source = text_of(c, "source");
  if (!source) return fail(error_code::query_parameter_missing, "An event is named by source and id: add source.");
  fate_question q{.source = std::move(*source), .id = std::move(id), .receipt = {}, .go_on = {}};
  if (const auto token = c.query("receipt")) {
    auto receipt = c.with().receipts.parse(*token);
    if (!receipt) return std::unexpected(receipt.error());
    q.receipt = *receipt;
  }
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  q.go_on = *at;
  auto tenant = look(c, [&](postgres::executor& in) { return one_tenant(in, c); });
  if (!tenant) return std::unexpected(tenant.error());
  usage_log log(c.with().log);
  auto found = find_fate(c.with().database, c.who().rows(), log, *tenant, q, c.with().clock.now(),
                         {.outcome = {c.with().config.accept_days}});
  if (!found) return std::unexpected(found.error());
  if (auto added = add_invoice_lines(c, *tenant, *found); !added) return std::unexpected(added.error());
  std::optional<std::string> next;
  if (found->next) next = token_of(c, *found->next);
  return c.json(200, page("[" + write_fate(q, *found) + "]", next));
}

result<http::response> events(const call& c) {
  if (auto id = text_of(c, "id")) return fate(c, std::move(*id));
  if (c.query("receipt")) return fail(error_code::query_parameter_missing, "A receipt goes with source and id.");
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto from = instant_of(c, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant_of(c, "to");
  if (!to) return std::unexpected(to.error());
  if (*from && *to && **to <= **from) return fail(error_code::query_range_invalid);
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  auto before = place_of(*at);
  if (!before) return std::unexpected(before.error());
  auto where = find_log(c);
  if (!where) return std::unexpected(where.error());

  const event_filter wanted{.tenant = where->log.id,
                            .type = text_of(c, "type"),
                            .subject = text_of(c, "subject"),
                            .source = text_of(c, "source"),
                            .id = {},
                            .from = *from,
                            .to = *to};
  usage_log log(c.with().log);
  auto got = read_backwards(log, where->log.partition, *before, wanted, {.events = static_cast<std::size_t>(*limit)});
  if (!got) return std::unexpected(got.error());
  auto outcomes = look(c, [&](postgres::executor& in) {
    return outcomes_of(in, where->tenant, where->log, got->events, {c.with().config.accept_days});
  });
  if (!outcomes) return std::unexpected(outcomes.error());

  contract::json_writer out(4096);
  out.begin_array();
  for (std::size_t i = 0; i < got->events.size(); ++i) {
    out.begin_object();
    write_logged_event(out, got->events[i], (*outcomes)[i]);
    out.end_object();
  }
  std::optional<std::string> next;
  if (got->next) next = token_at(c, *got->next);
  return c.json(200, page(out.end_array().take(), next));
}

// ?hour=, ?subject= and ?group_values=, as answers name cells.
result<postgres::usage_totals::cell> cell_asked(const call& c) {
  auto hour = instant_of(c, "hour");
  if (!hour) return std::unexpected(hour.error());
  if (!*hour) return fail(error_code::query_parameter_missing, "A cell is named by its hour: add hour.");
  postgres::usage_totals::cell out{.hour = **hour,
                                   .subject = text_of(c, "subject").value_or(""),
                                   .dimensions = text_of(c, "group_values").value_or("{}")};
  auto groups = contract::json_document::parse(out.dimensions);
  if (!groups || groups->root().kind() != contract::json_kind::object)
    return fail(error_code::query_parameter_invalid, "no JSON object", "group_values");
  return out;
}

// What was billed may be of a meter that is gone: the slug names the last one that had it.
result<postgres::meter_row> find_meter(postgres::executor& in, const std::string& which) {
  auto found = postgres::meters::find(in, which);
  if (found || found.error().code != error_code::meter_not_found) return found;
  return postgres::meters::find_ever(in, which);
}

result<http::response> cell_events(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto asked = cell_asked(c);
  if (!asked) return std::unexpected(asked.error());
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  auto before = place_of(*at);
  if (!before) return std::unexpected(before.error());
  cell_of_meter of{.meter = {}, .cell = std::move(*asked)};
  auto where = look(c, [&](postgres::executor& in) -> result<tenant_and_log> {
    auto tenant = one_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    auto meter = find_meter(in, std::string(c.parameter("meter")));
    if (!meter) return std::unexpected(meter.error());
    auto cell = postgres::usage_totals::find_cell(in, tenant->number, *meter, of.cell.hour, of.cell.subject,
                                                  of.cell.dimensions);
    if (!cell) return std::unexpected(cell.error());
    if (*cell) of.cell = std::move(**cell);
    of.meter = std::move(*meter);
    auto log = log_of(in, *tenant);
    if (!log) return std::unexpected(log.error());
    return tenant_and_log{std::move(*tenant), std::move(*log)};
  });
  if (!where) return std::unexpected(where.error());
  usage_log log(c.with().log);
  auto got = read_cell_events(log, where->log, of, *before, {.events = static_cast<std::size_t>(*limit)});
  if (!got) return std::unexpected(got.error());
  auto outcomes = look(c, [&](postgres::executor& in) {
    return outcomes_of(in, where->tenant, where->log, got->events, {c.with().config.accept_days});
  });
  if (!outcomes) return std::unexpected(outcomes.error());
  keep_counted(of, got->events, *outcomes);
  std::optional<std::string> next;
  if (got->next) next = token_at(c, *got->next);
  return c.json(200, write_cell_events(of, *got, *outcomes, next));
}

}  // namespace

void list_cell_events(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), cell_events);
}

void list_events(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), events);
}

}  // namespace weir::api
