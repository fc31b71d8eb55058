#include <workers/billing/budget_json.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::billing {
namespace {

std::optional<std::string> code_of(const budget& b) {
  if (!b.currency) return std::nullopt;
  return std::string(b.currency->code());
}

void write_state(contract::json_writer& w, const postgres::budget_row& row, const std::string& tenant_id) {
  w.key("state");
  if (!row.state) {
    w.null();
    return;
  }
  const auto& s = *row.state;
  w.begin_object().member("period_from", s.period_from).member("period_to", s.period_to);
  w.member("used", amount_text(s.used, row.budget.currency)).member("percent", percent_of(s.used, row.budget.amount));
  w.member("measured_at", s.measured_at).key("crossings").begin_array();
  for (const auto& c : s.crossings)
    w.raw(crossing_json(c, row, tenant_id));
  w.end_array().end_object();
}

}  // namespace

std::string budget_json(const postgres::budget_row& row, const std::string& tenant_id, budget_part part) {
  const auto& b = row.budget;
  contract::json_writer w(1024);
  w.begin_object().member("id", row.id).member("tenant_id", tenant_id).member("name", b.name);
  w.member("measures", name(b.measures)).member("meter", row.meter).member("currency", code_of(b));
  w.member("amount", amount_text(b.amount, b.currency)).key("thresholds").begin_array();
  for (const auto t : b.thresholds)
    w.integer(t);
  w.end_array();
  if (part == budget_part::all) write_state(w, row, tenant_id);
  w.member("version", row.version);
  return w.member("created_at", row.created_at).member("updated_at", row.updated_at).end_object().take();
}

std::string crossing_json(const postgres::budget_crossing_row& c, const postgres::budget_row& of,
                          const std::string& tenant_id) {
  const auto& b = of.budget;
  contract::json_writer w(512);
  w.begin_object().member("budget_id", c.budget_id).member("tenant_id", tenant_id).member("name", b.name);
  w.member("measures", name(b.measures)).member("meter", of.meter).member("currency", code_of(b));
  w.member("threshold", c.threshold).member("occurrence", c.occurrence);
  w.member("amount", amount_text(c.amount, b.currency)).member("used", amount_text(c.used, b.currency));
  w.member("percent", percent_of(c.used, c.amount));
  w.member("period_from", c.period_from).member("period_to", c.period_to);
  return w.member("crossed_at", c.crossed_at).member("rearmed_at", c.rearmed_at).end_object().take();
}

}  // namespace weir::billing
