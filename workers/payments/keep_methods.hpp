// Changes of the payment methods that a provider keeps for tenants, whoever makes them: events, people, a charge that
// was refused. Each with its announcements. Under lock_customer() of postgres/payment_methods.hpp.
#pragma once

#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/payment_methods.hpp>

namespace weir::payments {

struct method_author {
  std::string principal;  // as announcements have it
  timestamp at{};
  std::string request{};  // empty: no request; so is the next
  std::string address{};
};

// What is said of one; it is there from now on. Whatever the order in which it is said, the same is known in the end.
struct method_news {
  std::string id;  // pmt_…, of one that was not known
  std::string reference;
  std::string customer;
  billing::method_progress progress;
  timestamp made_at{};
};
result<billing::heard> hear_method(postgres::executor& in, const postgres::payment_methods::customer_fact& of,
                                   const method_news& said, const method_author& by);

// Which one somebody chose to be charged.
result<billing::heard> hear_choice(postgres::executor& in, postgres::payment_methods::customer_fact& of,
                                   const billing::method_choice& said, const method_author& by);

// It can be charged no more.
result<void> detach_method(postgres::executor& in, const postgres::payment_methods::customer_fact& of,
                           const std::string& reference, const method_author& by);

// All of that customer's.
result<void> detach_methods(postgres::executor& in, const postgres::payment_methods::customer_fact& of,
                            const std::string& customer, const method_author& by);

// schemas/json/payment_method.json without its times, as announcements carry it.
std::string method_json(const postgres::payment_method_row& row);
// With them.
std::string method_view(const postgres::payment_method_row& row);

}  // namespace weir::payments
