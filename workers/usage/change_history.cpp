#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include <workers/usage/change_history.hpp>
#include <workers/usage/history_json.hpp>
#include <workers/usage/replace_history.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/jobs.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::usage {
namespace {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;
using postgres::history_import_row;

// How long one attempt of the job waits for the usage worker before it gives the runner back.
constexpr auto wait_most = std::chrono::seconds(10);
constexpr auto look_each = std::chrono::milliseconds(200);

struct cause {
  std::string principal;
  std::string request;
  timestamp at;
};

result<void> announce(executor& in, event_type type, const history_import_row& row, const std::string& before,
                      const cause& why) {
  contract::domain_event e;
  e.id = contract::event_id(row.id, row.version, type);
  e.type = type;
  e.time = why.at;
  e.tenant = tenant_id::parse(row.tenant_id);
  e.subject = row.id;
  e.principal = why.principal;
  e.request = why.request;
  e.data = history_import_json(row);
  e.before = before;
  if (auto said = postgres::outbox::append(in, e, row.tenant_number); !said) return std::unexpected(said.error());
  return {};
}

// Of the tenant that the command names.
result<history_import_row> locked(executor& in, const command_origin& c, history_import_id id) {
  auto row = postgres::history_imports::lock(in, id.text());
  if (!row) return row;
  if (!c.tenant || c.tenant->number != row->tenant_number) return fail(error_code::history_import_not_found);
  return row;
}

result<std::string> enqueue(executor& in, const command_origin& c, const history_import_row& row) {
  contract::json_writer w;
  w.begin_object().member("history_import_id", row.id).member("principal", c.principal).member("request", c.request);
  postgres::jobs::new_job job;
  job.id = "job_" + c.id.substr(command_id::prefix().size());
  job.tenant_number = row.tenant_number;
  job.kind = history_import_kind;
  job.cause = "command:" + c.id;
  job.arguments = w.end_object().take();
  auto queued = postgres::jobs::enqueue(in, job);
  if (!queued) return std::unexpected(queued.error());
  return std::move(queued->id);
}

// Whether the job of a started import has ended without doing it.
result<bool> has_failed(executor& in, const history_import_row& row) {
  auto job = postgres::jobs::get(in, row.job_id);
  if (!job && job.error().code == error_code::job_not_found) return true;
  if (!job) return std::unexpected(job.error());
  return job->state == "failed" || job->state == "canceled";
}

result<void> may_start(executor& in, const history_import_row& row, std::int64_t rows) {
  if (row.state == "started") {
    auto failed = has_failed(in, row);
    if (!failed) return std::unexpected(failed.error());
    if (!*failed) return fail(error_code::history_import_state_refused, "it is on its way: " + row.job_id);
  } else if (row.state != "open") {
    return fail(error_code::history_import_state_refused, "it is " + row.state);
  }
  if (row.refused > 0 || row.conflict > 0) {
    return fail(error_code::history_import_invalid,
                std::to_string(row.refused + row.conflict) + " rows were refused: cancel the import and begin anew");
  }
  if (row.counted > history_rows_most)
    return fail(error_code::history_import_invalid, "an import has at most 200,000 rows");
  if (row.counted == 0) return fail(error_code::history_import_invalid, "it has no rows");
  if (row.counted != rows) {
    return fail(error_code::history_import_invalid,
                std::to_string(row.counted) + " rows are counted, not " + std::to_string(rows), "/rows");
  }
  return {};
}

result<command_outcome> answer(executor& in, const command_origin& c, event_type type, const history_import_row& before,
                               int status) {
  auto row = postgres::history_imports::find(in, before.id);
  if (!row) return std::unexpected(row.error());
  if (auto said = announce(in, type, *row, history_import_json(before), {c.principal, c.request, c.issued_at}); !said)
    return std::unexpected(said.error());
  return command_outcome{status, history_import_json(*row)};
}

struct job_arguments {
  std::string id;
  cause why;
};

result<job_arguments> read_arguments(std::string_view json, timestamp now) {
  auto document = contract::json_document::parse(json);
  if (!document) return fail(error_code::validation_failed, "the job's arguments");
  const auto root = document->root();
  return job_arguments{
      std::string(root.text("history_import_id").value_or("")),
      {std::string(root.text("principal").value_or("system")), std::string(root.text("request").value_or("")), now}};
}

template<class F>
auto as_worker(postgres::pool& database, F&& f) {
  return database.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(), std::forward<F>(f));
}

result<std::string> result_of(const history_import_row& row) {
  contract::json_writer w;
  w.begin_object().member("state", row.state).member("replaced_cells", row.replaced_cells);
  return w.member("imported_cells", row.imported_cells).end_object().take();
}

// In one transaction: whoever comes second finds the state changed.
result<history_import_row> take_place(executor& in, const job_arguments& what) {
  auto row = postgres::history_imports::lock(in, what.id);
  if (!row) return row;
  if (row->state == "canceled") {
    if (auto gone = drop_history(in, *row); !gone) return std::unexpected(gone.error());
    return row;
  }
  if (row->state != "started") return row;
  auto replaced = replace_history(in, *row);
  if (!replaced) return std::unexpected(replaced.error());
  WEIR_FAILPOINT("history.replaced");
  // Invoices that are reckoned meanwhile are from an older state; the import's time is behind theirs.
  if (auto held = postgres::billing_states::lock(in, row->tenant_number); !held) return std::unexpected(held.error());
  if (auto touched = postgres::billing_states::touch(in, row->tenant_number); !touched)
    return std::unexpected(touched.error());
  if (auto done = postgres::history_imports::finish(in, row->number, *replaced); !done)
    return std::unexpected(done.error());
  auto now = postgres::history_imports::find(in, what.id);
  if (!now) return now;
  if (auto said = announce(in, event_type::usage_history_imported, *now, history_import_json(*row), what.why); !said)
    return std::unexpected(said.error());
  return now;
}

// Behind it, nothing that is in the log can belong to the range. Error: shutting_down, when the usage worker has not
// come so far.
result<void> await_usage(postgres::pool& database, jobs::context& with, const std::string& id, clock_source& clock) {
  const auto until = clock.monotonic_ms() + std::chrono::milliseconds(wait_most).count();
  for (;;) {
    auto read = as_worker(database, [&](executor& in) -> result<bool> {
      auto row = postgres::history_imports::find(in, id);
      if (!row) return std::unexpected(row.error());
      if (row->state != "started") return true;
      return postgres::history_imports::is_read_up_to_start(in, *row);
    });
    if (!read) return std::unexpected(read.error());
    if (*read) return {};
    if (with.canceled() || clock.monotonic_ms() >= until)
      return fail(error_code::shutting_down, "what was in the log at the start is not counted yet");
    std::this_thread::sleep_for(look_each);
  }
}

}  // namespace

result<command_outcome> start_history_import(executor& in, const command_origin& c,
                                             const contract::start_history_import& what) {
  auto row = locked(in, c, what.id);
  if (!row) return std::unexpected(row.error());
  if (auto may = may_start(in, *row, what.rows); !may) return std::unexpected(may.error());
  auto job = enqueue(in, c, *row);
  if (!job) return std::unexpected(job.error());
  if (auto done = postgres::history_imports::start(in, row->number, *job); !done) return std::unexpected(done.error());
  return answer(in, c, event_type::usage_history_import_started, *row, 202);
}

result<command_outcome> cancel_history_import(executor& in, const command_origin& c,
                                              const contract::cancel_history_import& what) {
  auto row = locked(in, c, what.id);
  if (!row) return std::unexpected(row.error());
  if (row->state != "open") return fail(error_code::history_import_state_refused, "it is " + row->state);
  auto job = enqueue(in, c, *row);
  if (!job) return std::unexpected(job.error());
  if (auto done = postgres::history_imports::cancel(in, row->number, *job); !done) return std::unexpected(done.error());
  return answer(in, c, event_type::usage_history_import_canceled, *row, 200);
}

jobs::handler history_import_job(postgres::pool& database, clock_source& clock) {
  return [&database, &clock](jobs::context& with) -> result<std::string> {
    auto what = read_arguments(with.what().arguments, clock.now());
    if (!what) return std::unexpected(what.error());
    if (auto read = await_usage(database, with, what->id, clock); !read) return std::unexpected(read.error());
    auto row = as_worker(database, [&](executor& in) { return take_place(in, *what); });
    WEIR_FAILPOINT("history.committed");
    if (!row) return std::unexpected(row.error());
    return result_of(*row);
  };
}

}  // namespace weir::usage
