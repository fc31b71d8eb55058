#include <utility>

#include <api/charge_ports.hpp>
#include <api/payment_accounts.hpp>

namespace weir::api {
namespace {

payments::charge_answer charge(http::stripe_client& stripe, const payment_account& account,
                               const payments::wanted_charge& wanted) {
  auto made = stripe.create_charge(
      account.at, {.key = wanted.payment_id,
                   .amount = wanted.amount,
                   .currency = wanted.currency,
                   .name = wanted.invoice_number,
                   .customer = wanted.customer,
                   .method = wanted.method,
                   .kind = wanted.kind,
                   .marks = {account.installation, wanted.tenant_id, wanted.invoice_id, wanted.payment_id, {}}});
  payments::charge_answer out;
  if (made) {
    out.intent = std::move(*made);
    return out;
  }
  auto& why = made.error();
  // A key that was used for something else says nothing of what came of that.
  if (why.what.code != error_code::payment_provider_refused || why.code == "idempotency_error") return out;
  if (why.intent) {
    out.intent = std::move(why.intent);
    return out;
  }
  out.method_unknown =
      why.code == "resource_missing" && (why.message.contains(wanted.method) || why.message.contains(wanted.customer));
  out.refusal_code = why.code;
  out.refusal_message = why.message;
  out.refused = std::move(why.what);
  return out;
}

// A refusal to end it is asked about: it may have ended before, or its money is under way.
result<bool> end_page(http::stripe_client& stripe, const payment_account& account, const std::string& session) {
  auto ended = stripe.expire_session(account.at, session);
  if (ended) return true;
  if (ended.error().what.code != error_code::payment_provider_refused) return std::unexpected(ended.error().what);
  auto now = stripe.retrieve_session(account.at, session);
  if (!now) return std::unexpected(now.error().what);
  return now->status == "expired";
}

result<bool> end_intent(http::stripe_client& stripe, const payment_account& account, const std::string& intent) {
  auto ended = stripe.cancel_intent(account.at, intent);
  if (ended) return true;
  if (ended.error().what.code != error_code::payment_provider_refused) return std::unexpected(ended.error().what);
  auto now = stripe.retrieve_intent(account.at, intent);
  if (!now) return std::unexpected(now.error().what);
  return now->status == "canceled";
}

result<payments::charging_account> charging(http::stripe_client& stripe, result<payment_account> found) {
  if (!found) return std::unexpected(found.error());
  payments::charging_account out;
  out.number = found->number;
  out.charge = [&stripe, account = *found](const payments::wanted_charge& wanted) {
    return charge(stripe, account, wanted);
  };
  // An order whose payment is canceled is not captured: there is nothing to end at PayPal.
  if (found->paypal) {
    out.end_page = [](const std::string&) { return true; };
    out.end_intent = out.end_page;
    return out;
  }
  out.end_page = [&stripe, account = *found](const std::string& session) { return end_page(stripe, account, session); };
  out.end_intent = [&stripe, account = *found](const std::string& intent) {
    return end_intent(stripe, account, intent);
  };
  return out;
}

}  // namespace

payments::charge_ports charge_ports(postgres::pool& database, const secret_ring& secrets, http::stripe_client& stripe) {
  return {.offered = [&]() -> result<payments::charging_account> {
            auto found = offered_account(database, secrets);
            if (found && found->paypal)
              return fail(error_code::payment_not_offered, "PayPal keeps no payment methods.");
            return charging(stripe, std::move(found));
          },
          .by_number =
              [&](std::int32_t number) { return charging(stripe, account_of_payment(database, secrets, number)); }};
}

payments::method_author method_author_of(const call& c) {
  return {c.who().signature(), c.with().clock.now(), std::string(c.request().request_id()),
          std::string(c.request().client_address())};
}

}  // namespace weir::api
