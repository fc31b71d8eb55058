#include <charconv>

#include <api/handlers/configuration.hpp>
#include <api/handlers/event_reads.hpp>
#include <api/handlers/reads.hpp>
#include <api/usage/refusal_views.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

constexpr std::chrono::milliseconds bodies_time{2000};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
  return problem == std::errc{} && end == text.data() + text.size() ? std::optional(n) : std::nullopt;
}

struct rejected_page {
  std::vector<postgres::rejected_row> rows;
  row_names names;
};

result<postgres::rejected::filter> rejected_filter(postgres::executor& in, const call& c) {
  postgres::rejected::filter f{.code = text_of(c, "code"),
                               .state = text_of(c, "state"),
                               .event_id = text_of(c, "id"),
                               .source = text_of(c, "source")};
  auto from = instant_of(c, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant_of(c, "to");
  if (!to) return std::unexpected(to.error());
  f.from = *from;
  f.to = *to;
  auto tenant = asked_tenant(in, c);
  if (!tenant) return std::unexpected(tenant.error());
  if (*tenant) f.tenant_number = (*tenant)->number;
  if (const auto slug = text_of(c, "meter")) {
    auto meter = postgres::meters::find(in, *slug);
    if (!meter) return std::unexpected(meter.error());
    f.meter_number = meter->number;
  }
  if (f.state && *f.state != "open" && *f.state != "redriven" && *f.state != "discarded") {
    return fail(error_code::query_parameter_invalid, "state is open, redriven or discarded");
  }
  return f;
}

result<http::response> rejected_list(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  std::optional<postgres::rejected::cursor> after;
  if (*at) {
    const auto ns = number((*at)->get("at"));
    if (!ns) return fail(error_code::cursor_invalid);
    after = {timestamp{*ns}, std::string((*at)->get("id"))};
  }
  auto got = look(c, [&](postgres::executor& in) -> result<rejected_page> {
    auto filter = rejected_filter(in, c);
    if (!filter) return std::unexpected(filter.error());
    auto rows = postgres::rejected::list(in, *filter, after, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    auto names = names_of(in, *rows);
    if (!names) return std::unexpected(names.error());
    return rejected_page{std::move(*rows), std::move(*names)};
  });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->rows.size() > static_cast<std::size_t>(*limit)) {
    got->rows.pop_back();
    const auto& last = got->rows.back();
    next = token_of(c, contract::cursor{}.set("at", std::to_string(last.rejected_at.ns)).set("id", last.id));
  }
  contract::json_writer out(4096);
  out.begin_array();
  for (const auto& r : got->rows)
    write_rejected(out, r, got->names, {});
  return c.json(200, page(out.end_array().take(), next));
}

struct conflict_page {
  std::vector<postgres::conflict_row> rows;
  row_names names;
};

result<std::optional<postgres::conflicts::cursor>> conflict_place(const call& c) {
  auto at = cursor_of(c);
  if (!at) return std::unexpected(at.error());
  if (!*at) return std::optional<postgres::conflicts::cursor>{};
  const auto ns = number((*at)->get("at")), partition = number((*at)->get("partition")),
             offset = number((*at)->get("offset")), index = number((*at)->get("index"));
  if (!ns || !partition || !offset || !index) return fail(error_code::cursor_invalid);
  return std::optional(postgres::conflicts::cursor{timestamp{*ns}, static_cast<std::int32_t>(*partition), *offset,
                                                   static_cast<std::int32_t>(*index)});
}

result<http::response> conflict_list(const call& c) {
  // Each item costs a look at the claims and two records of the log.
  auto limit = c.limit(20);
  if (!limit) return std::unexpected(limit.error());
  auto after = conflict_place(c);
  if (!after) return std::unexpected(after.error());
  auto got = look(c, [&](postgres::executor& in) -> result<conflict_page> {
    auto tenant = asked_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    postgres::conflicts::filter f{.event_id = text_of(c, "id"), .source = text_of(c, "source")};
    if (*tenant) f.tenant_number = (*tenant)->number;
    auto rows = postgres::conflicts::list(in, f, *after, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    auto names = names_of(in, *rows);
    if (!names) return std::unexpected(names.error());
    return conflict_page{std::move(*rows), std::move(*names)};
  });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->rows.size() > static_cast<std::size_t>(*limit)) {
    got->rows.pop_back();
    const auto& last = got->rows.back();
    next = token_of(c, contract::cursor{}
                           .set("at", std::to_string(last.noticed_at.ns))
                           .set("partition", std::to_string(last.partition))
                           .set("offset", std::to_string(last.log_offset))
                           .set("index", std::to_string(last.event_index)));
  }
  usage_log log(c.with().log);
  auto bodies =
      read_bodies(c.with().database, c.who().rows(), log, got->rows, c.with().config.accept_days, bodies_time);
  if (!bodies) return std::unexpected(bodies.error());
  contract::json_writer out(4096);
  out.begin_array();
  for (std::size_t i = 0; i < got->rows.size(); ++i)
    write_conflict(out, got->rows[i], got->names, (*bodies)[i]);
  return c.json(200, page(out.end_array().take(), next));
}

}  // namespace

void list_rejected(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), rejected_list);
}

void list_conflicts(call c, http::responder respond) {
  after_receipts(std::move(c), std::move(respond), conflict_list);
}

result<http::response> get_rejected(const call& c) {
  auto got = look(c, [&](postgres::executor& in) -> result<rejected_page> {
    auto row = postgres::rejected::get(in, std::string(c.parameter("rejected")));
    if (!row) return std::unexpected(row.error());
    rejected_page out{.rows = {std::move(*row)}, .names = {}};
    auto names = names_of(in, out.rows);
    if (!names) return std::unexpected(names.error());
    out.names = std::move(*names);
    return out;
  });
  if (!got) return std::unexpected(got.error());
  const auto& r = got->rows.front();
  usage_log log(c.with().log);
  std::optional<log_event> event;
  if (r.event_index >= 0) {
    // Without the log the rest of the row still stands.
    if (auto found = read_event(log, r.partition, r.first_offset, r.event_index, bodies_time))
      event = std::move(*found);
  }
  contract::json_writer out(2048);
  write_rejected(out, r, got->names, event);
  return c.json(200, out.take());
}

}  // namespace weir::api
