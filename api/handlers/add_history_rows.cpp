#include <algorithm>
#include <atomic>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <api/handlers/catalogue.hpp>
#include <api/handlers/history_imports.hpp>
#include <api/handlers/ingest_pending.hpp>
#include <api/history_rows.hpp>
#include <api/problems.hpp>
#include <workers/usage/change_history.hpp>
#include <workers/usage/postgres_usage_store.hpp>

#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {
namespace {

using postgres::executor;

constexpr std::int64_t ns_per_day = 86'400'000'000'000;
constexpr std::size_t most_line = 100'000'000;
constexpr std::string_view ndjson_type = "application/x-ndjson";

struct sent_rows {
  sent_rows(call c, http::responder r, admission a) : of(std::move(c)), respond(std::move(r)), admitted(std::move(a)) {}

  call of;
  http::responder respond;
  admission admitted;
  std::size_t rows = 0;
  std::vector<result<stream::position>> written;
  std::atomic<std::size_t> remaining{0};
};

struct target {
  postgres::history_import_row import;
  usage::live_meter meter;
};

result<target> target_of(executor& in, const call& c) {
  auto import = postgres::history_imports::find(in, std::string(c.parameter("history_import")));
  if (!import) return std::unexpected(import.error());
  if (import->state != "open") return fail(error_code::history_import_state_refused, "it is " + import->state);
  if (import->created_at.ns + history_open_days * ns_per_day < c.with().clock.now().ns)
    return fail(error_code::history_import_state_refused, "rows are taken for 7 days: cancel it and begin anew");
  if (import->counted > usage::history_rows_most)
    return fail(error_code::history_import_invalid, "an import has at most 200,000 rows");
  auto row = postgres::meters::find(in, import->meter_id);
  if (!row) return std::unexpected(row.error());
  auto meter = usage::to_live_meter(*row);
  if (!meter) return std::unexpected(meter.error());
  return target{std::move(*import), std::move(*meter)};
}

result<history_form> form_of(const call& c) {
  const auto type = contract::media_type::parse(c.request().header("Content-Type").value_or(""));
  if (type && type->is(contract::csv_type)) return history_form::csv;
  if (type && type->is(ndjson_type)) return history_form::events;
  return fail(error_code::media_type_unsupported, "rows are text/csv or application/x-ndjson");
}

result<std::size_t> first_line_of(const call& c, history_form form) {
  const auto text = c.query("first_line");
  std::size_t line = form == history_form::csv ? 2 : 1;
  if (!text) return line;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), line);
  if (problem != std::errc{} || end != text->data() + text->size() || line < 1 || line > most_line)
    return fail(error_code::query_parameter_invalid, "first_line is the number of a line");
  return line;
}

http::response answer(const sent_rows& s) {
  const auto& with = s.of.with();
  stream::position last{std::string(contract::usage_topic), 0, 0};
  for (const auto& w : s.written) {
    if (!w) return s.of.problem(w.error());
    last.partition = w->partition;
    last.offset = std::max(last.offset, w->offset);
  }
  const auto token = with.receipts.token({last, 0});
  contract::json_writer body;
  body.begin_object().member("rows", static_cast<std::int64_t>(s.rows)).member("receipt", token);
  auto out = s.of.json(202, body.end_object().take());
  out.add_header("Weir-Receipt", token);
  return out;
}

void publish(const std::shared_ptr<sent_rows>& s, std::vector<stream::outgoing_record> records) {
  s->written.resize(records.size(), fail(error_code::broker_timeout));
  s->remaining.store(records.size(), std::memory_order_relaxed);
  for (std::size_t i = 0; i < records.size(); ++i) {
    s->of.with().publisher.publish(std::move(records[i]), [s, i](result<stream::position> at) {
      s->written[i] = std::move(at);
      if (s->remaining.fetch_sub(1, std::memory_order_acq_rel) == 1) s->respond(answer(*s));
    });
  }
}

http::response refusal(const call& c, std::vector<contract::problem_item> items) {
  contract::problem p;
  p.code = error_code::history_import_invalid;
  p.detail = std::to_string(items.size()) + (items.size() == 1 ? " problem; " : " problems; ") + "no row was taken";
  p.errors = std::move(items);
  return problem_response(std::move(p), c.request());
}

void run(const std::shared_ptr<sent_rows>& s) {
  const auto& c = s->of;
  auto form = form_of(c);
  if (!form) return s->respond(c.problem(form.error()));
  auto first = first_line_of(c, *form);
  if (!first) return s->respond(c.problem(first.error()));
  auto into = look(c, [&](executor& in) { return target_of(in, c); });
  if (!into) return s->respond(c.problem(into.error()));
  const auto tenant = tenant_id::parse(into->import.tenant_id);
  const auto traceparent = c.request().traceparent();
  const auto request = request_id::parse(c.request().request_id());
  const contract::usage_envelope envelope{*tenant, request.value_or(request_id{c.with().ids.next()}),
                                          c.request().received_at(), c.with().partitions, traceparent};
  auto batch = make_history_batch(into->meter, into->import, envelope, *form, c.request().body(), *first);
  if (!batch) return s->respond(refusal(c, std::move(batch.error())));
  s->rows = batch->rows;
  publish(s, std::move(batch->records));
}

}  // namespace

void add_history_rows(call c, http::responder respond) {
  if (auto allowed = platform_only(c, "Past usage is imported by the platform."); !allowed)
    return respond(c.problem(allowed.error()));
  auto admitted = admission::take(*c.with().ingest, c.request().body().size());
  if (!admitted) return respond(c.problem(error(error_code::overloaded)));
  auto s = std::make_shared<sent_rows>(std::move(c), std::move(respond), std::move(admitted));
  if (!s->of.with().workers.try_submit([s] { run(s); })) s->respond(s->of.problem(error(error_code::overloaded)));
}

}  // namespace weir::api
