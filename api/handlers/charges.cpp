#include <span>
#include <utility>

#include <api/charge_ports.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/payments.hpp>
#include <api/payment_views.hpp>
#include <api/sign_in_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/payment_methods.hpp>

namespace weir::api {
namespace {

using postgres::executor;

// A request that is repeated with its key is about the payment that it began.
result<std::string> cause_of(const call& c) {
  auto key = idempotency_key(c);
  if (!key) return std::unexpected(key.error());
  if (!*key) return std::string();
  const auto asked = sha256(c.who().id + '\n' + **key);
  return "request:" + hex(std::span(asked).first(16));
}

// Why nothing is charged: of the invoice, or as money of it is under way.
error nothing_due(const postgres::invoice_row& invoice) {
  using billing::invoice_state;
  if (invoice.state != invoice_state::finalized && invoice.state != invoice_state::past_due)
    return error(error_code::invoice_state_refused, std::string(billing::name(invoice.state)));
  if (invoice.kind == billing::invoice_kind::credit_note || invoice.due <= invoice.paid)
    return error(error_code::invoice_state_refused, "Nothing is due.");
  return error(error_code::payment_state_refused, "A payment of this invoice is under way.");
}

result<http::response> charged(const call& c) {
  const auto id = invoice_id::parse(c.parameter("invoice"));
  if (!id) return fail(error_code::invoice_not_found);
  payments::wanted_charge_of_invoice wanted;
  wanted.invoice_id = id->text();
  auto why = cause_of(c);
  if (!why) return std::unexpected(why.error());
  wanted.why = std::move(*why);
  if (const auto method = c.body().text("payment_method_id")) wanted.method_id = *method;
  // What is of others is not there, before anything is asked.
  auto invoice = look(c, [&](executor& in) -> result<postgres::invoice_row> {
    auto row = postgres::invoices::find(in, wanted.invoice_id);
    if (!row || !wanted.method_id) return row;
    auto method = postgres::payment_methods::find(in, *wanted.method_id);
    if (!method) return std::unexpected(method.error());
    return row;
  });
  if (!invoice) return std::unexpected(invoice.error());
  const auto author = method_author_of(c);
  wanted.origin = {c.who().id, author.principal, author.request, author.address};
  auto& s = c.with();
  auto came =
      payments::charge_saved_method(s.database, charge_ports(s.database, s.secrets, *s.stripe), s.clock, s.ids, wanted);
  if (!came) return std::unexpected(came.error());
  using kind = payments::charge_outcome::kind;
  if (came->what == kind::not_offered) return fail(error_code::payment_not_offered);
  if (came->what == kind::no_method)
    return fail(error_code::payment_method_not_found, "The tenant has no payment method that is kept.");
  if (came->what == kind::not_due) return std::unexpected(nothing_due(*invoice));
  if (came->refused) return std::unexpected(*came->refused);
  auto out = c.json(201, payment_view(*came->payment, s.clock.now()));
  out.add_header("Location", "/api/v1/payments/" + came->payment->id);
  return out;
}

}  // namespace

void create_charge(call c, http::responder respond) {
  auto& pool = c.with().payments;
  in_pool(pool, std::move(c), std::move(respond), charged);
}

}  // namespace weir::api
