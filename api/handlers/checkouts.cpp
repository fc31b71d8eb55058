#include <algorithm>
#include <utility>

#include <api/announce.hpp>
#include <api/charge_ports.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/payments.hpp>
#include <api/payment_customers.hpp>
#include <api/payment_views.hpp>
#include <api/sign_in_parts.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/settings_loader.hpp>
#include <weir/billing/paypal_amount.hpp>
#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/http/paypal_client.hpp>
#include <weir/http/url.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::api {
namespace {

using billing::payment_state;
using contract::event_type;
using postgres::executor;
using postgres::payment_row;
namespace rows = postgres::payments;

constexpr std::int64_t minute_ms = 60'000;
// Stripe's pages live for a day at most, and it knows a key for a day: what was begun longer ago is begun anew.
constexpr std::int64_t page_lives_ms = 23 * 60 * minute_ms;
// PayPal's orders wait for three hours.
constexpr std::int64_t order_lives_ms = 175 * minute_ms;
constexpr std::int64_t asked_again_for_ms = 10 * minute_ms;
constexpr int most_steps = 4;

// What is to be done next for an invoice that is to be paid.
struct next_step {
  enum class kind : std::uint8_t { show, ask, end } what = kind::show;
  payment_row row;
  std::string invoice_number;
  std::int64_t amount = 0;  // Stripe's, when it is there
  payer who{};
  rows::customer customer{};
};

result<void> announce_payment(executor& in, const call& c, event_type type, const payment_row& row) {
  const auto tenant = tenant_id::parse(row.tenant_id);
  return announce(
      in, c,
      {type, row.id, row.version, principal::tenant_ref{*tenant, row.tenant_number}, payments::payment_json(row)});
}

result<void> cancel(executor& in, const call& c, const payment_row& row, const std::string& code,
                    const std::string& message) {
  auto now = rows::cancel(in, row.id, code, message);
  if (!now) return std::unexpected(now.error());
  if (!*now) return {};
  return announce_payment(in, c, event_type::payment_canceled, **now);
}

std::unexpected<error> under_way() {
  return fail(error_code::payment_state_refused, "A payment of this invoice is under way.");
}

result<billing::money> due_of(const postgres::invoice_row& invoice) {
  using billing::invoice_state;
  if (invoice.state != invoice_state::finalized && invoice.state != invoice_state::past_due)
    return fail(error_code::invoice_state_refused, std::string(billing::name(invoice.state)));
  const billing::money due{invoice.due.minor - invoice.paid.minor};
  if (due <= billing::money{}) return fail(error_code::invoice_state_refused, "Nothing is due.");
  return due;
}

class checkout {
 public:
  checkout(const call& c, payment_account account, bool keeps_method)
      : c_(c), account_(std::move(account)), keeps_method_(keeps_method) {}

  result<payment_row> run(const std::string& invoice) {
    for (int step = 0; step < most_steps; ++step) {
      auto next = change(c_, [&](executor& in) { return plan(in, invoice); });
      if (!next) return std::unexpected(next.error());
      if (next->what == next_step::kind::show) return std::move(next->row);
      if (next->what == next_step::kind::end) {
        if (auto ended = end(next->row); !ended) return std::unexpected(ended.error());
        continue;
      }
      WEIR_FAILPOINT("checkout.before_asking");
      auto page = ask(*next);
      if (!page) return std::unexpected(page.error());
      if (*page) return std::move(**page);
    }
    return fail(error_code::payment_provider_unavailable, "Its pages of this invoice change all the time.");
  }

 private:
  bool is_of_this(const payment_row& row, billing::money due) const {
    return row.amount == due && row.provider_number == account_.number && row.keeps_method == keeps_method_;
  }

  // Error: payment_not_offered, when the provider has no such amount.
  result<std::int64_t> amount_there(billing::money due, billing::currency c) const {
    if (!account_.paypal) return billing::to_stripe_amount(due, c);
    auto text = billing::to_paypal_amount(due, c);
    if (!text) return std::unexpected(text.error());
    return 0;
  }

  // Under the invoice's lock: a row is there before the provider is asked, so that whoever comes after a crash asks for
  // the same again.
  result<next_step> plan(executor& in, const std::string& id) {
    if (auto held = rows::hold_invoice(in, id); !held) return std::unexpected(held.error());
    auto invoice = postgres::invoices::find(in, id);
    if (!invoice) return std::unexpected(invoice.error());
    auto due = due_of(*invoice);
    if (!due) return std::unexpected(due.error());
    auto amount = amount_there(*due, *billing::currency::find(invoice->currency));
    if (!amount) return std::unexpected(amount.error());
    auto unrecorded = rows::is_unrecorded(in, id);
    if (!unrecorded) return std::unexpected(unrecorded.error());
    if (*unrecorded) return under_way();
    next_step out;
    out.invoice_number = invoice->number.value_or("");
    out.amount = *amount;
    auto found = find_open(in, *due, id);
    if (!found) return std::unexpected(found.error());
    if (*found) {
      std::tie(out.what, out.row) = std::move(**found);
    } else {
      auto made = create(in, *invoice, *due);
      if (!made) return std::unexpected(made.error());
      out.what = next_step::kind::ask;
      out.row = std::move(*made);
    }
    if (out.what != next_step::kind::ask) return out;
    auto who = payer_of(in, invoice->tenant_number);
    if (!who) return std::unexpected(who.error());
    out.who = std::move(*who);
    auto customer = rows::customer_of(in, account_.number, invoice->tenant_number);
    if (!customer) return std::unexpected(customer.error());
    out.customer = std::move(*customer);
    return out;
  }

  using found_payment = std::pair<next_step::kind, payment_row>;

  result<std::optional<found_payment>> find_open(executor& in, billing::money due, const std::string& invoice) {
    auto open = rows::unfinished(in, invoice);
    if (!open) return std::unexpected(open.error());
    const auto now = c_.with().clock.now();
    for (auto& row : *open) {
      if (row.progress.state == payment_state::processing) return under_way();
      if (row.origin == "saved_method" && row.intent) return found_payment{next_step::kind::end, std::move(row)};
      if (row.origin == "saved_method") {
        if (row.created_at.ms() + payments::charge_asked_for_ms > now.ms()) return under_way();
        if (auto gone = cancel(in, c_, row, "no_answer", ""); !gone) return std::unexpected(gone.error());
        continue;
      }
      if (has_page(row, now)) {
        const auto what = is_of_this(row, due) ? next_step::kind::show : next_step::kind::end;
        return found_payment{what, std::move(row)};
      }
      const bool asks = !row.session && is_of_this(row, due) && row.created_at.ms() + asked_again_for_ms > now.ms();
      if (asks) return found_payment{next_step::kind::ask, std::move(row)};
      if (auto gone = cancel(in, c_, row, "page_expired", ""); !gone) return std::unexpected(gone.error());
    }
    return std::nullopt;
  }

  result<payment_row> create(executor& in, const postgres::invoice_row& invoice, billing::money due) {
    payment_row wanted;
    wanted.id = payment_id{c_.with().ids.next()}.text();
    wanted.tenant_number = invoice.tenant_number;
    wanted.invoice_id = invoice.id;
    wanted.provider_number = account_.number;
    wanted.origin = "hosted";
    wanted.amount = due;
    wanted.currency = invoice.currency;
    wanted.keeps_method = keeps_method_;
    wanted.created_by = c_.who().id;
    auto made = rows::create(in, wanted);
    if (!made) return made;
    auto said = announce_payment(in, c_, event_type::payment_started, *made);
    if (!said) return std::unexpected(said.error());
    return made;
  }

  // Its page is for another amount, or at another account, or it is a charge that its payer was needed for: nobody pays
  // by it any more.
  result<void> end(const payment_row& row) {
    const bool is_charge = row.origin == "saved_method";
    auto account =
        charge_ports(c_.with().database, c_.with().secrets, *c_.with().stripe).by_number(row.provider_number);
    if (account) {
      auto ended =
          is_charge ? account->end_intent(row.intent.value_or("")) : account->end_page(row.session.value_or(""));
      if (!ended) return std::unexpected(ended.error());
      if (!*ended) return under_way();
    }
    return change(
        c_, [&](executor& in) { return cancel(in, c_, row, is_charge ? "charge_replaced" : "page_replaced", ""); });
  }

  http::stripe_marks marks(const payment_row& of) const {
    return {account_.installation, of.tenant_id, of.invoice_id, of.id, {}};
  }

  std::string home_of(const next_step& step) const {
    return public_url(c_.with().config) + "/app/invoices/of/" + step.row.invoice_id +
           "?tenant=" + http::percent_encode(step.who.tenant_key);
  }

  result<std::optional<payment_row>> ask_paypal(const next_step& step) {
    const auto currency = *billing::currency::find(step.row.currency);
    auto amount = billing::to_paypal_amount(step.row.amount, currency);
    if (!amount) return std::unexpected(amount.error());
    const auto home = home_of(step);
    auto made = c_.with().paypal->create_order(*account_.paypal, {.key = step.row.id,
                                                                  .payment = step.row.id,
                                                                  .amount = std::move(*amount),
                                                                  .currency = std::string(currency.code()),
                                                                  .name = step.invoice_number,
                                                                  .return_url = home + "&paid=" + step.row.id,
                                                                  .cancel_url = home});
    if (!made) return given_up(step, {made.error().what, made.error().code, made.error().message}, "");
    WEIR_FAILPOINT("checkout.after_asking");
    return keep(step, made->id, made->url, timestamp::from_ms(step.row.created_at.ms() + order_lives_ms));
  }

  // Nothing: what Stripe did not know was forgotten, and may be asked for anew.
  result<std::optional<payment_row>> ask(const next_step& step) {
    if (account_.paypal) return ask_paypal(step);
    auto who = customer_at(c_, account_, step.who, step.customer);
    if (!who) return given_up(step, who.error(), "");
    const auto home = home_of(step);
    const http::wanted_session wanted{.key = step.row.id,
                                      .amount = step.amount,
                                      .currency = billing::stripe_currency(*billing::currency::find(step.row.currency)),
                                      .name = step.invoice_number,
                                      .customer = *who,
                                      .success_url = home + "&paid=" + step.row.id,
                                      .cancel_url = home,
                                      .expires_at = timestamp::from_ms(step.row.created_at.ms() + page_lives_ms),
                                      .marks = marks(step.row),
                                      .save_method = step.row.keeps_method};
    auto made = c_.with().stripe->create_session(account_.at, wanted);
    if (!made) return given_up(step, made.error(), *who);
    WEIR_FAILPOINT("checkout.after_asking");
    return keep(step, made->id, made->url.value_or(""), made->expires_at);
  }

  // The page that was made, and how the payment is then.
  result<std::optional<payment_row>> keep(const next_step& step, const std::string& session, const std::string& url,
                                          timestamp expires_at) {
    return change(c_, [&](executor& in) -> result<std::optional<payment_row>> {
      if (!url.empty()) {
        auto kept = rows::set_page(in, step.row.id, session, url, expires_at);
        if (!kept) return std::unexpected(kept.error());
      }
      auto now = rows::find(in, step.row.id);
      if (!now) return std::unexpected(now.error());
      return std::move(*now);
    });
  }

  // Of what the provider refused nothing stays open; what it did not answer is asked for again by the next one.
  result<std::optional<payment_row>> given_up(const next_step& step, const http::stripe_failure& why,
                                              const std::string& who) {
    if (why.what.code != error_code::payment_provider_refused) return std::unexpected(why.what);
    const bool unknown = is_unknown_customer(why, who);
    auto ended = change(c_, [&](executor& in) -> result<void> {
      if (unknown) {
        auto gone = forget_customer(in, c_, account_, step.row.tenant_number, who);
        if (!gone) return gone;
      }
      return cancel(in, c_, step.row, why.code, why.message);
    });
    if (!ended) return std::unexpected(ended.error());
    if (unknown) return std::nullopt;
    return std::unexpected(why.what);
  }

  const call& c_;
  payment_account account_;
  bool keeps_method_;
};

result<http::response> checked_out(const call& c) {
  const auto id = invoice_id::parse(c.parameter("invoice"));
  if (!id) return fail(error_code::invoice_not_found);
  const auto wanted = c.body().find("save_method");
  const bool keeps_method = wanted && wanted->boolean().value_or(false);
  // Whose invoice it is comes before whether it can be paid at all.
  auto seen = look(c, [&](executor& in) { return postgres::invoices::find(in, id->text()); });
  if (!seen) return std::unexpected(seen.error());
  auto account = offered_account(c.with());
  if (!account) return std::unexpected(account.error());
  auto row = checkout(c, std::move(*account), keeps_method).run(id->text());
  if (!row) return std::unexpected(row.error());
  auto out = c.json(201, payment_view(*row, c.with().clock.now()));
  out.add_header("Location", "/api/v1/payments/" + row->id);
  return out;
}

}  // namespace

void begin_checkout(call c, http::responder respond) {
  auto& pool = c.with().payments;
  in_pool(pool, std::move(c), std::move(respond), checked_out);
}

}  // namespace weir::api
