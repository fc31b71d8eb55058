#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/handlers/catalogue.hpp>
#include <api/handlers/price_simulations.hpp>
#include <api/plan_meters.hpp>
#include <fmt/format.h>
#include <workers/billing/preview_change.hpp>
#include <workers/billing/simulate_plan.hpp>

#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::api {
namespace {

using billing::simulated_tenant;
using billing::simulation;
using postgres::executor;

// Each is reckoned twice in one snapshot, while the client waits.
constexpr std::int32_t most_tenants = 100;
// Versions of the catalogue begin with 1.
constexpr std::int32_t draft_version = 0;

// Of plan and draft, one.
result<void> check_shape(const contract::json_value& body) {
  if (body.find("plan").has_value() == body.find("draft").has_value())
    return fail(error_code::validation_failed, "plan or draft, one of both", "/plan");
  if (body.find("draft") && body.find("plan_version"))
    return fail(error_code::validation_failed, "a draft has no version", "/plan_version");
  if (!body.find("tenants") && !body.find("of_plan"))
    return fail(error_code::validation_failed, "tenants or of_plan, or both", "/tenants");
  return {};
}

std::vector<error> below(std::string_view pointer, std::vector<error> problems) {
  for (auto& e : problems)
    e.pointer.insert(0, pointer);
  return problems;
}

result<billing::plan> find_plan(executor& in, const contract::json_value& body) {
  std::optional<std::int32_t> version;
  if (const auto asked = body.find("plan_version"); asked && asked->integer())
    version = static_cast<std::int32_t>(*asked->integer());
  auto row = postgres::plans::find(in, std::string(body.text("plan").value_or("")), version);
  if (!row) return fail(row.error().code, row.error().detail, "/plan");
  return contract::parse_plan_definition(row->definition, row->version);
}

result<std::vector<postgres::tenant_row>> named_tenants(executor& in, const call& c, const contract::json_value& list) {
  std::vector<postgres::tenant_row> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = fmt::format("/tenants/{}", i);
    auto found = find_tenant(in, c, std::string(list.item(i).text().value_or("")));
    if (!found) return fail(found.error().code, found.error().detail, pointer);
    if (std::ranges::find(out, found->number, &postgres::tenant_row::number) != out.end())
      return fail(error_code::validation_failed, "a tenant that was named before", pointer);
    out.push_back(std::move(*found));
  }
  return out;
}

// A day more on both sides: tenants' days begin earlier and later than those of UTC.
result<std::vector<postgres::tenant_row>> subscribers_of(executor& in, std::int32_t plan, const simulation& what) {
  constexpr civil_day epoch{1970, 1, 1};
  const auto at = [&](civil_day d) { return timestamp::from_ms(days_between(epoch, d) * 86'400'000); };
  const auto end = add_days(add_months(what.month, what.months + 1, 1), 1);
  auto numbers =
      postgres::subscriptions::list_subscribers(in, plan, at(add_days(what.month, -1)), at(end), most_tenants + 1);
  if (!numbers) return std::unexpected(numbers.error());
  if (std::ssize(*numbers) > most_tenants)
    return fail(error_code::validation_failed, "more than 100 tenants have it: name those that are meant", "/of_plan");
  std::vector<postgres::tenant_row> out;
  for (const auto number : *numbers) {
    auto tenant = postgres::tenants::by_number(in, number);
    if (!tenant) return std::unexpected(tenant.error());
    out.push_back(std::move(*tenant));
  }
  return out;
}

void write_tenant(contract::json_writer& w, const simulated_tenant& t) {
  w.begin_object().member("tenant_id", t.tenant.id).member("from", t.from.at).member("to", t.to.at);
  w.member("is_concerned", t.is_concerned).key("refused");
  if (t.refused) {
    w.begin_object().member("code", name(t.refused->code)).member("detail", t.refused->detail).end_object();
  } else {
    w.null();
  }
  w.key("amounts");
  billing::write_compared(w, t.amounts, "current", "simulated");
  w.end_object();
}

result<std::string> answer(const simulation& what, std::string_view month, timestamp read_at,
                           const std::vector<simulated_tenant>& tenants) {
  std::vector<billing::compared_amount> totals;
  contract::json_writer w(1024);
  w.begin_object().member("is_preview", true).key("plan").begin_object().member("code", what.plan.code);
  w.member("version", what.plan.version == draft_version ? std::nullopt : std::optional(what.plan.version));
  w.end_object().member("of_plan", what.instead_of).member("month", month).member("months", what.months);
  w.member("read_at", read_at).key("tenants").begin_array();
  for (const auto& t : tenants) {
    write_tenant(w, t);
    for (const auto& a : t.amounts) {
      if (auto added = add_amounts(totals, a.currency, a.current, a.supposed); !added)
        return std::unexpected(added.error());
    }
  }
  w.end_array().key("totals");
  billing::write_compared(w, totals, "current", "simulated");
  return w.end_object().take();
}

result<std::string> simulate(executor& in, const call& c, simulation what) {
  const auto body = c.body();
  if (body.find("plan")) {
    auto found = find_plan(in, body);
    if (!found) return std::unexpected(found.error());
    what.plan = std::move(*found);
  }
  std::vector<postgres::tenant_row> tenants;
  if (const auto code = body.text("of_plan")) {
    auto row = postgres::plans::find(in, std::string(*code), std::nullopt);
    if (!row) return fail(row.error().code, row.error().detail, "/of_plan");
    what.instead_of = row->code;
    if (!body.find("tenants")) {
      auto found = subscribers_of(in, row->number, what);
      if (!found) return std::unexpected(found.error());
      tenants = std::move(*found);
    }
  }
  if (const auto list = body.find("tenants")) {
    auto found = named_tenants(in, c, *list);
    if (!found) return std::unexpected(found.error());
    tenants = std::move(*found);
  }
  std::vector<simulated_tenant> out;
  for (const auto& tenant : tenants) {
    auto made = billing::simulate_plan(in, tenant, what);
    if (!made) return std::unexpected(made.error());
    if (made->is_concerned || body.find("tenants")) out.push_back(std::move(*made));
  }
  auto read_at = postgres::billing_states::transaction_time(in);
  if (!read_at) return std::unexpected(read_at.error());
  return answer(what, body.text("month").value_or(""), *read_at, out);
}

}  // namespace

result<http::response> simulate_prices(const call& c) {
  if (auto allowed = platform_only(c, "Prices are simulated by the platform."); !allowed)
    return std::unexpected(allowed.error());
  const auto body = c.body();
  if (auto fits = check_shape(body); !fits) return std::unexpected(fits.error());
  simulation what;
  const auto month = parse_civil_day(std::string(body.text("month").value_or("")) + "-01");
  if (!month) return fail(error_code::validation_failed, "a month as 2026-10", "/month");
  what.month = *month;
  if (const auto months = body.find("months"); months && months->integer())
    what.months = static_cast<int>(*months->integer());
  if (const auto draft = body.find("draft")) {
    auto made = billing::make_plan(contract::read_plan_draft(*draft));
    if (!made) return c.problems(below("/draft", std::move(made.error())));
    what.plan = std::move(*made);
    what.plan.version = draft_version;
  }
  std::vector<error> refused;
  auto answered = look_at_snapshot(c, [&](executor& in) -> result<std::string> {
    if (what.plan.version == draft_version) {
      auto problems = check_meters(in, what.plan);
      if (!problems) return std::unexpected(problems.error());
      refused = below("/draft", std::move(*problems));
      if (!refused.empty()) return std::unexpected(refused.front());
    }
    return simulate(in, c, what);
  });
  if (!refused.empty()) return c.problems(refused);
  if (!answered) return std::unexpected(answered.error());
  return c.json(200, std::move(*answered));
}

}  // namespace weir::api
