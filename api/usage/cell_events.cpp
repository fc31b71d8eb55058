#include <algorithm>

#include <api/usage/cell_events.hpp>

#include <weir/http/url.hpp>

namespace weir::api {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

bool is_counted_in(const cell_of_meter& of, const event_outcome& o) {
  if (o.state != event_state::counted) return false;
  return std::ranges::any_of(o.cells, [&](const outcome_cell& c) {
    return c.cell.meter_number == of.meter.number && c.cell.hour == of.cell.hour && c.cell.subject == of.cell.subject &&
           c.cell.dimensions == of.cell.dimensions;
  });
}

}  // namespace

std::string cell_events_path(const std::string& tenant_id, const cell_of_meter& of) {
  return "/api/v1/meters/" + http::percent_encode(of.meter.slug) + "/events?tenant=" + tenant_id +
         "&hour=" + http::percent_encode(format_rfc3339(of.cell.hour)) +
         (of.cell.subject.empty() ? "" : "&subject=" + http::percent_encode(of.cell.subject)) +
         (of.cell.dimensions == "{}" ? "" : "&group_values=" + http::percent_encode(of.cell.dimensions));
}

result<event_page> read_cell_events(log_source& log, const tenant_log& at, const cell_of_meter& of,
                                    std::optional<log_place> before, const scan_limits& limits) {
  if (of.cell.events == 0) return event_page{};
  const event_filter wanted{.tenant = at.id,
                            .type = of.meter.event_type,
                            .subject = of.cell.subject,
                            .time_from = of.cell.hour,
                            .time_to = timestamp{of.cell.hour.ns + hour_ns},
                            .first = of.cell.first_offset};
  const log_place end{of.cell.last_offset + 1, 0};
  return read_backwards(log, at.partition, before.value_or(end), wanted, limits);
}

void keep_counted(const cell_of_meter& of, std::vector<log_event>& events, std::vector<event_outcome>& outcomes) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_counted_in(of, outcomes[i])) continue;
    if (kept != i) {
      events[kept] = std::move(events[i]);
      outcomes[kept] = std::move(outcomes[i]);
    }
    ++kept;
  }
  events.resize(kept);
  outcomes.resize(kept);
}

std::string write_cell_events(const cell_of_meter& of, const event_page& found,
                              const std::vector<event_outcome>& outcomes, const std::optional<std::string>& next) {
  const auto& cell = of.cell;
  const bool is_there = cell.events > 0;
  contract::json_writer w(4096);
  w.begin_object().key("cell").begin_object().member("meter", of.meter.slug).member("generation", of.meter.generation);
  w.member("hour", cell.hour).member("subject", cell.subject).key("group_by").raw(cell.dimensions);
  w.member("value", is_there ? std::optional(cell.value) : std::nullopt).member("events", cell.events);
  w.member("first_offset", is_there ? std::optional(cell.first_offset) : std::nullopt);
  w.member("last_offset", is_there ? std::optional(cell.last_offset) : std::nullopt).end_object();
  w.member("is_in_log", !is_there || found.log_start <= cell.first_offset).key("items").begin_array();
  for (std::size_t i = 0; i < found.events.size(); ++i) {
    w.begin_object();
    write_logged_event(w, found.events[i], outcomes[i]);
    w.end_object();
  }
  return w.end_array().member("next_cursor", next).end_object().take();
}

}  // namespace weir::api
