#include <algorithm>
#include <array>
#include <variant>

#include <workers/payments/apply_invoice_payment.hpp>
#include <workers/payments/collection_json.hpp>

#include <weir/billing/stripe_amount.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/postgres/collections.hpp>
#include <weir/postgres/invoice_pushes.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::payments {
namespace {

using postgres::executor;
using postgres::provider_event_row;
using postgres::pushed_invoice_row;
using postgres::provider_events::ending;
namespace collections = postgres::collections;

constexpr std::string_view type = "invoice_payment.paid";

struct money_there {
  billing::currency coin;
  billing::money amount;
};

std::string principal_of(const provider_event_row& e) {
  return "provider:" + e.provider;
}

// Of the event, in the invoice's currency. Error: how the event ends.
std::expected<money_there, ending> money_of(const pushed_invoice_row& of,
                                            const contract::stripe_invoice_payment& said) {
  const auto failed = [](std::string_view outcome, std::string detail) {
    return std::unexpected(ending{"failed", std::string(outcome), std::move(detail), std::nullopt});
  };
  const auto coin = billing::find_stripe_currency(said.currency);
  if (!coin || coin->code() != of.currency)
    return failed("currency_mismatch", "The invoice is in " + of.currency + ".");
  const auto amount = billing::from_stripe_amount(said.amount, *coin);
  if (!amount) return failed(name(amount.error().code), amount.error().detail);
  return money_there{*coin, *amount};
}

// Who pays may have paid: nobody charges them, reminds them or stops what they have before a person has looked.
result<void> hold_collection(executor& in, const provider_event_row& e, timestamp now, const std::string& invoice,
                             const std::string& why) {
  if (auto locked = collections::lock(in, invoice); !locked) return locked;
  auto row = collections::find(in, invoice);
  if (!row && row.error().code == error_code::collection_not_found) return {};
  if (!row) return std::unexpected(row.error());
  if (row->state != "waiting" && row->state != "running") return {};
  const auto before = collection_json(*row);
  row->state = "held";
  row->outcome = why;
  row->due_at = std::nullopt;
  row->attempts = 0;
  ++row->version;
  if (auto put = collections::update(in, *row); !put) return put;
  contract::domain_event said;
  said.type = contract::event_type::collection_updated;
  said.id = contract::event_id(invoice, row->version, said.type);
  said.time = now;
  said.tenant = tenant_id::parse(row->tenant_id);
  said.subject = invoice;
  said.principal = principal_of(e);
  said.data = collection_json(*row);
  said.before = before;
  auto told = postgres::outbox::append(in, said, row->tenant_number);
  if (!told) return std::unexpected(told.error());
  return {};
}

}  // namespace

result<applied> apply_invoice_payment(executor& in, const provider_event_row& e, timestamp now,
                                      const contract::stripe_invoice_payment& said) {
  auto of = postgres::invoice_pushes::by_reference(in, e.provider_number, said.invoice);
  if (!of) return std::unexpected(of.error());
  if (!*of) return ending{"ignored", "unrelated", {}, std::nullopt};
  const auto money = money_of(**of, said);
  if (!money) return money.error();
  // Of what came in above it the event says so in the end; where nothing is due, billing says why.
  const auto counted = (*of)->open > billing::money{} ? std::min(money->amount, (*of)->open) : money->amount;
  // Of the money, not of the event, and of the run: somebody may ask to apply it once more.
  const auto run = std::to_string(e.runs);
  const std::array<std::string_view, 4> cause{"record_invoice_payment", said.invoice, said.intent, run};
  asked out;
  out.command.id = *command_id::parse(contract::derived_id(command_id::prefix(), cause));
  out.command.issued_at = now;
  out.command.tenant = tenant_id::parse((*of)->tenant_id);
  out.command.principal = principal_of(e);
  contract::record_payment body;
  body.id = *invoice_id::parse((*of)->id);
  body.amount = billing::text(counted, money->coin);
  body.method = e.provider;
  body.reference = said.intent;
  body.received_at = e.occurred_at;
  out.command.body = std::move(body);
  return out;
}

result<ending> end_invoice_payment(executor& in, const provider_event_row& e, timestamp now, ending with) {
  if (e.provider != contract::stripe_provider || e.type != type) return with;
  const auto news = contract::read_stripe_news(e.body);
  const auto* said = news ? std::get_if<contract::stripe_invoice_payment>(&*news) : nullptr;
  if (!said) return with;
  auto of = postgres::invoice_pushes::by_reference(in, e.provider_number, said->invoice);
  if (!of) return std::unexpected(of.error());
  if (!*of) return with;
  if (const auto money = money_of(**of, *said); money && with.state == "applied") {
    const auto has = postgres::invoice_pushes::recorded(in, (*of)->id, e.provider, said->intent);
    if (!has) return std::unexpected(has.error());
    if (*has < money->amount)
      with = {"failed", std::string(name(error_code::invoice_payment_exceeds_due)),
              billing::text({money->amount.minor - has->minor}, money->coin) + " " + (*of)->currency +
                  " more came in than was due; the invoice has " + billing::text(*has, money->coin) + ".",
              std::nullopt};
  }
  if (with.state != "failed") return with;
  if (auto held = hold_collection(in, e, now, (*of)->id, with.outcome); !held) return std::unexpected(held.error());
  return with;
}

}  // namespace weir::payments
