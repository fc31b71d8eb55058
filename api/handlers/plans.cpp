#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/plans.hpp>
#include <api/plan_meters.hpp>
#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/billing/plan.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::plan_row;

result<void> platform_only(const call& c) {
  return api::platform_only(c, "The catalogue of plans is the platform's.");
}

// schemas/json/plan.json
std::string plan_json(const plan_row& p) {
  auto plan = contract::parse_plan_definition(p.definition, p.version);
  WEIR_ASSERT(plan, "plan_versions.definition is written by this program only");
  contract::json_writer w(p.definition.size() + 256);
  w.begin_object()
      .member("id", p.id)
      .member("version", p.version)
      .member("latest_version", p.latest_version)
      .member("state", p.state);
  contract::write_plan(w, *plan);
  return w.member("created_at", p.created_at).member("updated_at", p.updated_at).end_object().take();
}

std::string version_path(const plan_row& p) {
  return fmt::format("/api/v1/plans/{}?version={}", p.id, p.version);
}

result<void> announce_plan(executor& in, const call& c, contract::event_type type, const plan_row& p) {
  return announce(in, c, {type, p.id, p.revision, std::nullopt, plan_json(p), ""});
}

result<std::optional<std::int32_t>> version_asked(const call& c) {
  const auto text = c.query("version");
  if (!text) return std::nullopt;
  const auto version = number_in(*text);
  if (!version || *version < 1)
    return fail(error_code::query_parameter_invalid, "version is a whole number from 1", "/version");
  return version;
}

// Makes and announces it, unless `refused` is filled.
using plan_maker = std::function<result<plan_row>(executor&, const std::string& definition)>;
result<http::response> make(const call& c, const billing::plan& plan, contract::event_type type,
                            const plan_maker& maker) {
  std::vector<error> refused;
  auto done = create_once(c, [&](executor& in) -> result<created> {
    auto problems = check_meters(in, plan);
    if (!problems) return std::unexpected(problems.error());
    refused = std::move(*problems);
    if (!refused.empty()) return std::unexpected(refused.front());
    auto row = maker(in, contract::plan_definition(plan));
    if (!row) return std::unexpected(row.error());
    if (auto said = announce_plan(in, c, type, *row); !said) return std::unexpected(said.error());
    return created{plan_json(*row), version_path(*row), etag(row->revision), {}};
  });
  if (!refused.empty()) return c.problems(refused);
  return done;
}

}  // namespace

result<http::response> list_plans(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  return list_by_number(c, "plans", postgres::plans::list, plan_json);
}

result<http::response> create_plan(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto plan = billing::make_plan(contract::read_plan_draft(c.body()));
  if (!plan) return c.problems(plan.error());
  return make(c, *plan, contract::event_type::plan_created, [&](executor& in, const std::string& definition) {
    return postgres::plans::create(in, plan_id{c.with().ids.next()}.text(), plan->code, definition);
  });
}

result<http::response> get_plan(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto version = version_asked(c);
  if (!version) return std::unexpected(version.error());
  const std::string which(c.parameter("plan"));
  auto row = look(c, [&](executor& in) { return postgres::plans::find(in, which, *version); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, plan_json(*row), row->revision);
}

result<http::response> archive_plan(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("plan"));
  auto done = change(c, [&](executor& in) -> result<void> {
    auto row = postgres::plans::lock(in, which);
    if (!row) return std::unexpected(row.error());
    if (*expected && **expected != row->revision) return fail(error_code::precondition_failed);
    auto archived = postgres::plans::archive(in, *row);
    if (!archived) return std::unexpected(archived.error());
    if (!*archived) return {};
    auto now = postgres::plans::find(in, row->id, std::nullopt);
    if (!now) return std::unexpected(now.error());
    return announce_plan(in, c, contract::event_type::plan_archived, *now);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

result<http::response> list_plan_versions(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const std::string which(c.parameter("plan"));
  const auto endpoint = "plan_versions/" + which;
  auto before = cursor_text(c, endpoint);
  if (!before) return std::unexpected(before.error());
  auto got =
      look(c, [&](executor& in) { return postgres::plans::versions(in, which, number_in(*before), *limit + 1); });
  if (!got) return std::unexpected(got.error());
  std::optional<std::string> next;
  if (got->size() > static_cast<std::size_t>(*limit)) {
    got->pop_back();
    next = make_cursor(c, endpoint, std::to_string(got->back().version));
  }
  contract::json_writer w;
  w.begin_array();
  for (const auto& p : *got)
    w.raw(plan_json(p));
  return c.json(200, page(w.end_array().take(), next));
}

result<http::response> create_plan_version(const call& c) {
  if (auto allowed = platform_only(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("plan"));
  // The code is the plan's; which one that is shows in the transaction. It is no part of what the draft may get wrong.
  auto draft = contract::read_plan_draft(c.body());
  draft.code = "plan";
  auto plan = billing::make_plan(draft);
  if (!plan) return c.problems(plan.error());
  return make(c, *plan, contract::event_type::plan_version_created,
              [&](executor& in, const std::string&) -> result<plan_row> {
                auto row = postgres::plans::lock(in, which);
                if (!row) return row;
                if (*expected && **expected != row->revision) return fail(error_code::precondition_failed);
                if (row->state != "active") return fail(error_code::plan_archived);
                auto named = *plan;
                named.code = row->code;
                if (draft.name.empty()) named.name = row->code;
                return postgres::plans::add_version(in, *row, contract::plan_definition(named));
              });
}

}  // namespace weir::api
