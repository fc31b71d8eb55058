#include <algorithm>
#include <chrono>
#include <utility>

#include <api/announce.hpp>
#include <api/ask_refund.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/payments.hpp>
#include <api/payment_views.hpp>
#include <api/sign_in_parts.hpp>
#include <workers/payments/payment_json.hpp>
#include <workers/payments/repeat_refunds.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/billing/paypal_amount.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/idempotency.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::api {
namespace {

using billing::money;
using billing::refund_state;
using contract::event_type;
using postgres::executor;
using postgres::payment_row;
using postgres::refund_row;
namespace rows = postgres::payments;

result<void> announce_refund(executor& in, const call& c, event_type type, const payment_row& of,
                             const refund_row& row) {
  const auto tenant = tenant_id::parse(of.tenant_id);
  return announce(
      in, c,
      {type, row.id, row.version, principal::tenant_ref{*tenant, of.tenant_number}, payments::refund_json(of, row)});
}

struct begun_refund {
  payment_row of;
  refund_row row;
};

bool counts(const refund_row& r) {
  return r.progress.state == refund_state::pending || r.progress.state == refund_state::succeeded;
}

// Asked for, and the provider has not said that it knows of it: it can be asked for again. One that is too old for that
// is ended by the payments worker.
bool is_unanswered(const call& c, const refund_row& r) {
  const auto age_ms = c.with().clock.now().ms() - r.created_at.ms();
  return r.progress.state == refund_state::pending && !r.reference && age_ms < payments::most_refund_age_s * 1000;
}

// What the credit note gives back, of the invoice that was paid.
result<money> amount_of_note(executor& in, const payment_row& of, const std::string& id) {
  const auto refuse = [](const char* why) { return fail(error_code::validation_failed, why, "/credit_note_id"); };
  auto note = postgres::invoices::find(in, id);
  if (!note) return refuse("There is no such credit note.");
  if (note->kind != billing::invoice_kind::credit_note || note->tenant_number != of.tenant_number)
    return refuse("It is no credit note of this tenant.");
  if (note->corrects && *note->corrects != of.invoice_id) return refuse("It corrects another invoice.");
  return money{note->total.minor < 0 ? -note->total.minor : note->total.minor};
}

// Error: the provider has no such amount.
result<void> check_amount(executor& in, const payment_row& of, money amount, billing::currency c) {
  auto provider = postgres::payment_providers::by_number(in, of.provider_number);
  if (!provider) return std::unexpected(provider.error());
  if (provider->provider == contract::paypal_provider) {
    auto there = billing::to_paypal_amount(amount, c);
    return there ? result<void>() : std::unexpected(there.error());
  }
  auto there = billing::to_stripe_amount(amount, c);
  return there ? result<void>() : std::unexpected(there.error());
}

// What the body asks for of what is left.
result<money> wanted_amount(executor& in, const call& c, const payment_row& of, money left) {
  const auto currency = *billing::currency::find(of.currency);
  auto out = left;
  if (const auto note = c.body().text("credit_note_id")) {
    auto of_note = amount_of_note(in, of, std::string(*note));
    if (!of_note) return of_note;
    out = std::min(left, *of_note);
  }
  if (const auto text = c.body().text("amount")) {
    auto read = billing::parse_money(*text, currency);
    if (!read) return fail(read.error().code, read.error().detail, "/amount");
    if (*read <= money{}) return fail(error_code::validation_failed, "A refund is above zero.", "/amount");
    out = *read;
  }
  if (out > left || out <= money{})
    return fail(error_code::refund_exceeds_payment, billing::text(left, currency) + " can be paid back.", "/amount");
  if (auto there = check_amount(in, of, out, currency); !there)
    return fail(error_code::validation_failed, there.error().detail, "/amount");
  return out;
}

// One that is the same again: of the same credit note, or without an answer and of the same amount.
std::optional<refund_row> same_again(const call& c, const std::vector<refund_row>& all, const refund_row& wanted) {
  for (const auto& r : all) {
    const bool of_note = wanted.credit_note_id && r.credit_note_id == wanted.credit_note_id && counts(r);
    const bool unanswered =
        is_unanswered(c, r) && r.amount == wanted.amount && r.credit_note_id == wanted.credit_note_id;
    if (of_note || unanswered) return r;
  }
  return std::nullopt;
}

// The id that the request has, first time or not. Nothing: it has no key.
result<std::optional<std::string>> id_of_key(executor& in, const call& c, const payment_row& of,
                                             const std::string& fresh) {
  auto key = idempotency_key(c);
  if (!key) return std::unexpected(key.error());
  if (!*key) return std::nullopt;
  using postgres::idempotency::verdict;
  // Never finished: what a repetition is told is how the refund is then.
  auto begun = postgres::idempotency::begin(in, {c.who().id, **key, of.tenant_number, request_hash(c), {}, fresh},
                                            std::chrono::milliseconds(0));
  if (!begun) return std::unexpected(begun.error());
  if (begun->what == verdict::other_request || begun->resource_id.empty())
    return fail(error_code::idempotency_key_reused);
  return begun->resource_id;
}

// Under the payment's lock: a row is there before the provider is asked, so that whoever comes after a crash asks for
// the same again.
result<begun_refund> begin_refund(executor& in, const call& c, const std::string& payment) {
  auto of = rows::lock(in, payment);
  if (!of) return std::unexpected(of.error());
  auto all = rows::refunds(in, payment);
  if (!all) return std::unexpected(all.error());
  refund_row wanted;
  wanted.id = refund_id{c.with().ids.next()}.text();
  auto known = id_of_key(in, c, *of, wanted.id);
  if (!known) return std::unexpected(known.error());
  if (*known) wanted.id = **known;
  if (const auto mine = std::ranges::find(*all, wanted.id, &refund_row::id); mine != all->end())
    return begun_refund{std::move(*of), std::move(*mine)};
  if (of->progress.state != billing::payment_state::succeeded || !of->intent)
    return fail(error_code::payment_state_refused, std::string(billing::name(of->progress.state)));
  if (const auto note = c.body().text("credit_note_id")) wanted.credit_note_id = *note;
  const auto by_note = std::ranges::find_if(*all, [&](const refund_row& r) {
    return wanted.credit_note_id && r.credit_note_id == wanted.credit_note_id && counts(r);
  });
  if (by_note != all->end()) return begun_refund{std::move(*of), std::move(*by_note)};
  // One that is unanswered and is asked for again takes nothing a second time.
  auto left = refundable(*of, *all);
  if (!*known) {
    for (const auto& r : *all)
      if (is_unanswered(c, r)) left.minor += r.amount.minor;
  }
  auto amount = wanted_amount(in, c, *of, left);
  if (!amount) return std::unexpected(amount.error());
  wanted.amount = *amount;
  if (!*known) {
    if (auto again = same_again(c, *all, wanted)) return begun_refund{std::move(*of), std::move(*again)};
    if (wanted.amount > refundable(*of, *all))
      return fail(error_code::refund_exceeds_payment, "Another refund is under way.", "/amount");
  }
  wanted.reason = c.body().text("reason").value_or("");
  wanted.created_by = c.who().id;
  auto row = rows::create_refund(in, *of, wanted);
  if (!row) return std::unexpected(row.error());
  auto said = announce_refund(in, c, event_type::refund_requested, *of, *row);
  if (!said) return std::unexpected(said.error());
  return begun_refund{std::move(*of), std::move(*row)};
}

// What the provider refuses will not be paid; what it did not answer is asked for again with the same key.
result<void> ask(const call& c, const begun_refund& begun) {
  auto account = account_of_payment(c.with(), begun.of.provider_number);
  if (!account) return std::unexpected(account.error());
  WEIR_FAILPOINT("refund.before_asking");
  auto made = ask_refund(*c.with().stripe, *c.with().paypal, *account, begun.of, begun.row);
  WEIR_FAILPOINT("refund.after_asking");
  if (made) return change(c, [&](executor& in) { return rows::set_reference(in, begun.row.id, *made); });
  if (made.error().what.code != error_code::payment_provider_refused) return std::unexpected(made.error().what);
  auto ended = change(c, [&](executor& in) -> result<void> {
    auto now = rows::fail_refund(in, begun.row.id, made.error().code);
    if (!now) return std::unexpected(now.error());
    if (!*now) return {};
    return announce_refund(in, c, event_type::refund_failed, begun.of, **now);
  });
  if (!ended) return ended;
  return std::unexpected(made.error().what);
}

result<http::response> refunded(const call& c) {
  if (!c.who().is_platform()) return fail(error_code::forbidden, "Money is paid back by the platform.");
  const std::string payment(c.parameter("payment"));
  auto begun = change(c, [&](executor& in) { return begin_refund(in, c, payment); });
  if (!begun) return std::unexpected(begun.error());
  if (is_unanswered(c, begun->row)) {
    if (auto asked = ask(c, *begun); !asked) return std::unexpected(asked.error());
  }
  auto now = look(c, [&](executor& in) { return rows::find_refund(in, begun->row.id); });
  if (!now) return std::unexpected(now.error());
  auto out = c.json(201, refund_view(begun->of, *now));
  out.add_header("Location", "/api/v1/payments/" + begun->of.id);
  return out;
}

}  // namespace

void create_refund(call c, http::responder respond) {
  auto& pool = c.with().payments;
  in_pool(pool, std::move(c), std::move(respond), refunded);
}

}  // namespace weir::api
