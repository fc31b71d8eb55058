#include <charconv>
#include <utility>
#include <vector>

#include <api/announce.hpp>
#include <api/handlers/budgets.hpp>
#include <api/handlers/configuration.hpp>
#include <workers/billing/budget_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/budget_watches.hpp>
#include <weir/postgres/budgets.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {
namespace {

using billing::budget_measure;
using postgres::budget_row;
using postgres::executor;
using postgres::tenant_row;

struct shown_budget {
  budget_row row;
  std::string body;
};

std::string path_of(const tenant_row& tenant, const std::string& id) {
  return "/api/v1/tenants/" + tenant.id + "/budgets/" + id;
}

// What stands in every body.
billing::budget_draft common_draft(const contract::json_value& body) {
  billing::budget_draft out;
  out.name = body.text("name").value_or("");
  out.amount = body.text("amount").value_or("");
  if (const auto list = body.find("thresholds")) {
    for (std::size_t i = 0; i < list->size(); ++i)
      out.thresholds.push_back(list->item(i).integer().value_or(0));
  }
  return out;
}

// Members that belong to the other measure.
std::vector<error> check_members(const contract::json_value& body, budget_measure measures) {
  std::vector<error> out;
  const bool is_usage = measures == budget_measure::usage;
  if (is_usage && !body.text("meter"))
    out.emplace_back(error_code::validation_failed, "A budget of usage names a meter.", "/meter");
  if (is_usage && body.text("currency"))
    out.emplace_back(error_code::validation_failed, "A budget of usage has no currency.", "/currency");
  if (!is_usage && body.text("meter"))
    out.emplace_back(error_code::validation_failed, "A budget of money names no meter.", "/meter");
  return out;
}

result<void> announce_budget(executor& in, const call& c, contract::event_type type, const tenant_row& tenant,
                             const budget_row& row, std::int64_t version, const budget_row* before = nullptr) {
  const auto said = [&](const budget_row& of) {
    return billing::budget_json(of, tenant.id, billing::budget_part::without_state);
  };
  return announce(in, c, {type, row.id, version, reference(tenant), said(row), before ? said(*before) : ""});
}

// State changes without the version that If-Match is about, so no answer here is 304.
http::response shown(const call& c, const shown_budget& what) {
  auto out = c.json(200, what.body);
  out.add_header("ETag", etag(what.row.version));
  out.add_header("Cache-Control", "private, no-cache");
  return out;
}

result<shown_budget> find_budget(executor& in, const call& c) {
  auto tenant = tenant_of_path(in, c);
  if (!tenant) return std::unexpected(tenant.error());
  auto row = postgres::budgets::find(in, tenant->number, std::string(c.parameter("budget")));
  if (!row) return std::unexpected(row.error());
  auto body = billing::budget_json(*row, tenant->id);
  return shown_budget{std::move(*row), std::move(body)};
}

struct held_budget {
  tenant_row tenant;
  budget_row row;
};

// Looks at budgets that were begun before write nothing from here on.
result<held_budget> hold(executor& in, const call& c, std::optional<std::int64_t> expected) {
  auto tenant = tenant_of_path(in, c);
  if (!tenant) return std::unexpected(tenant.error());
  auto found = postgres::budgets::find(in, tenant->number, std::string(c.parameter("budget")));
  if (!found) return std::unexpected(found.error());
  if (auto asked = postgres::budget_watches::ask(in, tenant->number); !asked) return std::unexpected(asked.error());
  auto row = postgres::budgets::lock(in, tenant->number, found->id);
  if (!row) return std::unexpected(row.error());
  if (expected && *expected != row->version) return fail(error_code::precondition_failed);
  return held_budget{std::move(*tenant), std::move(*row)};
}

class budget_creation {
 public:
  explicit budget_creation(const call& c) : call_(c), id_(budget_id{c.with().ids.next()}.text()) {}

  const std::vector<error>& refused() const { return refused_; }

  result<created> operator()(executor& in) {
    auto tenant = tenant_of_path(in, call_);
    if (!tenant) return std::unexpected(tenant.error());
    auto wanted = read(in, *tenant);
    if (!wanted) return std::unexpected(wanted.error());
    if (auto asked = postgres::budget_watches::ask(in, tenant->number); !asked) return std::unexpected(asked.error());
    auto row = postgres::budgets::create(in, *wanted);
    if (!row) return std::unexpected(row.error());
    auto said = announce_budget(in, call_, contract::event_type::budget_created, *tenant, *row, row->version);
    if (!said) return std::unexpected(said.error());
    return created{billing::budget_json(*row, tenant->id), path_of(*tenant, row->id), etag(row->version), {}};
  }

 private:
  result<budget_row> read(executor& in, const tenant_row& tenant) {
    const auto body = call_.body();
    const auto measures = billing::budget_measure_from_name(body.text("measures").value_or(""));
    WEIR_ASSERT(measures, "the schema has checked it");
    budget_row out{.id = id_, .tenant_number = tenant.number, .budget = {.name = {}, .amount = {}}};
    refused_ = check_members(body, *measures);
    auto draft = common_draft(body);
    draft.measures = *measures;
    if (*measures == budget_measure::spend) draft.currency = body.text("currency").value_or(tenant.currency);
    if (auto made = billing::make_budget(draft)) {
      out.budget = std::move(*made);
    } else {
      refused_.insert(refused_.end(), made.error().begin(), made.error().end());
    }
    if (*measures == budget_measure::usage && body.text("meter")) {
      auto meter = postgres::meters::find(in, std::string(*body.text("meter")));
      if (!meter && meter.error().code != error_code::meter_not_found) return std::unexpected(meter.error());
      if (meter) {
        out.meter_number = meter->number;
      } else {
        refused_.emplace_back(error_code::meter_not_found, std::string(*body.text("meter")), "/meter");
      }
    }
    if (!refused_.empty()) return fail(error_code::validation_failed);
    return out;
  }

  const call& call_;
  std::string id_;
  std::vector<error> refused_;
};

}  // namespace

result<http::response> list_budgets(const call& c) {
  return list_of_tenant(
      c, "budgets", postgres::budgets::list, [](const budget_row& row) { return row.id; },
      [](const budget_row& row, const tenant_row& t) { return billing::budget_json(row, t.id); });
}

result<http::response> create_budget(const call& c) {
  budget_creation make(c);
  auto made = create_once(c, std::ref(make));
  if (!made && !make.refused().empty()) return c.problems(make.refused());
  return made;
}

result<http::response> get_budget(const call& c) {
  auto found = look(c, [&](executor& in) { return find_budget(in, c); });
  if (!found) return std::unexpected(found.error());
  return shown(c, *found);
}

result<http::response> put_budget(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  std::vector<error> refused;
  auto done = change(c, [&](executor& in) -> result<shown_budget> {
    auto held = hold(in, c, *expected);
    if (!held) return std::unexpected(held.error());
    auto draft = common_draft(c.body());
    draft.measures = held->row.budget.measures;
    if (held->row.budget.currency) draft.currency = held->row.budget.currency->code();
    auto wanted = billing::make_budget(draft);
    if (!wanted) {
      refused = std::move(wanted.error());
      return fail(error_code::validation_failed);
    }
    auto now = postgres::budgets::update(in, held->row, *wanted);
    if (!now) return std::unexpected(now.error());
    auto said =
        announce_budget(in, c, contract::event_type::budget_updated, held->tenant, *now, now->version, &held->row);
    if (!said) return std::unexpected(said.error());
    auto body = billing::budget_json(*now, held->tenant.id);
    return shown_budget{std::move(*now), std::move(body)};
  });
  if (!refused.empty()) return c.problems(refused);
  if (!done) return std::unexpected(done.error());
  return shown(c, *done);
}

result<http::response> delete_budget(const call& c) {
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  auto done = change(c, [&](executor& in) -> result<void> {
    auto held = hold(in, c, *expected);
    if (!held) return std::unexpected(held.error());
    if (auto gone = postgres::budgets::remove(in, held->row.id); !gone) return gone;
    return announce_budget(in, c, contract::event_type::budget_deleted, held->tenant, held->row, held->row.version + 1);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

result<http::response> list_budget_crossings(const call& c) {
  auto limit = c.limit();
  if (!limit) return std::unexpected(limit.error());
  const auto endpoint = "budget-crossings/" + std::string(c.parameter("budget"));
  auto after = cursor_text(c, endpoint);
  if (!after) return std::unexpected(after.error());
  std::int64_t before = 0;
  std::from_chars(after->data(), after->data() + after->size(), before);
  std::optional<std::string> next;
  auto items = look(c, [&](executor& in) -> result<std::string> {
    auto tenant = tenant_of_path(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    auto of = postgres::budgets::find(in, tenant->number, std::string(c.parameter("budget")));
    if (!of) return std::unexpected(of.error());
    auto rows = postgres::budgets::crossings(in, of->id, before, *limit + 1);
    if (!rows) return std::unexpected(rows.error());
    if (std::ssize(*rows) > *limit) {
      rows->pop_back();
      next = make_cursor(c, endpoint, std::to_string(rows->back().number));
    }
    contract::json_writer w(rows->size() * 512 + 16);
    w.begin_array();
    for (const auto& row : *rows)
      w.raw(billing::crossing_json(row, *of, tenant->id));
    return w.end_array().take();
  });
  if (!items) return std::unexpected(items.error());
  return c.json(200, page(*items, next));
}

}  // namespace weir::api
