#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <api/commands.hpp>
#include <api/handlers/configuration.hpp>
#include <api/preferences.hpp>
#include <api/problems.hpp>
#include <api/usage/after_waiter.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/idempotency.hpp>
#include <weir/postgres/jobs.hpp>

namespace weir::api {
namespace {

using postgres::executor;

struct sent_command {
  sent_command(call c, http::responder r)
      : of(std::move(c)), respond(std::move(r)), wait(preferences_of(of.request()).wait) {}

  call of;
  http::responder respond;
  std::optional<std::chrono::seconds> wait;  // for its end, before it is answered
  contract::command command;
  tenant_finder whose{};
  std::string receipt;  // after the acknowledgement
};
using sent = std::shared_ptr<sent_command>;

void in_worker(const sent& s, void (*step)(const sent&)) {
  if (!s->of.with().workers.try_submit([s, step] { step(s); }))
    s->respond(s->of.problem(error(error_code::overloaded)));
}

// The command's row and its key's, before anything is in the log: a repetition finds the same id.
result<void> record(executor& in, sent_command& s) {
  auto key = idempotency_key(s.of);
  if (!key) return std::unexpected(key.error());
  const auto& who = s.of.who();
  postgres::command_result_row row;
  if (who.tenant) row.tenant_number = who.tenant->number;
  if (s.whose) {
    auto tenant = s.whose(in, s.of);
    if (!tenant) return std::unexpected(tenant.error());
    row.tenant_number = tenant->number;
    s.command.tenant = tenant_id::parse(tenant->id);
  }
  if (*key) {
    using postgres::idempotency::verdict;
    auto begun = postgres::idempotency::begin(
        in, {who.id, **key, row.tenant_number, request_hash(s.of), s.command.id.text(), {}}, {});
    if (!begun) return std::unexpected(begun.error());
    const auto first = command_id::parse(begun->command_id);
    if (begun->what == verdict::other_request || !first) return fail(error_code::idempotency_key_reused);
    s.command.id = *first;
    s.command.idempotency_key = std::move(**key);
  }
  row.id = s.command.id.text();
  row.type = contract::type_of(s.command.body);
  row.principal = who.id;
  row.status = "accepted";
  return postgres::command_results::accept(in, row);
}

http::response answer_of(const sent_command& s, int status, std::string body) {
  auto out = s.of.json(status, std::move(body));
  out.add_header("Location", "/api/v1/commands/" + s.command.id.text());
  out.add_header("Weir-Receipt", s.receipt);
  return out;
}

// As far as the worker has come.
void answer(const sent& s) {
  auto shown = look(s->of, [&](executor& in) -> result<http::response> {
    auto row = postgres::command_results::get(in, s->command.id.text());
    if (!row) return std::unexpected(row.error());
    auto body = command_json(in, s->of, *row);
    if (!body) return std::unexpected(body.error());
    if (s->wait && row->status == "failed" && row->problem)
      return http::response::of(row->http_status.value_or(500), "application/problem+json", *row->problem);
    const bool ended = s->wait && row->status == "succeeded";
    return answer_of(*s, ended ? row->http_status.value_or(200) : 202, std::move(*body));
  });
  if (!shown) return s->respond(s->of.problem(shown.error()));
  if (s->wait) shown->add_header("Preference-Applied", "wait=" + std::to_string(s->wait->count()));
  s->respond(std::move(*shown));
}

void acknowledged(const sent& s, const result<stream::position>& at) {
  if (!at) return s->respond(s->of.problem(at.error()));
  contract::receipt receipt{*at, 0};
  receipt.position.topic = contract::commands_topic;
  s->receipt = s->of.with().receipts.token(receipt);
  if (!s->wait) return in_worker(s, answer);
  s->of.with().after->wait({receipt}, [s](const result<void>&) { in_worker(s, answer); }, *s->wait);
}

void record_and_publish(const sent& s) {
  auto recorded = change(s->of, [&](executor& in) { return record(in, *s); });
  if (!recorded) return s->respond(s->of.problem(recorded.error()));
  auto& with = s->of.with();
  const auto request = request_id::parse(s->of.request().request_id());
  with.publisher.publish(contract::command_record(s->command, request.value_or(request_id{with.ids.next()}),
                                                  with.partitions, s->of.request().traceparent()),
                         [s](const result<stream::position>& at) { acknowledged(s, at); });
}

}  // namespace

void send_command(call c, http::responder respond, contract::command_body body, tenant_finder whose) {
  auto s = std::make_shared<sent_command>(std::move(c), std::move(respond));
  s->command.id = command_id{s->of.with().ids.next()};
  s->command.issued_at = s->of.with().clock.now();
  s->command.principal = s->of.who().id;
  if (s->of.who().tenant) s->command.tenant = s->of.who().tenant->id;
  s->command.body = std::move(body);
  s->whose = std::move(whose);
  in_worker(s, record_and_publish);
}

result<std::string> command_json(executor& in, const call& c, const postgres::command_result_row& row) {
  contract::json_writer w(512);
  w.begin_object().member("id", row.id).member("type", row.type).member("status", row.status);
  w.key("resource").raw(row.resource.value_or("null")).key("problem").raw(row.problem.value_or("null"));
  // The job's id follows from the command's.
  auto job = postgres::jobs::get(in, "job_" + row.id.substr(command_id::prefix().size()));
  if (!job && job.error().code != error_code::job_not_found) return std::unexpected(job.error());
  w.key("job");
  if (job) {
    w.begin_object().member("id", job->id).member("state", job->state).member("progress_done", job->progress_done);
    w.key("progress_total").raw(job->progress_total ? std::to_string(*job->progress_total) : "null");
    w.key("result").raw(job->result.value_or("null")).key("problem").raw(job->problem.value_or("null")).end_object();
  } else {
    w.null();
  }
  w.member("issued_at", row.created_at).member("finished_at", row.finished_at);
  if (row.partition && row.log_offset) {
    const contract::receipt at{{std::string(contract::commands_topic), *row.partition, *row.log_offset}, 0};
    w.member("receipt", c.with().receipts.token(at));
  }
  return w.end_object().take();
}

}  // namespace weir::api
