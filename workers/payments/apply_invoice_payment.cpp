#include <array>

#include <workers/payments/apply_invoice_payment.hpp>

#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/postgres/invoice_pushes.hpp>

namespace weir::payments {
namespace {

using postgres::provider_events::ending;

ending failed(std::string outcome, std::string detail) {
  return {"failed", std::move(outcome), std::move(detail), std::nullopt};
}

}  // namespace

result<applied> apply_invoice_payment(postgres::executor& in, const postgres::provider_event_row& e, timestamp now,
                                      const contract::stripe_invoice_payment& said) {
  auto of = postgres::invoice_pushes::by_reference(in, e.provider_number, said.invoice);
  if (!of) return std::unexpected(of.error());
  if (!*of) return ending{"ignored", "unrelated", {}, std::nullopt};
  const auto coin = billing::find_stripe_currency(said.currency);
  if (!coin || coin->code() != (*of)->currency)
    return failed("currency_mismatch", "The invoice is in " + (*of)->currency + ".");
  const auto amount = billing::from_stripe_amount(said.amount, *coin);
  if (!amount) return failed(std::string(name(amount.error().code)), amount.error().detail);
  // Of the money, not of the event, and of the run: somebody may ask to apply it once more.
  const auto run = std::to_string(e.runs);
  const std::array<std::string_view, 4> cause{"record_invoice_payment", said.invoice, said.intent, run};
  asked out;
  out.command.id = *command_id::parse(contract::derived_id(command_id::prefix(), cause));
  out.command.issued_at = now;
  out.command.tenant = tenant_id::parse((*of)->tenant_id);
  out.command.principal = "provider:" + e.provider;
  contract::record_payment body;
  body.id = *invoice_id::parse((*of)->id);
  body.amount = billing::text(*amount, *coin);
  body.method = e.provider;
  body.reference = said.intent;
  body.received_at = e.occurred_at;
  out.command.body = std::move(body);
  return out;
}

}  // namespace weir::payments
