// The address of a cell's events, and which of those that were read are the cell's.
#include <api/usage/cell_events.hpp>
#include <doctest/doctest.h>

using namespace weir;
using namespace weir::api;

namespace {

cell_of_meter cell(std::string subject, std::string dimensions) {
  cell_of_meter out;
  out.meter.number = 7;
  out.meter.slug = "calls";
  out.cell.hour = parse_rfc3339("2026-10-03T09:00:00Z").value();
  out.cell.subject = std::move(subject);
  out.cell.dimensions = std::move(dimensions);
  return out;
}

event_outcome outcome(event_state state, const cell_of_meter& in) {
  event_outcome out;
  out.state = state;
  out.cells.push_back({in.meter.slug, {in.meter.number, 1, in.cell.hour, in.cell.subject, in.cell.dimensions}, {}});
  return out;
}

}  // namespace

TEST_CASE("the address of the events of a cell names the cell") {
  CHECK(cell_events_path("ten_1", cell("", "{}")) ==
        "/api/v1/meters/calls/events?tenant=ten_1&hour=2026-10-03T09%3A00%3A00Z");
  CHECK(cell_events_path("ten_1", cell("a&b", R"({"region":"eu"})")) ==
        "/api/v1/meters/calls/events?tenant=ten_1&hour=2026-10-03T09%3A00%3A00Z&subject=a%26b&group_values="
        "%7B%22region%22%3A%22eu%22%7D");
}

TEST_CASE("of the events that were read those stay that were counted in the cell") {
  const auto wanted = cell("s", R"({"region":"eu"})");
  auto other_meter = wanted;
  other_meter.meter.number = 8;
  auto later = wanted;
  later.cell.hour.ns += 3'600'000'000'000;
  std::vector<log_event> events;
  std::vector<event_outcome> outcomes;
  const auto add = [&](std::string id, event_state state, const cell_of_meter& in) {
    log_event e;
    e.id = std::move(id);
    events.push_back(std::move(e));
    outcomes.push_back(outcome(state, in));
  };
  add("resent", event_state::duplicate, wanted);
  add("first", event_state::counted, wanted);
  add("other group", event_state::counted, cell("s", R"({"region":"us"})"));
  add("other subject", event_state::counted, cell("t", R"({"region":"eu"})"));
  add("other meter", event_state::counted, other_meter);
  add("later", event_state::counted, later);
  add("second", event_state::counted, wanted);
  keep_counted(wanted, events, outcomes);
  REQUIRE(events.size() == 2);
  CHECK(outcomes.size() == 2);
  CHECK(events[0].id == "first");
  CHECK(events[1].id == "second");
}
