// Goes after the money of finalized invoices: takes those that are due, does what the plan of each says, in a
// transaction of its own, charges and sends commands outside of it. Several processes may do it.
//
// Whoever is killed on the way leaves an invoice that is due again: every step is the same however often it is done.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <workers/payments/take_step.hpp>

#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::payments {

struct collect_ports {
  charge_question can_charge;
  // Charges the saved method. `why`: the same one is the same charge. Waits for the provider; no transaction is open.
  std::function<result<charge_end>(const invoice_id& invoice, std::string_view why)> charge;
  // Hands a command to the log. What is lost is handed over again, so nobody waits for the broker here.
  std::function<void(const contract::command&)> send;
  // Called for each step once it is committed.
  std::function<void(const taken_step&)> taken{};
};

class collector {
 public:
  collector(postgres::pool& database, clock_source& clock, collect_ports ports)
      : pool_(database), clock_(clock), ports_(std::move(ports)) {}

  // Takes at most so many that are due, one after the other. Returns how many there were. Errors: the database's; those
  // that were not tried are due again within a minute.
  result<std::size_t> turn(std::int32_t most);

 private:
  result<void> look(const std::string& invoice);
  result<void> charge(const std::string& invoice, const look_outcome& of);
  result<void> put_off(const std::string& invoice, std::int64_t ns);
  void tell(const look_outcome& of) const;

  postgres::pool& pool_;
  clock_source& clock_;
  collect_ports ports_;
};

}  // namespace weir::payments
