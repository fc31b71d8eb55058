#include <fmt/format.h>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/mail_queue.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {
namespace {

std::string as_json(const std::vector<postgres::mail_queue::listed>& all) {
  contract::json_writer w(all.size() * 384 + 16);
  w.begin_array();
  for (const auto& m : all) {
    w.begin_object()
        .member("message_id", m.message_id)
        .member("kind", m.kind)
        .member("recipient", m.recipient)
        .member("state", m.state)
        .member("attempts", m.attempts)
        .member("created_at", m.created_at)
        .key("due_at");
    if (m.ended_at) {
      w.null().key("ended_at").instant(*m.ended_at);
    } else {
      w.instant(m.due_at).key("ended_at").null();
    }
    w.member("last_error", m.last_error).end_object();
  }
  return w.end_array().take();
}

}  // namespace

int run_notify_list(const notify_list_options& o) {
  auto t = start_tool("weir notify", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir notify"), 1, std::chrono::seconds(10), {}});
  const auto state = o.state == "all" ? std::string() : o.state;
  auto found = database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                             [&](postgres::executor& in) { return postgres::mail_queue::list(in, state, o.limit); });
  if (!found) return report("listing mails", found.error());
  if (o.json) {
    fmt::print("{}\n", as_json(*found));
    return exit_ok;
  }
  if (found->empty()) {
    fmt::print(stderr, "there is none\n");
    return exit_ok;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& m : *found) {
    const auto when = m.ended_at.value_or(m.due_at);
    rows.push_back({format_rfc3339(timestamp::from_ms(m.created_at.ms())), m.kind, printable(m.recipient), m.state,
                    std::to_string(m.attempts), format_rfc3339(timestamp::from_ms(when.ms())),
                    printable(m.last_error)});
  }
  print_table({"QUEUED", "KIND", "TO", "STATE", "TRIED", "ENDED OR DUE", "WHY"}, rows);
  return exit_ok;
}

}  // namespace weir::app
