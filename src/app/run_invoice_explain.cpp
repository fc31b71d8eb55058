#include <chrono>

#include <api/usage/cell_events.hpp>
#include <fmt/format.h>
#include <src/app/find_invoice.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/billing/explain_json.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {
namespace {

using postgres::executor;

struct explained {
  billing::explained_line line;
  postgres::tenant_row tenant;
};

result<explained> explain(executor& in, const invoice_explain_options& o) {
  auto row = find_invoice(in, o.invoice);
  if (!row) return std::unexpected(row.error());
  auto tenant = postgres::tenants::by_number(in, row->tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  auto line = billing::explain_line(in, *row, o.line, {.after = {}, .limit = o.limit});
  if (!line) return std::unexpected(line.error());
  return explained{std::move(*line), std::move(*tenant)};
}

// The line's steps as they were stored.
void print_steps(const billing::explained_line& of) {
  auto detail = contract::json_document::parse(of.line.detail);
  const auto steps = detail ? detail->root().find("steps") : std::nullopt;
  if (!steps || steps->size() == 0) return;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    const auto s = steps->item(i);
    const auto shown = [&](std::string_view name) { return std::string(s.text(name).value_or("-")); };
    const auto tier = s.find("tier");
    rows.push_back({shown("kind"), tier ? std::to_string(tier->integer().value_or(0)) : "-", shown("quantity"),
                    shown("unit_amount"), shown("flat_amount"), shown("amount")});
  }
  print_table({"STEP", "TIER", "QUANTITY", "EACH", "ONCE", "AMOUNT"}, rows);
}

void print_amounts(const billing::explained_line& of) {
  const auto& part = of.line.part;
  if (!part.is_whole() && part.whole() > 1)
    fmt::print("for {} to {} of {} parts of the billing period\n", part.from(), part.to(), part.whole());
  if (of.price) fmt::print("rounded {} to {} digits\n", name(of.price->rounding), of.price->digits);
  if (of.commitment) fmt::print("what the plan's usage costs at least: {}\n", of.commitment->amount.text());
  for (const auto& b : of.billed_before)
    fmt::print("billed before: {} by line {} of {}\n", money_of(of.invoice, b.amount), b.at.number, b.at.invoice);
  if (of.line.corrects) fmt::print("corrects line {} of {}\n", of.line.corrects->number, of.line.corrects->invoice);
  for (const auto& l : of.issued) {
    if (l.at.invoice != of.invoice.id)
      fmt::print("the same is billed by line {} of {}: {}\n", l.at.number, l.invoice_number,
                 money_of(of.invoice, l.amount));
  }
  fmt::print("amount {}, discount {}, net {}\n", money_of(of.invoice, of.line.amount),
             money_of(of.invoice, of.line.discount), money_of(of.invoice, of.line.net));
}

void print_usage(const billing::explained_usage& u) {
  fmt::print("billed {} of {} events in {} cells", u.billed.usage.quantity.text(), u.billed.usage.events,
             u.billed.cells);
  if (u.counted && billing::is_as_billed(u.billed, *u.counted)) {
    fmt::print(", as is counted now\n");
  } else if (u.counted) {
    fmt::print("; counted now: {} of {} events in {} cells\n", u.counted->quantity.text(), u.counted->events,
               u.counted->cells);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& c : u.cells)
    rows.push_back({format_rfc3339(c.hour), printable(c.subject), printable(c.dimensions), c.value.text(),
                    std::to_string(c.events), fmt::format("{}-{}", c.first_offset, c.last_offset)});
  print_table({"HOUR", "SUBJECT", "GROUPS", "VALUE", "EVENTS", "OFFSETS"}, rows);
  if (u.next) fmt::print("and more: --limit shows them\n");
}

}  // namespace

int run_invoice_explain(const invoice_explain_options& o) {
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir invoice"), 1, std::chrono::seconds(10), {}});
  auto found = database.read_snapshot(postgres::role::api, postgres::tenant_scope::platform(),
                                      [&](executor& in) { return explain(in, o); });
  if (!found) return report("explaining the line", found.error());
  const auto& of = found->line;
  if (o.json) {
    const auto address = [&](const postgres::meter_row& meter, const postgres::usage_totals::cell& cell) {
      return api::cell_events_path(found->tenant.id, {meter, cell});
    };
    fmt::print("{}\n", billing::explanation_json(of, found->tenant.id, address, std::nullopt));
    return exit_ok;
  }
  const auto& key = of.line.key;
  fmt::print("{} line {} of {}: {} {} of plan {}/{}, {} to {}\n", shown_number(of.invoice), of.line.number,
             printable(found->tenant.key), name(key.kind), key.price, key.plan.code, key.plan.version,
             format_rfc3339(key.from), format_rfc3339(of.line.to));
  print_steps(of);
  print_amounts(of);
  if (of.usage) print_usage(*of.usage);
  return exit_ok;
}

}  // namespace weir::app
