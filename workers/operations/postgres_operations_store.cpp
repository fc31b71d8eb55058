#include <algorithm>
#include <variant>

#include <workers/operations/announce_rejected.hpp>
#include <workers/operations/postgres_operations_store.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/problem.hpp>
#include <weir/postgres/command_results.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/jobs.hpp>
#include <weir/postgres/quarantine.hpp>
#include <weir/postgres/rejected.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::operations {
namespace {

using postgres::executor;

using postgres::command_origin;
using outcome = postgres::command_outcome;

std::vector<std::string> texts(const std::vector<rejected_id>& ids) {
  std::vector<std::string> out;
  for (const auto& id : ids)
    out.push_back(id.text());
  return out;
}

// Nothing of what was asked for could be done: why, of the first one.
std::unexpected<error> nothing_done(const std::vector<postgres::rejected_row>& found) {
  if (found.empty()) return fail(error_code::rejected_not_found);
  return fail(error_code::rejected_state, found.front().id + " is " + found.front().state);
}

std::optional<std::int32_t> number_of(const std::optional<postgres::tenant_row>& t) {
  return t ? std::optional(t->number) : std::nullopt;
}

result<outcome> redrive(executor& in, const command_origin& c, const contract::redrive_rejected& what) {
  const auto ids = texts(what.ids);
  const auto tenant = number_of(c.tenant);
  auto found = postgres::rejected::find_all(in, ids, tenant);
  if (!found) return std::unexpected(found.error());
  const auto open = std::ranges::count(*found, "open", &postgres::rejected_row::state);
  if (open == 0) return nothing_done(*found);
  contract::json_writer arguments(64 + 34 * ids.size());
  arguments.begin_object().member("principal", c.principal);
  if (!c.request.empty()) arguments.member("request", c.request);
  if (c.tenant) arguments.member("tenant", c.tenant->id);
  arguments.key("rejected_ids").begin_array();
  for (const auto& id : ids)
    arguments.text(id);
  postgres::jobs::new_job job;
  job.id = job_of(c.id);
  job.tenant_number = tenant;
  job.kind = redrive_kind;
  job.cause = "command:" + c.id;
  job.arguments = arguments.end_array().end_object().take();
  auto queued = postgres::jobs::enqueue(in, job);
  if (!queued) return std::unexpected(queued.error());
  contract::json_writer resource;
  resource.begin_object().member("job_id", queued->id).member("events", static_cast<std::int64_t>(open));
  return outcome{202, resource.end_object().take()};
}

result<outcome> discard(executor& in, const command_origin& c, timestamp now, const contract::discard_rejected& what) {
  const auto ids = texts(what.ids);
  const auto tenant = number_of(c.tenant);
  auto decided = postgres::rejected::decide_all(in, ids, tenant, "discarded", c.principal);
  if (!decided) return std::unexpected(decided.error());
  if (decided->empty()) {
    auto found = postgres::rejected::find_all(in, ids, tenant);
    if (!found) return std::unexpected(found.error());
    return nothing_done(*found);
  }
  auto said =
      announce_decisions(in, *decided, contract::event_type::usage_rejected_discarded, now, c.principal, c.request);
  if (!said) return std::unexpected(said.error());
  contract::json_writer resource;
  resource.begin_object().member("discarded", static_cast<std::int64_t>(decided->size()));
  resource.member("left_as_they_were", static_cast<std::int64_t>(ids.size() - decided->size()));
  return outcome{200, resource.end_object().take()};
}

// Errors that say something about the command; every other one concerns the transaction.
bool is_answer(error_code code) {
  return kind(code) == error_kind::permanent && !name(code).starts_with("database_");
}

}  // namespace

// What the command comes to; its error is the command's, unless it is the database's.
result<outcome> postgres_operations_store::answer(executor& in, const received_command& c,
                                                  std::optional<std::int32_t>& tenant) const {
  command_origin origin{c.id, c.principal, c.request, c.issued_at, {}};
  if (c.tenant) {
    auto found = postgres::tenants::by_id(in, c.tenant->text());
    if (found) tenant = found->number;
    if (!found && !c.refused) return std::unexpected(found.error());
    if (found) origin.tenant = std::move(*found);
  }
  if (c.refused) return std::unexpected(*c.refused);
  if (const auto* what = std::get_if<contract::redrive_rejected>(&*c.body)) return redrive(in, origin, *what);
  if (const auto* what = std::get_if<contract::discard_rejected>(&*c.body))
    return discard(in, origin, clock_.now(), *what);
  const auto other = others_.find(contract::type_of(*c.body));
  if (other == others_.end()) return fail(error_code::command_unknown_type, c.type, "/type");
  return other->second(in, origin, *c.body);
}

result<void> postgres_operations_store::write(stream::transaction& tx, std::span<const received_command> commands) {
  executor& in = postgres::flush_transaction::of(tx).connection();
  for (const auto& c : commands) {
    auto handled = postgres::command_results::handled(in, c.id);
    if (!handled) return std::unexpected(handled.error());
    if (*handled) continue;
    if (c.refused && c.refused->code == error_code::record_quarantined) {
      if (auto said = postgres::announce_quarantine(in, c.at, clock_.now(), "operations"); !said) return said;
    }
    postgres::command_result_row row;
    auto done = answer(in, c, row.tenant_number);
    if (!done && !is_answer(done.error().code)) return std::unexpected(done.error());
    row.id = c.id;
    row.type = c.type;
    row.principal = c.principal;
    row.partition = c.at.partition;
    row.log_offset = c.at.offset;
    if (done) {
      row.status = "succeeded";
      row.http_status = done->http_status;
      row.resource = std::move(done->resource);
    } else {
      row.status = "failed";
      row.http_status = http_status(done.error().code);
      row.problem = contract::write_problem(contract::to_problem(done.error()));
    }
    if (auto written = postgres::command_results::finish(in, row); !written) return written;
  }
  return {};
}

}  // namespace weir::operations
