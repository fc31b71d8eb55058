#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <tests/sim/year/actions.hpp>
#include <tests/sim/year/price_list.hpp>

#include <weir/domain/hour.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::sim {
namespace {

using postgres::executor;
using postgres::role;
using postgres::tenant_scope;

constexpr std::int64_t day_hours = 24;

std::string own_id(std::string_view prefix, const std::string& command) {
  return std::string(prefix) + command.substr(command_id::prefix().size());
}

template<class Id>
Id parsed(const std::string& text) {
  return Id::parse(text).value();
}

}  // namespace

std::optional<std::string> actor::carry_out(const contract::command_body& what) {
  auto done = in_.carry_out(m_.row, what);
  if (verbose_)
    fmt::print("{} {} {}: {}\n", format_rfc3339(in_.now()), m_.row.key, contract::type_of(what),
               done ? *done : fmt::format("{} {}", name(done.error().code), done.error().detail));
  if (!done) return std::nullopt;
  return std::move(*done);
}

timestamp actor::moved(std::int64_t least_hours, std::int64_t most_hours) {
  const auto span = static_cast<std::uint64_t>(most_hours - least_hours);
  return {in_.now().ns + (least_hours + static_cast<std::int64_t>(below(random_, span))) * domain::ns_per_hour};
}

void actor::act() {
  if (m_.facts.subscriptions.empty()) {
    if (chance(random_, 70)) subscribe();
    return;
  }
  if (m_.made.most_amount && chance(random_, 60)) release();
  if (m_.made.finalize == "by_hand" && chance(random_, 60)) finalize_drafts();
  if (!chance(random_, 45)) return;
  switch (below(random_, 16)) {
    case 0:
      return subscribe();
    case 1:
      return unschedule();
    case 2:
    case 3:
      return grant_credit();
    case 4:
      return void_credit();
    case 5:
      return apply_coupon();
    case 6:
      return remove_coupon();
    case 7:
    case 8:
    case 9:
    case 10:
      return change_invoice();
    default:
      return change_plan_or_state();
  }
}

void actor::subscribe() {
  const auto family = m_.drops_late_usage ? lossy_family : below(random_, lossy_family);
  const auto& plans = plan_families[family];
  const auto& plan = plans[below(random_, plans.size())];
  contract::start_subscription what;
  what.plan = {plan.first, plan.second};
  what.currency = plan.first == "team" && chance(random_, 20) ? "JPY" : "EUR";
  if (chance(random_, 60)) what.at = moved(-60 * day_hours, 20 * day_hours);
  what.trial = chance(random_, 70);
  const auto done = carry_out(what);
  if (!done) return;
  m_.facts.subscriptions.push_back({own_id(subscription_id::prefix(), *done), what.currency, {}});
  reload(m_.facts.subscriptions.back().id, 1);
}

void actor::change_plan_or_state() {
  auto& s = m_.facts.subscriptions[below(random_, m_.facts.subscriptions.size())];
  contract::change_subscription what{parsed<subscription_id>(s.id), "change_plan"};
  const auto which = below(random_, 20);
  if (which < 5) what.change = "pause";
  if (which >= 5 && which < 10) what.change = "resume";
  if (which == 10) what.change = "cancel";
  if (what.change == "change_plan") {
    const auto family = std::ranges::find_if(
        plan_families, [&](const auto& of) { return std::ranges::find(of, s.changes.front().plan) != of.end(); });
    const auto& plan = (*family)[below(random_, family->size())];
    what.plan = {plan.first, plan.second};
  }
  switch (below(random_, 4)) {
    case 0:
      break;
    case 1:
      what.when = contract::change_time::period_end;
      break;
    case 2:
      what.when = contract::change_time::given;
      what.at = moved(0, 30 * day_hours);
      break;
    default:
      what.when = contract::change_time::given;
      what.at = moved(-120 * day_hours, 0);
  }
  if (!carry_out(what)) return;
  if (what.at && *what.at < in_.now()) ++in_.witnessed["a change was dated back"];
  reload(s.id, s.changes.size() + 1);
}

void actor::unschedule() {
  auto& s = m_.facts.subscriptions[below(random_, m_.facts.subscriptions.size())];
  const auto last = std::ranges::max_element(s.changes, {}, &dated_change::sequence);
  if (carry_out(contract::unschedule_subscription_change{parsed<subscription_id>(s.id), last->sequence}))
    reload(s.id, s.changes.size() - 1);
}

void actor::reload(const std::string& subscription, std::size_t changes) {
  const auto row = in_.database()
                       .read(role::worker, tenant_scope::nobody(),
                             [&](executor& in) { return postgres::subscriptions::find(in, subscription); })
                       .value();
  if (row.changes.size() != changes)
    throw std::runtime_error(fmt::format("{} has {} changes, {} were made", subscription, row.changes.size(), changes));
  auto& of = *std::ranges::find(m_.facts.subscriptions, subscription, &subscribed::id);
  of.changes.clear();
  for (const auto& c : row.changes)
    of.changes.push_back({c.at, c.sequence, c.kind, {c.plan_code, c.plan_version}, c.trial_until});
}

void actor::grant_credit() {
  contract::grant_credit what{.currency = billing::currency::find("EUR").value(),
                              .amount = {static_cast<std::int64_t>(1 + below(random_, 12'000))}};
  what.priority = static_cast<std::int32_t>(below(random_, 3));
  what.is_paid = chance(random_, 50);
  if (chance(random_, 60)) what.expires_at = moved(5 * day_hours, 120 * day_hours);
  if (const auto done = carry_out(what)) m_.credits.push_back(own_id(credit_id::prefix(), *done));
}

void actor::void_credit() {
  if (m_.credits.empty()) return;
  carry_out(contract::void_credit{parsed<credit_id>(m_.credits[below(random_, m_.credits.size())])});
}

void actor::apply_coupon() {
  constexpr std::array coupons{"always", "months", "gift", "calls"};
  if (const auto done = carry_out(contract::apply_coupon{coupons[below(random_, coupons.size())]}))
    m_.coupons.push_back(own_id(tenant_coupon_id::prefix(), *done));
}

void actor::remove_coupon() {
  if (m_.coupons.empty()) return;
  carry_out(contract::remove_coupon{parsed<tenant_coupon_id>(m_.coupons[below(random_, m_.coupons.size())])});
}

void actor::change_invoice() {
  const auto open = in_.query(fmt::format(
      "SELECT id, due - paid, currency, paid FROM invoices WHERE tenant_number = {} AND state IN ('finalized', "
      "'past_due', 'uncollectible') ORDER BY as_of DESC, currency, run, place LIMIT 6",
      m_.row.number));
  const auto choice = below(random_, 6);
  const auto what = below(random_, 10);
  if (choice >= open.size()) return;
  const auto id = parsed<invoice_id>(open.at(choice, 0).string());
  // What late usage made is dropped as of the first invoice: of another one it would be another sum.
  if (what < 4 && !m_.drops_late_usage) {
    carry_out(contract::change_invoice{id, "void"});
  } else if (what == 4) {
    carry_out(contract::change_invoice{id, "give_up"});
  } else {
    auto minor = open.at(choice, 1).int8();
    if (what == 5) minor = std::max<std::int64_t>(minor / 3, 1);
    const auto digits = open.at(choice, 2).string() == "JPY" ? fmt::format("{}", minor)
                                                             : fmt::format("{}.{:02}", minor / 100, minor % 100);
    carry_out(contract::record_payment{.id = id, .amount = digits, .method = "bank transfer", .reference = {}});
  }
}

void actor::finalize_drafts() {
  const auto drafts = in_.query(fmt::format(
      "SELECT id FROM invoices WHERE tenant_number = {} AND state = 'draft' ORDER BY as_of, currency, place",
      m_.row.number));
  for (std::size_t i = 0; i < drafts.size(); ++i)
    carry_out(contract::change_invoice{parsed<invoice_id>(drafts.at(i, 0).string()), "finalize"});
}

void actor::release() {
  const auto parked = in_.query(
      fmt::format("SELECT 1 FROM billing_states WHERE tenant_number = {} AND parked_at IS NOT NULL", m_.row.number));
  if (!parked.empty()) carry_out(contract::release_billing{});
}

}  // namespace weir::sim
