#include <algorithm>
#include <future>
#include <thread>

#include <fmt/format.h>
#include <src/app/installation.hpp>
#include <src/app/rejected_tool.hpp>

#include <weir/contract/command.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/kafka/producer.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/jobs.hpp>

namespace weir::app {
namespace {

using postgres::executor;

constexpr auto answer_within = std::chrono::seconds(30);

// Asks again until there is an answer, or a deadline.
template<class T, class Ask, class Done>
result<T> wait_for(postgres::pool& database, std::chrono::seconds most, Ask ask, Done done) {
  const auto until = std::chrono::steady_clock::now() + most;
  for (;;) {
    auto found = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                               [&](executor& in) -> result<T> { return ask(in); });
    if (!found || done(*found)) return found;
    if (std::chrono::steady_clock::now() > until) {
      return fail(error_code::after_timeout, "no worker has answered: is weir worker operations running?");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

// The command's result as JSON. Errors: the broker's, the database's, after_timeout.
result<postgres::command_result_row> ask(postgres::pool& database, stream::publisher& out, std::int32_t partitions,
                                         const contract::command& c) {
  const auto id = c.id.text();
  auto accepted = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) {
    postgres::command_result_row row;
    row.id = id;
    row.type = contract::type_of(c.body);
    row.principal = c.principal;
    row.status = "accepted";
    return postgres::command_results::accept(in, row);
  });
  if (!accepted) return std::unexpected(accepted.error());
  std::promise<result<stream::position>> delivered;
  auto acknowledged = delivered.get_future();
  out.publish(contract::command_record(c, request_id{system_ids().next()}, partitions, {}),
              [&](result<stream::position> r) { delivered.set_value(std::move(r)); });
  if (auto at = acknowledged.get(); !at) return std::unexpected(at.error());
  return wait_for<postgres::command_result_row>(
      database, answer_within, [&](executor& in) { return postgres::command_results::get(in, id); },
      [](const auto& row) { return row.status == "succeeded" || row.status == "failed"; });
}

std::string job_in(const std::optional<std::string>& resource) {
  if (!resource) return {};
  auto document = contract::json_document::parse(*resource);
  return document ? std::string(document->root().text("job_id").value_or("")) : std::string();
}

// What a redrive could not send again; nothing when the result cannot be read.
std::size_t left_in(const std::optional<std::string>& result_json) {
  if (!result_json) return 0;
  auto document = contract::json_document::parse(*result_json);
  if (!document) return 0;
  const auto left = document->root().find("left");
  return left ? left->size() : 0;
}

struct answer {
  std::string text;
  int code = exit_ok;
};

result<answer> decide(postgres::pool& database, stream::publisher& out, std::int32_t partitions,
                      const contract::command& c) {
  auto row = ask(database, out, partitions, c);
  if (!row) return std::unexpected(row.error());
  if (row->status == "failed") return answer{row->problem.value_or("{}"), exit_failed};
  const auto job = job_in(row->resource);
  if (job.empty()) return answer{row->resource.value_or("{}"), exit_ok};
  auto done = wait_for<postgres::job_row>(
      database, std::chrono::hours(1), [&](executor& in) { return postgres::jobs::get(in, job); },
      [](const auto& j) { return j.state == "succeeded" || j.state == "failed" || j.state == "canceled"; });
  if (!done) return std::unexpected(done.error());
  if (done->state != "succeeded") return answer{done->problem.value_or("{}"), exit_failed};
  return answer{done->result.value_or("{}"), left_in(done->result) > 0 ? exit_with_rejects : exit_ok};
}

}  // namespace

int decide_rejected(const tool& t, postgres::pool& database, const std::vector<std::string>& ids, bool redrive,
                    bool json) {
  auto installed = record_installation(*t.program, database);
  if (!installed) return report("reading the installation", installed.error());
  kafka::producer_settings settings;
  settings.queued_records = 100;
  settings.topics = {"weir.commands"};
  auto out = kafka::producer::open(t.program->kafka("weir-rejected"), std::move(settings));
  if (!out) return report("reaching the broker", out.error());
  int code = exit_ok;
  std::string answers;
  for (std::size_t from = 0; from < ids.size(); from += contract::most_command_ids) {
    std::vector<rejected_id> some;
    for (auto i = from; i < std::min(ids.size(), from + contract::most_command_ids); ++i) {
      if (auto id = rejected_id::parse(ids[i])) some.push_back(*id);
    }
    contract::command c;
    c.id = command_id{system_ids().next()};
    c.issued_at = system_clock().now();
    c.principal = t.principal;
    if (redrive) {
      c.body = contract::redrive_rejected{std::move(some)};
    } else {
      c.body = contract::discard_rejected{std::move(some)};
    }
    auto done = decide(database, **out, installed->partitions, c);
    if (!done) return report(redrive ? "sending again" : "discarding", done.error());
    code = std::max(code, done->code);
    if (json) {
      answers += (answers.empty() ? "" : ",") + done->text;
    } else {
      fmt::print("{}: {}\n", c.id.text(), done->text);
    }
  }
  if (json) fmt::print("[{}]\n", answers);
  return code;
}

}  // namespace weir::app
