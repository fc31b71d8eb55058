#include <fmt/format.h>
#include <src/app/invoice_tool.hpp>
#include <src/app/log_check.hpp>
#include <src/app/recount_tool.hpp>
#include <src/app/tool_verbs.hpp>
#include <workers/billing/verify_invoice.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>

namespace weir::app {
namespace {

using postgres::executor;
using postgres::invoice_row;

constexpr std::int32_t page_of_invoices = 200;
constexpr std::size_t connections = 2;  // the archive's index is asked while a snapshot is read

// What was found of one invoice.
struct verified {
  std::string id;
  std::optional<std::string> number;
  std::vector<std::string> findings;
  std::optional<std::string> not_compared{};
};

struct verified_all {
  std::int64_t looked_at = 0;
  std::vector<verified> bad;
  std::vector<std::string> series;
  std::optional<log_verdict> log;

  bool is_good() const { return bad.empty() && series.empty() && (!log || log->cells.empty()); }
};

result<std::vector<invoice_row>> find_all(executor& in, const invoice_verify_options& o) {
  std::vector<invoice_row> out;
  for (const auto& which : o.invoices) {
    auto row = find_invoice(in, which);
    if (!row) return fail(row.error().code, "no invoice has the id or number " + which);
    out.push_back(std::move(*row));
  }
  return out;
}

// Those that are named, or all that there are, page by page; `seen` is told of each.
template<class F>
result<void> each_invoice(postgres::pool& database, const invoice_verify_options& o, F seen) {
  if (!o.all) {
    auto rows = database.read(postgres::role::api, postgres::tenant_scope::platform(),
                              [&](executor& in) { return find_all(in, o); });
    if (!rows) return std::unexpected(rows.error());
    for (const auto& row : *rows) {
      if (auto done = seen(row); !done) return done;
    }
    return {};
  }
  for (std::string before;;) {
    auto page = database.read(postgres::role::api, postgres::tenant_scope::platform(), [&](executor& in) {
      postgres::invoices::filter all;
      return postgres::invoices::list(in, all, before, page_of_invoices);
    });
    if (!page) return std::unexpected(page.error());
    for (const auto& row : *page) {
      if (auto done = seen(row); !done) return done;
    }
    if (std::ssize(*page) < page_of_invoices) return {};
    before = page->back().id;
  }
}

result<log_verdict> check_log(const program& p, postgres::pool& database, log_check& check, bool shows) {
  const std::string topic(contract::usage_topic);
  auto with = recount_tool::open(p, database, topic);
  if (!with) return std::unexpected(with.error());
  auto& tool = **with;
  log_check_options options;
  options.processing.accept_days = p.config().accept_days;
  options.processing.partitions = tool.partitions();
  options.progress = [shows](std::int64_t records) {
    if (shows) fmt::print(stderr, "\r{} records", records);
  };
  auto verdict = check.verify({tool.index(), tool.store(), tool.log()}, tool.claims(), options);
  if (shows) fmt::print(stderr, "\n");
  return verdict;
}

// What the log says of invoices joins what their inputs say.
void join(verified_all& all, log_verdict log, const std::map<std::string, std::optional<std::string>>& numbers) {
  std::map<std::string, verified> by_id;
  for (auto& v : all.bad)
    by_id.emplace(v.id, v);
  const auto of = [&](const std::string& id) -> verified& {
    return by_id.try_emplace(id, verified{id, numbers.at(id), {}}).first->second;
  };
  for (auto& [id, findings] : log.findings) {
    auto& v = of(id);
    v.findings.insert(v.findings.end(), findings.begin(), findings.end());
  }
  for (auto& [id, why] : log.not_compared)
    of(id).not_compared = why;
  all.bad.clear();
  for (auto& [id, v] : by_id)
    all.bad.push_back(std::move(v));
  all.log = std::move(log);
}

result<verified_all> verify(const program& p, postgres::pool& database, const invoice_verify_options& o) {
  verified_all out;
  log_check check(database);
  std::map<std::string, std::optional<std::string>> numbers;
  auto done = each_invoice(database, o, [&](const invoice_row& row) -> result<void> {
    const auto look = [&](executor& in) -> result<std::vector<std::string>> {
      auto findings = billing::verify_invoice(in, row);
      if (!findings || o.from != "log") return findings;
      if (auto added = check.add(in, row); !added) return std::unexpected(added.error());
      return findings;
    };
    auto findings = database.read_snapshot(postgres::role::api, postgres::tenant_scope::platform(), look);
    if (!findings) return std::unexpected(findings.error());
    ++out.looked_at;
    numbers.emplace(row.id, row.number);
    if (!findings->empty()) out.bad.push_back({row.id, row.number, std::move(*findings)});
    return {};
  });
  if (!done) return std::unexpected(done.error());
  if (o.all) {
    auto series = database.read_snapshot(postgres::role::api, postgres::tenant_scope::platform(),
                                         [](executor& in) { return billing::verify_series(in); });
    if (!series) return std::unexpected(series.error());
    out.series = std::move(*series);
  }
  if (o.from == "log") {
    auto log = check_log(p, database, check, !o.json && stderr_is_terminal());
    if (!log) return std::unexpected(log.error());
    join(out, std::move(*log), numbers);
  }
  return out;
}

void write_texts(contract::json_writer& w, std::string_view name, const std::vector<std::string>& texts) {
  w.key(name).begin_array();
  for (const auto& t : texts)
    w.text(t);
  w.end_array();
}

std::string verdict_json(const verified_all& all, const std::string& from) {
  contract::json_writer w(512);
  w.begin_object().member("verified", all.looked_at).member("is_good", all.is_good()).member("from", from);
  w.key("invoices").begin_array();
  for (const auto& v : all.bad) {
    w.begin_object().member("id", v.id).member("number", v.number);
    write_texts(w, "findings", v.findings);
    w.member("not_compared", v.not_compared).end_object();
  }
  w.end_array();
  write_texts(w, "findings", all.series);
  if (all.log) {
    write_texts(w, "cells", all.log->cells);
    w.key("read").begin_array();
    for (const auto& r : all.log->read)
      w.begin_object()
          .member("partition", r.partition)
          .member("from", r.from)
          .member("to", r.to)
          .member("records", r.records)
          .end_object();
    w.end_array();
  }
  return w.end_object().take();
}

void print(const verified_all& all) {
  std::int64_t wrong = 0;
  std::int64_t not_compared = 0;
  for (const auto& v : all.bad) {
    const auto number = v.number.value_or(v.id);
    for (const auto& f : v.findings)
      fmt::print("{}: {}\n", number, printable(f));
    if (v.not_compared) fmt::print("{}: {}\n", number, printable(*v.not_compared));
    if (!v.findings.empty()) ++wrong;
    if (v.not_compared) ++not_compared;
  }
  for (const auto& f : all.series)
    fmt::print("{}\n", printable(f));
  if (!all.log) {
    fmt::print("{} invoices, {} that are not what follows from their inputs\n", all.looked_at, wrong);
    return;
  }
  for (const auto& c : all.log->cells)
    fmt::print("{}\n", printable(c));
  for (const auto& r : all.log->read)
    fmt::print("partition {}: {} records, offsets {} to {}\n", r.partition, r.records, r.from, r.to);
  fmt::print("{} invoices, {} that are not what follows from the log, {} that could not be compared with it\n",
             all.looked_at, wrong, not_compared);
}

}  // namespace

int run_invoice_verify(const invoice_verify_options& o) {
  if (o.all == !o.invoices.empty()) {
    fmt::print(stderr, "weir: say which: numbers or ids of invoices, or --all\n");
    return exit_usage;
  }
  auto t = start_tool("weir invoice", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir invoice"), connections, std::chrono::seconds(10), {}});
  auto all = verify(*t->program, database, o);
  if (!all) return report("verifying invoices", all.error());
  if (o.json) {
    fmt::print("{}\n", verdict_json(*all, o.from));
  } else {
    print(*all);
  }
  return all->is_good() ? exit_ok : exit_failed;
}

}  // namespace weir::app
