#include <algorithm>
#include <map>

#include <workers/billing/finalize_invoices.hpp>
#include <workers/billing/invoice_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/postgres/collections.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::executor;
using postgres::invoice_row;
using postgres::outbox::tenant_event;

result<void> use_credits(executor& in, const invoice_row& row, timestamp now) {
  auto document = contract::json_document::parse(row.credits);
  WEIR_ASSERT(document, "written by this program");
  const auto list = document->root();
  if (list.size() == 0) return {};
  auto account = postgres::credits::lock(in, row.tenant_number, row.currency);
  if (!account) return std::unexpected(account.error());
  auto open = postgres::credits::open_grants(in, row.tenant_number, row.currency);
  if (!open) return std::unexpected(open.error());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto grant = std::ranges::find(*open, list.item(i).text("grant").value_or(""), &credit_grant::id);
    if (grant == open->end() || grant->remaining.minor < list.item(i).find("amount")->integer())
      return fail(error_code::credit_insufficient);
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const money amount{*list.item(i).find("amount")->integer()};
    auto used = postgres::credits::use(in, row.tenant_number, row.currency, std::string(*list.item(i).text("grant")),
                                       amount, row.id, now);
    if (!used) return used;
  }
  return {};
}

// What its lines took of each.
result<std::map<std::string, money>> coupons_of(executor& in, const invoice_row& row) {
  auto lines = postgres::invoices::lines(in, row.id, 0, row.lines);
  if (!lines) return std::unexpected(lines.error());
  const auto coin = currency::find(row.currency);
  std::map<std::string, money> taken;
  for (const auto& line : *lines) {
    auto detail = contract::json_document::parse(line.detail);
    WEIR_ASSERT(detail, "written by this program");
    const auto list = *detail->root().find("discounts");
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto amount = parse_money(*list.item(i).text("amount"), *coin);
      WEIR_ASSERT(amount, "written by this program");
      taken[std::string(*list.item(i).text("tenant_coupon"))].minor += amount->minor;
    }
  }
  return taken;
}

// Of a coupon for so many months: adjustments are of months that were counted, and what comes before a month's end is
// of one that will be.
bool counts_months(const invoice_row& row) {
  return row.kind == invoice_kind::regular;
}

result<void> use_coupons(executor& in, const invoice_row& row, timestamp now) {
  auto taken = coupons_of(in, row);
  if (!taken) return std::unexpected(taken.error());
  for (const auto& [id, amount] : *taken) {
    auto held = postgres::coupons::find_applied(in, id);
    if (!held) return std::unexpected(held.error());
    auto use = use_of(held->held, amount);
    if (!counts_months(row)) use.months_used = held->held.months_used;
    if (auto used = postgres::coupons::used(in, id, use, now); !used) return used;
  }
  return {};
}

result<void> grant_credit(executor& in, const invoice_row& row, const std::string& number, timestamp now) {
  postgres::new_credit_grant grant;
  grant.id = "crg_" + row.id.substr(invoice_id::prefix().size());
  grant.amount = row.credited;
  grant.is_paid = true;
  grant.reason = number;
  grant.invoice_id = row.id;
  grant.made_by = "system";
  return postgres::credits::give(in, row.tenant_number, row.currency, grant, now);
}

bool is_note(const invoice_row& row) {
  return row.kind == invoice_kind::credit_note;
}

bool asks(const invoice_row& row) {
  return row.due > money{};
}

const std::string& prefix_of(const draft& d) {
  return is_note(d.row) ? d.by->issuer.credit_note_prefix : d.by->issuer.invoice_prefix;
}

void date(invoice_row& row, const finalizing& by) {
  const auto to = next_state(row.state, invoice_step::finalize);
  WEIR_ASSERT(to, "the caller has looked");
  const auto day = by.clock.hour_of(by.now).day;
  row.issued_day = day;
  row.finalized_at = by.now;
  if (asks(row)) {
    row.due_day = add_days(day, by.issuer.payment_terms_days);
    row.due_at = by.clock.start_of(add_days(*row.due_day, 1)).at;
  }
  row.state = *to;
}

// Whoever holds a series' row lets nobody else finalize in it. Series by their prefix, so that two never wait for each
// other.
result<void> number(executor& in, std::vector<draft>& drafts) {
  std::map<std::string, std::vector<invoice_row*>> series;
  for (auto& d : drafts)
    series[prefix_of(d)].push_back(&d.row);
  for (const auto& [prefix, rows] : series) {
    auto numbers = postgres::invoices::next_numbers(in, prefix, std::ssize(rows));
    if (!numbers) return std::unexpected(numbers.error());
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i]->number = std::move((*numbers)[i]);
  }
  return {};
}

// Those that ask for something are gone after from now on.
result<void> collect(executor& in, const std::vector<draft>& drafts) {
  std::vector<std::string> ids;
  for (const auto& d : drafts) {
    if (asks(d.row)) ids.push_back(d.row.id);
  }
  if (ids.empty()) return {};
  return postgres::collections::open(in, ids, drafts.front().by->now);
}

// Those that ask for nothing.
result<void> pay(executor& in, std::vector<draft>& drafts, std::vector<tenant_event>& said) {
  std::vector<std::string> ids;
  std::optional<invoice_state> to;
  for (auto& d : drafts) {
    if (asks(d.row)) continue;
    auto before = invoice_json(d.row, d.by->tenant.id);
    to = next_state(d.row.state, invoice_step::pay);
    WEIR_ASSERT(to, "what was just finalized can be paid");
    d.row.state = *to;
    ++d.row.version;
    ids.push_back(d.row.id);
    said.push_back(event_about(event_type::invoice_paid, d.row, *d.by, std::move(before)));
  }
  if (ids.empty()) return {};
  return postgres::invoices::set_state(in, ids, *to);
}

}  // namespace

result<std::vector<tenant_event>> finalize_invoices(executor& in, std::vector<draft> drafts) {
  std::vector<tenant_event> said;
  if (drafts.empty()) return said;
  std::vector<std::string> before;
  for (auto& d : drafts) {
    before.push_back(invoice_json(d.row, d.by->tenant.id));
    if (auto used = use_credits(in, d.row, d.by->now); !used) return std::unexpected(used.error());
    if (d.may_use_coupons) {
      if (auto used = use_coupons(in, d.row, d.by->now); !used) return std::unexpected(used.error());
    }
    if (is_note(d.row)) {
      auto account = postgres::credits::lock(in, d.row.tenant_number, d.row.currency);
      if (!account) return std::unexpected(account.error());
    }
    date(d.row, *d.by);
  }
  if (auto done = number(in, drafts); !done) return std::unexpected(done.error());
  std::vector<invoice_row> rows;
  for (const auto& d : drafts)
    rows.push_back(d.row);
  if (auto done = postgres::invoices::finalize(in, rows); !done) return std::unexpected(done.error());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto& d = drafts[i];
    if (is_note(d.row)) {
      if (auto given = grant_credit(in, d.row, *d.row.number, d.by->now); !given) return std::unexpected(given.error());
    }
    ++d.row.version;
    said.push_back(event_about(event_type::invoice_finalized, d.row, *d.by, std::move(before[i])));
  }
  if (auto opened = collect(in, drafts); !opened) return std::unexpected(opened.error());
  if (auto paid = pay(in, drafts, said); !paid) return std::unexpected(paid.error());
  return said;
}

result<void> finalize_invoice(executor& in, invoice_row row, const finalizing& by) {
  auto said = finalize_invoices(in, {{.row = std::move(row), .by = &by}});
  if (!said) return std::unexpected(said.error());
  return postgres::outbox::append(in, *said);
}

result<void> give_coupons_back(executor& in, const invoice_row& row, timestamp now) {
  auto taken = coupons_of(in, row);
  if (!taken) return std::unexpected(taken.error());
  for (const auto& [id, amount] : *taken) {
    auto held = postgres::coupons::find_applied(in, id);
    if (!held) return std::unexpected(held.error());
    coupon_use before{held->held.months_used - (counts_months(row) ? 1 : 0), held->held.amount_left};
    if (before.amount_left) before.amount_left->minor += amount.minor;
    if (auto set = postgres::coupons::used(in, id, before, now); !set) return set;
  }
  return {};
}

tenant_event event_about(event_type type, const invoice_row& row, const finalizing& by, std::string before) {
  contract::domain_event e;
  e.id = contract::event_id(row.id, row.version, type);
  e.type = type;
  e.time = by.now;
  e.tenant = tenant_id::parse(by.tenant.id);
  e.subject = row.id;
  e.principal = by.principal;
  e.request = by.request;
  e.data = invoice_json(row, by.tenant.id);
  e.before = std::move(before);
  return {by.tenant.number, std::move(e)};
}

result<void> announce_invoice(executor& in, event_type type, const invoice_row& row, const finalizing& by,
                              std::string before) {
  const auto said = event_about(type, row, by, std::move(before));
  return postgres::outbox::append(in, std::span(&said, 1));
}

}  // namespace weir::billing
