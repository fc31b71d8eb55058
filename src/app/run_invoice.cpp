#include <fmt/format.h>
#include <src/app/invoice_tool.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/billing/invoice_json.hpp>
#include <workers/billing/invoice_run.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/subject_aliases.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {
namespace {

using postgres::executor;
using postgres::invoice_row;

struct shown_invoice {
  invoice_row row;
  postgres::tenant_row tenant;
  std::vector<postgres::invoice_line_row> lines;
};

result<shown_invoice> show(executor& in, const std::string& which) {
  auto row = find_invoice(in, which);
  if (!row) return std::unexpected(row.error());
  auto tenant = postgres::tenants::by_number(in, row->tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  auto lines = postgres::invoices::lines(in, row->id, 0, row->lines);
  if (!lines) return std::unexpected(lines.error());
  return shown_invoice{std::move(*row), std::move(*tenant), std::move(*lines)};
}

void print_lines(const shown_invoice& of) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& l : of.lines)
    rows.push_back({std::to_string(l.number), std::string(name(l.key.kind)),
                    l.key.plan.code + "/" + std::to_string(l.key.plan.version), l.key.price, format_rfc3339(l.key.from),
                    format_rfc3339(l.to), l.corrects ? "correction" : "-", money_of(of.row, l.net)});
  print_table({"LINE", "KIND", "PLAN", "PRICE", "FROM", "TO", "OF", "NET"}, rows);
}

}  // namespace

int run_invoice_list(const invoice_list_options& o) {
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  auto database = open_invoice_pool(*t);
  std::vector<std::pair<invoice_row, postgres::tenant_row>> all;
  auto done = database.read(postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) -> result<void> {
    postgres::invoices::filter f;
    if (!o.tenant.empty()) {
      auto tenant = postgres::subject_aliases::resolve(in, o.tenant);
      if (tenant && !*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + o.tenant);
      if (!tenant) return std::unexpected(tenant.error());
      f.tenant = (*tenant)->number;
    }
    if (!o.state.empty()) f.states.push_back(o.state);
    auto rows = postgres::invoices::list(in, f, "", o.limit);
    if (!rows) return std::unexpected(rows.error());
    for (auto& row : *rows) {
      auto tenant = postgres::tenants::by_number(in, row.tenant_number);
      if (!tenant) return std::unexpected(tenant.error());
      all.emplace_back(std::move(row), std::move(*tenant));
    }
    return {};
  });
  if (!done) return report("listing invoices", done.error());
  if (o.json) {
    contract::json_writer w(all.size() * 2048 + 16);
    w.begin_array();
    for (const auto& [row, tenant] : all)
      w.raw(billing::invoice_json(row, tenant.id));
    fmt::print("{}\n", w.end_array().take());
    return exit_ok;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [row, tenant] : all)
    rows.push_back({shown_number(row), printable(tenant.key), std::string(name(row.kind)), std::string(name(row.state)),
                    text(row.period_from), text(row.period_to), money_of(row, row.total), money_of(row, row.due)});
  print_table({"INVOICE", "TENANT", "KIND", "STATE", "FROM", "TO", "TOTAL", "DUE"}, rows);
  return exit_ok;
}

int run_invoice_show(const invoice_show_options& o) {
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  auto database = open_invoice_pool(*t);
  auto found = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                             [&](executor& in) { return show(in, o.invoice); });
  if (!found) return report("reading the invoice", found.error());
  const auto& row = found->row;
  if (o.json) {
    contract::json_writer w(4096);
    w.begin_object().key("invoice").raw(billing::invoice_json(row, found->tenant.id)).key("lines").begin_array();
    for (const auto& l : found->lines)
      billing::write_invoice_line(w, l, *billing::currency::find(row.currency));
    fmt::print("{}\n", w.end_array().end_object().take());
    return exit_ok;
  }
  fmt::print("{} of {}: {}, {}, {} to {}\n", shown_number(row), printable(found->tenant.key), name(row.kind),
             name(row.state), text(row.period_from), text(row.period_to));
  print_lines(*found);
  fmt::print("net {}, total {}, credits {}, due {}, paid {}\n", money_of(row, row.net), money_of(row, row.total),
             money_of(row, row.credits_used), money_of(row, row.due), money_of(row, row.paid));
  return exit_ok;
}

int run_invoice_run(const tool_options& o) {
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  auto database = open_invoice_pool(*t, billing::invoice_runner::connections);
  billing::invoice_runner runner(database, system_clock(), system_ids());
  auto done = runner.run([&](const billing::run_report& so_far) {
    if (!o.json && stderr_is_terminal())
      fmt::print(stderr, "\r{} tenants, {} invoices", so_far.tenants, so_far.invoices);
    return true;
  });
  if (!o.json && stderr_is_terminal()) fmt::print(stderr, "\n");
  if (!done) return report("the run of invoices", done.error());
  if (o.json) {
    fmt::print("{}\n", billing::run_report_json(*done));
  } else {
    fmt::print("{} tenants were due: {} invoices, {} tenants parked, {} failed; {} invoices became past due\n",
               done->tenants, done->invoices, done->parked, done->failed, done->past_due);
  }
  return done->failed == 0 ? exit_ok : exit_failed;
}

}  // namespace weir::app
