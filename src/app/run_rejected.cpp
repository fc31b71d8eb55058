#include <fmt/format.h>
#include <src/app/rejected_tool.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::app {
namespace {

std::string counts_json(const selection& s) {
  contract::json_writer w;
  w.begin_array();
  for (const auto& c : s.counts)
    w.begin_object().member("code", c.code).member("rows", c.rows).member("events", c.events).end_object();
  return w.end_array().take();
}

void show_counts(const selection& s) {
  for (const auto& c : s.counts)
    fmt::print(stderr, "{:>9} {}\n", c.events, c.code);
}

}  // namespace

int run_rejected_list(const rejected_options& o) {
  auto t = start_tool("weir rejected", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir rejected"), 1, std::chrono::seconds(10), {}});
  auto found = select_rejected(database, o);
  if (!found) return report("listing", found.error());
  if (o.json) {
    contract::json_writer w(512 * found->rows.size() + 64);
    w.begin_object().key("rejected").begin_array();
    for (const auto& r : found->rows)
      w.raw(rejected_json(r, key_of(*found, r.tenant_number)));
    fmt::print("{}\n", w.end_array().key("counts").raw(counts_json(*found)).end_object().take());
    return exit_ok;
  }
  if (found->rows.empty()) {
    fmt::print(stderr, "nothing matches\n");
    return exit_ok;
  }
  std::vector<std::vector<std::string>> table;
  for (const auto& r : found->rows) {
    table.push_back({r.id, format_rfc3339(timestamp::from_ms(r.rejected_at.ms())), r.code,
                     printable(key_of(*found, r.tenant_number)),
                     fmt::format("{}/{}/{}", r.partition, r.first_offset, r.event_index), r.state,
                     r.count > 1 ? fmt::format("{} events", r.count) : printable(r.event_id.value_or(""))});
  }
  print_table({"id", "rejected at", "code", "tenant", "place", "state", "event"}, table);
  show_counts(*found);
  return exit_ok;
}

int run_rejected_show(const rejected_options& o) {
  auto t = start_tool("weir rejected", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir rejected"), 1, std::chrono::seconds(10), {}});
  auto found = select_rejected(database, o);
  if (!found) return report("looking", found.error());
  const auto& r = found->rows.front();
  if (o.json) {
    fmt::print("{}\n", rejected_json(r, key_of(*found, r.tenant_number)));
    return exit_ok;
  }
  fmt::print("{}  {}\n{}: {}\n", r.id, r.state, r.code, printable(r.detail));
  fmt::print("tenant    {}\nplace     {} partition {} offset {} event {}\n", printable(key_of(*found, r.tenant_number)),
             r.topic, r.partition, r.first_offset, r.event_index);
  if (r.count > 1) fmt::print("stands for {} events, to offset {}\n", r.count, r.last_offset);
  if (r.event_id) {
    fmt::print("event     id {}  source {}  type {}  subject {}\n", printable(*r.event_id),
               printable(r.source.value_or("")), printable(r.type.value_or("")), printable(r.subject.value_or("")));
  }
  fmt::print("arrived   {}\nrejected  {}\n", format_rfc3339(r.appended_at), format_rfc3339(r.rejected_at));
  if (r.decided_at)
    fmt::print("decided   {} by {}\n", format_rfc3339(*r.decided_at), printable(r.decided_by.value_or("")));
  if (r.state == "open") fmt::print(stderr, "next: weir rejected redrive {} --yes\n", r.id);
  return exit_ok;
}

int run_rejected_decide(rejected_options o, bool redrive) {
  auto t = start_tool("weir rejected", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir rejected"), 2, std::chrono::seconds(10), {}});
  o.state = "open";
  auto found = select_rejected(database, o);
  if (!found) return report("selecting", found.error());
  std::vector<std::string> ids;
  for (const auto& r : found->rows)
    ids.push_back(r.id);
  const auto* verb = redrive ? "send again" : "discard";
  if (ids.empty()) {
    if (o.json) fmt::print("[]\n");
    fmt::print(stderr, "nothing matches\n");
    return exit_ok;
  }
  if (o.yes) return decide_rejected(*t, database, ids, redrive, o.json);
  if (o.json) {
    contract::json_writer w;
    w.begin_object().member("executed", false).key("ids").begin_array();
    for (const auto& id : ids)
      w.text(id);
    fmt::print("{}\n", w.end_array().key("counts").raw(counts_json(*found)).end_object().take());
    return exit_ok;
  }
  fmt::print("would {} {} of these:\n", verb, ids.size());
  for (const auto& c : found->counts)
    fmt::print("{:>9} {}\n", c.events, c.code);
  fmt::print("this was the plan; nothing is changed. To do it, add: --yes\n");
  return exit_ok;
}

}  // namespace weir::app
