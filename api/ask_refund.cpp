#include <utility>

#include <api/ask_refund.hpp>

#include <weir/billing/paypal_amount.hpp>
#include <weir/billing/stripe_amount.hpp>

namespace weir::api {

http::stripe_result<std::string> ask_refund(http::stripe_client& stripe, http::paypal_client& paypal,
                                            const payment_account& account, const postgres::payment_fact& of,
                                            const postgres::refund_fact& refund) {
  const auto currency = *billing::currency::find(of.currency);
  if (account.paypal) {
    auto amount = billing::to_paypal_amount(refund.amount, currency);
    if (!amount) return std::unexpected(http::stripe_failure{amount.error()});
    auto made = paypal.create_refund(
        *account.paypal, {refund.id, *of.intent, refund.id, std::move(*amount), std::string(currency.code())});
    if (!made) return std::unexpected(http::stripe_failure{made.error().what, made.error().code, made.error().message});
    return std::move(made->id);
  }
  auto amount = billing::to_stripe_amount(refund.amount, currency);
  if (!amount) return std::unexpected(http::stripe_failure{amount.error()});
  auto made = stripe.create_refund(
      account.at,
      {refund.id, *of.intent, *amount, {account.installation, of.tenant_id, of.invoice_id, of.id, refund.id}});
  if (!made) return std::unexpected(std::move(made.error()));
  return std::move(made->id);
}

}  // namespace weir::api
