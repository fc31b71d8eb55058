// Rows of `payment_methods`: what tenants pay with and a payment provider keeps for them. Instants are the database's
// but those that the provider says. A tenant's methods are changed under lock_customer().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/payment_method_progress.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct payment_method_row {
  std::string id;  // pmt_…
  std::int64_t number = 0;
  std::int32_t provider_number = 0;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  std::string reference;  // the provider's id of it
  std::string customer;   // whose it is there
  billing::method_progress progress;
  timestamp made_at{};  // says the provider
  bool is_default = false;
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace payment_methods {

// A tenant as the provider knows it, and which of its methods somebody chose.
struct customer_fact {
  std::int32_t provider_number = 0;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  std::string reference;  // empty: it has none now
  billing::method_choice chosen{};
};
// Nothing: it is no tenant's of ours. Nobody else changes its methods until the transaction ends.
result<std::optional<customer_fact>> lock_customer(executor& in, std::int32_t provider, const std::string& reference);
// The same by the tenant; nothing: it never had a customer there.
result<std::optional<customer_fact>> lock_customer_of(executor& in, std::int32_t provider, std::int32_t tenant);
// After lock_customer().
result<void> set_chosen(executor& in, const customer_fact& of);

// Also one that is detached. Error: payment_method_not_found.
result<payment_method_row> find(executor& in, const std::string& id);
result<std::optional<payment_method_row>> find_reference(executor& in, std::int32_t provider,
                                                         const std::string& reference);

// id, provider_number, tenant_number, reference, customer, progress, made_at. After lock_customer(), as are the next.
result<void> add(executor& in, const payment_method_row& wanted);
// customer and progress, with the next version; what is detached is no default.
result<void> update(executor& in, payment_method_row& row);

// Those of the tenant, or of one customer, that can be charged.
result<std::vector<payment_method_row>> attached(executor& in, std::int32_t provider, std::int32_t tenant);
result<std::vector<payment_method_row>> attached_to(executor& in, std::int32_t provider, const std::string& customer);

// The one that is charged (billing::charged_method) is the default. Those that it has changed, with their next
// versions.
result<std::vector<payment_method_row>> settle_default(executor& in, const customer_fact& of);

// What is charged.
result<std::optional<payment_method_row>> default_of(executor& in, std::int32_t provider, std::int32_t tenant);

// Those that are attached, of one tenant or of all that the transaction sees, the newest first, before `before`
// (number; 0: from the newest).
result<std::vector<payment_method_row>> list(executor& in, std::optional<std::int32_t> tenant, std::int64_t before,
                                             std::int32_t limit);

}  // namespace payment_methods
}  // namespace weir::postgres
