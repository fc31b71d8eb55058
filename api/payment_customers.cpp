#include <span>

#include <api/charge_ports.hpp>
#include <api/handlers/configuration.hpp>
#include <api/payment_customers.hpp>

#include <weir/base/crypto.hpp>
#include <weir/postgres/billing_profiles.hpp>
#include <weir/postgres/payment_methods.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

using postgres::executor;
namespace rows = postgres::payments;

result<payer> payer_of(executor& in, std::int32_t tenant) {
  auto profile = postgres::billing_profiles::find(in, tenant);
  if (!profile) return std::unexpected(profile.error());
  auto row = postgres::tenants::by_number(in, tenant);
  if (!row) return std::unexpected(row.error());
  return payer{row->id,
               row->number,
               row->key,
               profile->buyer.legal_name.empty() ? row->name : profile->buyer.legal_name,
               profile->buyer.email,
               row->currency};
}

http::stripe_result<std::string> customer_at(const call& c, const payment_account& account, const payer& who,
                                             const rows::customer& known) {
  if (known.reference) return *known.reference;
  const auto asked = sha256(who.name + '\n' + who.email);
  const http::wanted_customer wanted{
      "customer_" + who.tenant_id + '_' + std::to_string(known.generation) + '_' + hex(std::span(asked).first(8)),
      who.name,
      who.email,
      {account.installation, who.tenant_id}};
  auto made = c.with().stripe->create_customer(account.at, wanted);
  if (!made) return std::unexpected(std::move(made.error()));
  auto kept =
      change(c, [&](executor& in) { return rows::set_customer(in, account.number, who.tenant_number, made->id); });
  if (!kept) return std::unexpected(http::stripe_failure{kept.error()});
  return made->id;
}

bool is_unknown_customer(const http::stripe_failure& why, const std::string& customer) {
  return !customer.empty() && why.code == "resource_missing" && why.message.contains(customer);
}

result<void> forget_customer(executor& in, const call& c, const payment_account& account, std::int32_t tenant_number,
                             const std::string& customer) {
  auto of = postgres::payment_methods::lock_customer_of(in, account.number, tenant_number);
  if (!of) return std::unexpected(of.error());
  if (*of) {
    auto gone = payments::detach_methods(in, **of, customer, method_author_of(c));
    if (!gone) return gone;
  }
  return rows::forget_customer(in, account.number, tenant_number, customer);
}

}  // namespace weir::api
