#include <array>

#include <workers/payments/apply_method_event.hpp>
#include <workers/payments/keep_methods.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/payments.hpp>

namespace weir::payments {
namespace {

using billing::heard;
using postgres::executor;
using postgres::provider_event_row;
using postgres::provider_events::ending;
namespace methods = postgres::payment_methods;

ending unrelated() {
  return {.state = "ignored", .outcome = "unrelated"};
}

result<ending> ended(const result<heard>& came) {
  if (!came) return std::unexpected(came.error());
  if (*came == heard::superseded) return ending{.state = "ignored", .outcome = "superseded"};
  return ending{.state = "applied", .outcome = "noted"};
}

method_author author(const provider_event_row& e, timestamp now) {
  return {.principal = "provider:" + e.provider, .at = now};
}

// What was detached need not say whose it was, when it is known here.
result<std::optional<methods::customer_fact>> customer_of(executor& in, std::int32_t provider,
                                                          const contract::stripe_method& said) {
  auto known = methods::find_reference(in, provider, said.id);
  if (!known) return std::unexpected(known.error());
  if (*known) return methods::lock_customer_of(in, provider, (*known)->tenant_number);
  if (said.customer.empty()) return std::nullopt;
  return methods::lock_customer(in, provider, said.customer);
}

}  // namespace

result<ending> apply_method_event(executor& in, const provider_event_row& e, timestamp now,
                                  const contract::stripe_method& said) {
  auto of = customer_of(in, e.provider_number, said);
  if (!of) return std::unexpected(of.error());
  if (!*of) return unrelated();
  const std::array<std::string_view, 3> cause{e.provider, e.payment_provider_id, said.id};
  return ended(hear_method(in, **of,
                           {.id = contract::derived_id(payment_method_id::prefix(), cause),
                            .reference = said.id,
                            .customer = said.customer,
                            .progress = {said.state, e.occurred_at, said.details},
                            .made_at = said.made_at},
                           author(e, now)));
}

result<ending> apply_method_event(executor& in, const provider_event_row& e, timestamp now,
                                  const contract::stripe_choice& said) {
  auto of = methods::lock_customer(in, e.provider_number, said.customer);
  if (!of) return std::unexpected(of.error());
  if (!*of) return unrelated();
  return ended(hear_choice(in, **of, {said.method, e.occurred_at}, author(e, now)));
}

result<ending> apply_method_event(executor& in, const provider_event_row& e, timestamp now,
                                  const contract::stripe_departure& said) {
  auto of = methods::lock_customer(in, e.provider_number, said.customer);
  if (!of) return std::unexpected(of.error());
  if (!*of) return unrelated();
  if (auto gone = detach_methods(in, **of, said.customer, author(e, now)); !gone) return std::unexpected(gone.error());
  auto forgotten = postgres::payments::forget_customer(in, e.provider_number, (*of)->tenant_number, said.customer);
  if (!forgotten) return std::unexpected(forgotten.error());
  return ending{.state = "applied", .outcome = "noted"};
}

}  // namespace weir::payments
