#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/random.hpp>
#include <tests/sim/year/actions.hpp>
#include <tests/sim/year/compare_years.hpp>
#include <tests/sim/year/history.hpp>
#include <tests/sim/year/ledger_checks.hpp>
#include <tests/sim/year/price_list.hpp>

#include <weir/domain/hour.hpp>

namespace weir::sim {
namespace {

constexpr std::int64_t hour = domain::ns_per_hour;
constexpr std::int64_t day = 24 * hour;
constexpr int most_steps = 4000;      // of a run that dies at each of its statements
constexpr int most_run_deaths = 4;    // of another
constexpr int most_other_deaths = 3;  // of a command

struct zone_of {
  const char* name;
  int minute_offset;
};
// Both hemispheres' summer times, one that begins at midnight, halves and quarters of hours.
constexpr zone_of zones[] = {{"Europe/Berlin", 0},    {"America/New_York", 0}, {"Africa/Cairo", 0},
                             {"Asia/Kolkata", 30},    {"Australia/Sydney", 0}, {"Australia/Adelaide", 30},
                             {"America/Santiago", 0}, {"Asia/Kathmandu", 45},  {"UTC", 0}};
constexpr unsigned billing_days[] = {1, 1, 15, 28, 31};

class year {
 public:
  explicit year(const year_options& o)
      : options_(o),
        random_(o.seed),
        dying_(o.seed ^ 0x5eed),
        plans_(make_price_list(random_)),
        in_(plans_, [this](std::string_view what, int death) { return fate_of(what, death); }) {}

  void run() {
    const auto begin = in_.now().ns + 2 * day;
    const auto end = begin + options_.months * (365 * day / 12) + 6 * day;
    std::size_t visits = 0;
    auto last = begin - 2 * day;
    for (auto at = begin;; ++visits) {
      const auto now = timestamp{at + static_cast<std::int64_t>(below(random_, 60)) * hour / 60};
      visit(timestamp{last}, now, (at - begin) * 100 / (end - begin));
      if (visits % 5 == 4) demand(check_ledgers(in_));
      last = now.ns;
      if (at >= end) break;
      at = std::min(end, at + static_cast<std::int64_t>(72 + below(random_, 120)) * hour);
    }
    finish();
  }

  year_result result() { return {std::nullopt, in_.witnessed, tell(in_)}; }
  std::map<std::string, std::uint64_t> witnessed() const { return in_.witnessed; }

 private:
  statement_proxy::fate fate_of(std::string_view what, int death) {
    if (!options_.dies) return {};
    statement_proxy::fate f;
    const bool is_run = what == "run";
    if (death == 0) dies_by_steps_ = (!is_run || is_due_) && stepped_[std::string(what)]++ < (is_run ? 2 : 1);
    if (dies_by_steps_) {
      // The first of its kind: before and after each statement, until it comes to its end.
      if (death >= most_steps) return {};
      f.dies_at = 1 + static_cast<std::uint64_t>(death) / 2;
      f.dies_after = death % 2 == 1;
      return f;
    }
    if (death < (is_run ? most_run_deaths : most_other_deaths) && chance(dying_, is_run ? 75 : 8)) {
      // A run has as many statements as tenants that are due; dying early is as likely as dying late.
      std::uint64_t doublings = 1;
      while (is_run && (options_.tenants >> doublings) > 2)
        ++doublings;
      f.dies_at = 1 + below(dying_, std::uint64_t{25} << below(dying_, is_run ? doublings + 1 : 1));
      f.dies_after = chance(dying_, 50);
    }
    if (is_run && death < most_run_deaths && chance(dying_, 40)) {
      f.waits_at = 1 + below(dying_, 90);
      f.meanwhile = [this] { in_.run_invoices_beside(); };
    }
    return f;
  }

  void visit(timestamp last, timestamp now, std::int64_t percent) {
    const auto wanted = std::min(options_.tenants, 1 + options_.tenants * static_cast<std::size_t>(percent) / 50);
    const auto lag = chance(random_, 15) ? static_cast<std::int64_t>(1 + below(random_, 40)) * hour : 0;
    in_.go_to(now, {now.ns - lag});
    while (members_.size() < wanted)
      join();
    for (auto& m : members_) {
      use(m, last, now);
      actor(in_, m, random_, options_.verbose).act();
    }
    in_.expire_credits();
    bill(timestamp{now.ns - lag});
  }

  void join() {
    const auto n = members_.size();
    member m;
    const auto& zone = zones[n % std::size(zones)];
    m.made.key = fmt::format("member-{:04}", n);
    m.made.zone = zone.name;
    m.made.minute_offset = zone.minute_offset;
    m.made.billing_day = billing_days[below(random_, std::size(billing_days))];
    m.made.grace_hours = static_cast<int>(below(random_, 30));
    if (chance(random_, 15)) m.made.finalize = "by_hand";
    if (chance(random_, 8)) m.made.most_amount = 10'000;
    if (chance(random_, 60)) m.made.tax_rates = chance(random_, 50) ? "{vat}" : "{vat,city}";
    m.made.is_tax_inclusive = chance(random_, 40);
    m.drops_late_usage = chance(random_, 12);
    m.row = in_.add_tenant(m.made);
    m.facts.zone = m.made.zone;
    m.facts.minute_offset = m.made.minute_offset;
    m.facts.billing_day = m.made.billing_day;
    members_.push_back(std::move(m));
  }

  // Some hours since the last visit, and some of long ago.
  void use(member& m, timestamp last, timestamp now) {
    std::vector<counted_hour> used;
    const auto hours = below(random_, 4);
    for (std::uint64_t i = 0; i < hours; ++i) {
      const bool late = chance(random_, 25);
      const auto from = late ? now.ns - 35 * day : last.ns;
      const auto span = static_cast<std::uint64_t>((now.ns - from) / hour);
      const timestamp at{from + static_cast<std::int64_t>(below(random_, std::max<std::uint64_t>(span, 1))) * hour};
      counted_hour u{.hour = domain::hour_start(at, m.made.minute_offset), .meter = {}, .region = {}};
      u.events = static_cast<std::int64_t>(1 + below(random_, 400));
      switch (below(random_, 3)) {
        case 0:
          u.meter = "calls";
          break;
        case 1:
          u.meter = "bytes";
          u.nanounits = static_cast<std::int64_t>(1 + below(random_, 90'000'000'000));
          break;
        default:
          u.meter = "payments";
          u.region = chance(random_, 50) ? "eu" : "us";
          u.nanounits = static_cast<std::int64_t>(1 + below(random_, 200'000)) * 10'000'000;
      }
      if (late) ++in_.witnessed["usage came late"];
      used.push_back(std::move(u));
    }
    in_.count(m.row, used);
    m.facts.usage.insert(m.facts.usage.end(), used.begin(), used.end());
  }

  std::map<std::int32_t, timestamp> billed_until() {
    const auto r = in_.query("SELECT tenant_number, billed_until FROM billing_states WHERE billed_until IS NOT NULL");
    std::map<std::int32_t, timestamp> out;
    for (std::size_t i = 0; i < r.size(); ++i)
      out[r.at(i, 0).int4()] = r.at(i, 1).timestamp();
    return out;
  }

  void bill(timestamp horizon) {
    const auto before = billed_until();
    is_due_ = !in_.query(fmt::format("SELECT 1 FROM billing_states WHERE next_at <= '{}' AND parked_at IS NULL LIMIT 1",
                                     format_rfc3339(horizon)))
                   .empty();
    in_.run_invoices();
    const auto after = billed_until();
    for (auto& m : members_) {
      const auto until = after.find(m.row.number);
      if (until == after.end()) continue;
      const auto earlier = before.find(m.row.number);
      if (earlier != before.end() && earlier->second == until->second) continue;
      ++in_.witnessed["compared with the naive reckoning"];
      demand(check_billed(in_, m, plans_));
    }
    check_thresholds_as_of(horizon);
    const auto missed = in_.query(fmt::format(
        "SELECT t.key FROM billing_states AS s JOIN tenants AS t ON t.number = s.tenant_number JOIN billing_profiles "
        "AS "
        "p ON p.tenant_number = t.number WHERE s.parked_at IS NULL AND s.next_at + p.grace_hours * interval '1 hour' "
        "<= '{}'",
        format_rfc3339(horizon)));
    if (!missed.empty()) throw std::runtime_error(missed.at(0, 0).string() + " was not billed");
  }

  // Of whom nothing waits: grace hours, a person, an instant that is due.
  void check_thresholds_as_of(timestamp horizon) {
    const auto settled = in_.query(fmt::format(
        "SELECT tenant_number FROM billing_states AS s WHERE parked_at IS NULL AND next_at > '{}' AND NOT EXISTS "
        "(SELECT FROM invoices AS i WHERE i.tenant_number = s.tenant_number AND i.state = 'draft')",
        format_rfc3339(horizon)));
    for (std::size_t i = 0; i < settled.size(); ++i) {
      const auto m =
          std::ranges::find(members_, settled.at(i, 0).int4(), [](const member& of) { return of.row.number; });
      demand(check_thresholds(in_, *m, plans_, domain::hour_start(horizon, m->made.minute_offset)));
    }
  }

  void finish() {
    demand(check_ledgers(in_));
    in_.witnessed["a threshold was reached"] +=
        static_cast<std::uint64_t>(in_.query("SELECT count(*) FROM invoices WHERE kind = 'threshold'").at(0, 0).int8());
    const auto before = in_.query("SELECT count(*) FROM invoices").at(0, 0).int8();
    in_.run_invoices();
    if (in_.query("SELECT count(*) FROM invoices").at(0, 0).int8() != before)
      throw std::runtime_error("a run with nothing to do made an invoice");
    const auto billed = billed_until();
    for (auto& m : members_) {
      if (!billed.contains(m.row.number)) continue;
      use(m, {in_.now().ns - 10 * day}, in_.now());
      demand(check_pending(in_, m, plans_));
      ++in_.witnessed["pending usage compared"];
    }
    demand(check_reckoned_again(in_));
  }

  static void demand(const std::vector<std::string>& wrong) {
    if (wrong.empty()) return;
    std::string all = fmt::format("{} things are wrong", wrong.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(wrong.size(), 8); ++i)
      all += "\n  " + wrong[i];
    throw std::runtime_error(all);
  }

  year_options options_;
  rng random_, dying_;
  catalogue plans_;
  std::map<std::string, int> stepped_;  // by what: how often it died at each of its statements
  bool dies_by_steps_ = false;
  bool is_due_ = false;
  installation in_;
  std::vector<member> members_;
};

}  // namespace

year_result run_year(const year_options& options) {
  year y(options);
  try {
    y.run();
    return y.result();
  } catch (const std::exception& e) {
    return {e.what(), y.witnessed(), {}};
  }
}

}  // namespace weir::sim
