#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <src/app/partition_check.hpp>
#include <src/app/recounted_totals.hpp>
#include <workers/usage/postgres_recount_facts.hpp>

#include <weir/contract/invoice_inputs_document.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/history_imports.hpp>

namespace weir::app {
namespace {

using postgres::executor;
using postgres::role;
using postgres::tenant_scope;

constexpr const char* consumer = "usage";
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int32_t page_of_cells = 1000;
constexpr std::size_t cells_named_most = 5;

billing::counted_usage recounted(const billing::charge_key& key, const postgres::usage_totals::total& t) {
  return {key, {t.quantity, t.events}, t.cells, t.id_sum};
}

bool is_same(const postgres::usage_totals::total& a, const postgres::usage_totals::total& b) {
  return a.quantity == b.quantity && a.events == b.events && a.cells == b.cells && a.id_sum == b.id_sum;
}

std::string usage_differs(const frozen_inputs& of, const usage_question& q, const billing::counted_usage& was,
                          const billing::counted_usage& is) {
  const auto what =
      fmt::format("its usage for the price {} from {} to {}, counted up to offset {} of partition {},", was.key.price,
                  format_rfc3339(q.from), format_rfc3339(q.to), of.at.usage, of.at.partition);
  if (was.usage == is.usage) return fmt::format("{} is made of other events or hours than those in the log", what);
  return fmt::format("{} is {} of {} events; the log gives {} of {}", what, was.usage.quantity.text(), was.usage.events,
                     is.usage.quantity.text(), is.usage.events);
}

}  // namespace

partition_check::partition_check(postgres::pool& database, const log_source& from, usage::claim_storage& claims,
                                 const log_check_options& options, std::int32_t partition,
                                 std::vector<const frozen_inputs*> of, log_verdict& out)
    : database_(database),
      from_(from),
      claims_(claims),
      options_(options),
      partition_(partition),
      inputs_(std::move(of)),
      out_(out) {
  std::ranges::sort(inputs_, {}, [](const frozen_inputs* i) { return i->at.usage; });
}

// An event of an hour comes a little before it at the earliest, and one that it repeats as long before as identities
// are remembered.
std::int64_t partition_check::needed_from_ms(const usage_question& q) const {
  const auto& p = options_.processing;
  auto days = facts_.windows.empty() ? p.accept_days : 0;
  for (const auto& w : facts_.windows)
    days = std::max(days, w.accept_days);
  return q.from.ms() - p.accept_ahead_ms - (days + usage::claim_days_more + 1) * ms_per_day;
}

// What the database says now, in one snapshot with how far it has come.
result<void> partition_check::learn() {
  std::map<std::int32_t, std::vector<const usage_question*>> known;  // by tenant
  for (const auto* of : inputs_) {
    auto& asked = known[of->tenant->number];
    for (const auto& q : of->questions) {
      if (std::ranges::any_of(asked, [&](const auto* k) { return *k == q; })) continue;
      asked.push_back(&q);
      stored_.push_back({&q, {}});
    }
  }
  return database_.read_snapshot(role::worker, tenant_scope::platform(), [&](executor& in) -> result<void> {
    auto facts = usage::read_recount_facts(in, consumer, partition_);
    if (!facts) return std::unexpected(facts.error());
    facts_ = std::move(*facts);
    for (auto& s : stored_) {
      auto totals = postgres::usage_totals::read(in, s.what->tenant->number, *s.what->meter, s.what->from, s.what->to,
                                                 s.what->classes);
      if (!totals) return std::unexpected(totals.error());
      s.totals = std::move(*totals);
    }
    return learn_imports(in);
  });
}

// Those that the questions have to do with. Rows of others are counted nowhere that is looked at.
result<void> partition_check::learn_imports(executor& in) {
  std::set<std::int32_t> tenants;
  auto since = stored_.front().what->from;
  for (const auto& s : stored_) {
    tenants.insert(s.what->tenant->number);
    since = std::min(since, s.what->from);
  }
  const std::vector<std::int32_t> asked(tenants.begin(), tenants.end());
  auto rows = postgres::history_imports::in_place(in, asked, since);
  if (!rows) return std::unexpected(rows.error());
  for (const auto& row : *rows) {
    const auto id = history_import_id::parse(row.id);
    const bool touches = std::ranges::any_of(stored_, [&](const stored_question& s) {
      const auto& q = *s.what;
      return q.tenant->number == row.tenant_number && q.meter->number == row.meter_number && q.from < row.to &&
             row.from < q.to;
    });
    if (!touches || !id || !row.last_offset) continue;
    placed_.push_back({row.number, row.tenant_number, row.meter_number, row.from, row.to});
    imports_[*id] = {{row.number, row.tenant_number, row.meter_number, row.from, row.to}, *row.last_offset};
  }
  return {};
}

usage::recount_options partition_check::how_counted() {
  usage::recount_options out{.processing = options_.processing,
                             .partition = partition_,
                             .tenants = {},
                             .imports = std::move(imports_),
                             .definitions = {}};
  out.definitions = [&](std::int64_t version) {
    return database_.read(role::worker, tenant_scope::platform(),
                          [&](executor& in) { return usage::read_definitions(in, version); });
  };
  for (const auto& s : stored_) {
    const auto& t = *s.what->tenant;
    if (const auto id = tenant_id::parse(t.id))
      out.tenants.emplace(*id, usage::tenant_facts{t.number, t.minute_offset});
  }
  return out;
}

result<void> partition_check::run(std::int64_t read_before) {
  if (auto learned = learn(); !learned) return learned;
  // Rows of an import come behind the days that it is about, so that they are read too.
  auto since_ms = std::numeric_limits<std::int64_t>::max();
  for (const auto& s : stored_)
    since_ms = std::min(since_ms, needed_from_ms(*s.what));
  std::vector<log_reading::skipped> skipped;
  for (const auto& lost : facts_.lost) {
    if (lost.next > lost.from) skipped.push_back({lost.from, lost.next});
    if (lost.next >= lost.from) continue;
    begun_anew_ =
        log_reading::hole{.until_ms = lost.accepted_at.ms(),
                          .why = fmt::format("partition {}: the topic was made anew, and an operator accepted it at {}",
                                             partition_, format_rfc3339(lost.accepted_at))};
  }
  usage::recount again(how_counted(), facts_, claims_);
  for (const auto& s : stored_) {
    const auto& q = *s.what;
    again.cells().want(q.live(), q.from, q.to);
    // Also of those that a later one has replaced since: inputs from before have them.
    for (const auto& i : placed_)
      for (const auto& part : list_stretches(q.live(), q.from, q.to, std::span(&i, 1)))
        again.cells().want(part.of, part.from, part.to);
  }
  log_reading log(from_, std::string(contract::usage_topic), partition_, std::move(skipped));
  if (auto begun = log.begin(since_ms, std::max(facts_.next, inputs_.back()->at.usage)); !begun) return begun;
  if (auto done = read(log, again, read_before); !done) return done;
  out_.read.push_back({partition_, log.begun_at(), log.position(), log.records()});
  return {};
}

result<void> partition_check::read(log_reading& log, usage::recount& again, std::int64_t read_before) {
  bool stored_compared = false;
  // Whatever ends at `at` is compared before a record at `at` or behind it is counted.
  const auto stop_at = [&](stream::offset at) -> result<void> {
    if (auto done = compare_until(at, log, again); !done) return done;
    if (stored_compared || facts_.next > at) return {};
    stored_compared = true;
    if (auto done = again.settle(); !done) return done;
    return compare_stored(log, again.cells());
  };
  while (true) {
    auto records = log.next();
    if (!records) return std::unexpected(records.error());
    if (records->empty()) break;
    auto left = *records;
    while (!left.empty()) {
      if (auto done = stop_at(left.front().offset); !done) return done;
      auto stop = std::numeric_limits<stream::offset>::max();
      if (compared_ < inputs_.size()) stop = inputs_[compared_]->at.usage;
      if (!stored_compared) stop = std::min(stop, facts_.next);
      const auto behind = std::ranges::find_if(left, [&](const stream::record& r) { return r.offset >= stop; });
      const auto count = static_cast<std::size_t>(behind - left.begin());
      if (auto done = again.absorb(left.first(count)); !done) return done;
      left = left.subspan(count);
    }
    if (options_.progress) options_.progress(read_before + log.records());
  }
  return stop_at(std::numeric_limits<stream::offset>::max());
}

result<void> partition_check::compare_until(stream::offset at, const log_reading& log, usage::recount& again) {
  if (compared_ == inputs_.size() || inputs_[compared_]->at.usage > at) return {};
  if (auto done = again.settle(); !done) return done;
  for (; compared_ < inputs_.size() && inputs_[compared_]->at.usage <= at; ++compared_) {
    if (auto done = compare(*inputs_[compared_], log, again.cells()); !done) return done;
  }
  return {};
}

// Why not all records that were appended since then and stand before `until` were read; null: they were.
const std::string* partition_check::missing(std::int64_t since_ms, stream::offset until, const log_reading& log) const {
  if (begun_anew_ && begun_anew_->until_ms > since_ms) return &begun_anew_->why;
  const auto hole = std::ranges::find_if(
      log.holes(), [&](const log_reading::hole& h) { return h.from < until && h.until_ms > since_ms; });
  return hole == log.holes().end() ? nullptr : &hole->why;
}

result<void> partition_check::compare(const frozen_inputs& of, const log_reading& log,
                                      const usage::counted_cells& cells) {
  std::vector<std::vector<total>> totals;
  for (const auto& q : of.questions) {
    if (const auto* why = missing(needed_from_ms(q), of.at.usage, log)) {
      for (const auto& invoice : of.invoices)
        out_.not_compared[invoice.id] = "not in the log any more: cannot be recomputed: " + *why;
      return {};
    }
    auto made = recounted_totals(cells, list_stretches(q.live(), q.from, q.to, of.imports), q.classes);
    if (!made) return std::unexpected(made.error());
    totals.push_back(std::move(*made));
  }
  std::vector<std::string> findings;
  std::vector<billing::counted_usage> counted;
  for (const auto& u : of.usage) {
    counted.push_back(recounted(u.counted.key, totals[u.question][u.place]));
    if (counted.back() != u.counted)
      findings.push_back(usage_differs(of, of.questions[u.question], u.counted, counted.back()));
  }
  if (findings.empty()) return {};
  for (const auto& invoice : of.invoices) {
    auto& all = out_.findings[invoice.id];
    all.insert(all.end(), findings.begin(), findings.end());
  }
  return reckon(of, std::move(counted));
}

// What the invoices would be by the log.
result<void> partition_check::reckon(const frozen_inputs& of, std::vector<billing::counted_usage> counted) {
  auto document = database_.read(role::api, tenant_scope::platform(),
                                 [&](executor& in) { return postgres::invoices::read_inputs(in, of.hash); });
  if (!document) return std::unexpected(document.error());
  auto inputs = contract::decode_invoice_inputs(*document);
  if (!inputs) return std::unexpected(inputs.error());
  for (auto& u : inputs->usage) {
    if (const auto again = std::ranges::find(counted, u.key, &billing::counted_usage::key); again != counted.end())
      u = *again;
  }
  const auto made = billing::reckon_invoices(*inputs);
  for (const auto& [id, place] : of.invoices) {
    if (!made) {
      out_.findings[id].push_back(
          fmt::format("with the usage of the log it cannot be reckoned: {}", name(made.error().code)));
    } else if (std::cmp_less(place, made->invoices.size())) {
      const auto& invoice = made->invoices[static_cast<std::size_t>(place)];
      out_.findings[id].push_back(
          fmt::format("with the usage of the log its total is {}", text(invoice.totals.total, inputs->currency)));
    } else {
      out_.findings[id].push_back("with the usage of the log there is no such invoice");
    }
  }
  return {};
}

result<void> partition_check::compare_stored(const log_reading& log, const usage::counted_cells& cells) {
  for (const auto& s : stored_) {
    const auto& q = *s.what;
    if (missing(needed_from_ms(q), facts_.next, log) != nullptr) continue;
    auto totals = recounted_totals(cells, list_stretches(q.live(), q.from, q.to, placed_), q.classes);
    if (!totals) return std::unexpected(totals.error());
    if (std::ranges::equal(*totals, s.totals, is_same)) continue;
    if (auto named = name_cells(q, cells); !named) return named;
  }
  return {};
}

// The first cells that differ. Those with events that came after the snapshot are left out: they may.
result<void> partition_check::name_cells(const usage_question& q, const usage::counted_cells& cells) {
  struct value {
    decimal quantity;
    std::int64_t events = 0;
    auto operator<=>(const value&) const = default;
  };
  using cell_name = std::tuple<timestamp, std::string, std::string>;
  std::map<cell_name, value> logged;
  for (const auto& part : list_stretches(q.live(), q.from, q.to, placed_)) {
    cells.for_each(part.of, part.from, part.to, [&](const usage::counted_cells::cell_view& c) {
      if (class_of(c.dimensions, q.classes))
        logged.emplace(cell_name{c.hour, c.subject, c.dimensions}, value{value_of(c.cell), c.cell.events});
    });
  }
  std::vector<std::string> named;
  const auto where = fmt::format("tenant {}, meter {}", q.tenant->key, q.meter->slug);
  const auto say = [&](const cell_name& c, const value& stored, const value& in_log) {
    if (named.size() == cells_named_most) return;
    const auto& [hour, subject, dimensions] = c;
    named.push_back(fmt::format("{}: the cell of {}, subject {}, {} is {} of {} events; the log gives {} of {}", where,
                                format_rfc3339(hour), subject, dimensions, stored.quantity.text(), stored.events,
                                in_log.quantity.text(), in_log.events));
  };
  const auto look = [&](executor& in) -> result<void> {
    for (std::size_t which = 0; which < q.classes.size(); ++which) {
      std::optional<postgres::usage_totals::cell_mark> after;
      while (true) {
        auto page = postgres::usage_totals::list_cells(in, *q.meter, {q.tenant->number, q.from, q.to, q.classes, which},
                                                       after, page_of_cells);
        if (!page) return std::unexpected(page.error());
        for (const auto& c : *page) {
          const auto node = logged.extract(cell_name{c.hour, c.subject, c.dimensions});
          const auto in_log = node ? node.mapped() : value{};
          if (c.last_offset < facts_.next && in_log != value{c.value, c.events})
            say({c.hour, c.subject, c.dimensions}, {c.value, c.events}, in_log);
        }
        if (std::ssize(*page) < page_of_cells) break;
        after = mark_of(page->back());
      }
    }
    return {};
  };
  if (auto looked = database_.read_snapshot(role::worker, tenant_scope::platform(), look); !looked) return looked;
  for (const auto& [cell, in_log] : logged)
    say(cell, {}, in_log);
  if (named.empty())
    named.push_back(fmt::format("{}: the cells from {} to {} are made of other events than those in the log", where,
                                format_rfc3339(q.from), format_rfc3339(q.to)));
  for (auto& n : named) {
    if (std::ranges::find(out_.cells, n) == out_.cells.end()) out_.cells.push_back(std::move(n));
  }
  return {};
}

}  // namespace weir::app
