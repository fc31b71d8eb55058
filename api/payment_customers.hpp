// Tenants as payment providers know them: what a page for somebody to pay on, or to keep a payment method on, is made
// for.
#pragma once

#include <string>

#include <api/context.hpp>
#include <api/payment_accounts.hpp>

#include <weir/postgres/payments.hpp>

namespace weir::api {

// Whose name and address of mail a provider is told.
struct payer {
  std::string tenant_id;
  std::int32_t tenant_number = 0;
  std::string tenant_key;
  std::string name;
  std::string email;
  std::string currency;  // of the tenant
};
result<payer> payer_of(postgres::executor& in, std::int32_t tenant);

// The tenant's id at the provider, which is asked for one when there is none. Waits; no transaction is open meanwhile.
http::stripe_result<std::string> customer_at(const call& c, const payment_account& account, const payer& who,
                                             const postgres::payments::customer& known);

// The provider refused as it does not know that customer any more.
bool is_unknown_customer(const http::stripe_failure& why, const std::string& customer);

// So the tenant has none, and none of the methods that it kept: the next one is another one.
result<void> forget_customer(postgres::executor& in, const call& c, const payment_account& account,
                             std::int32_t tenant_number, const std::string& customer);

}  // namespace weir::api
