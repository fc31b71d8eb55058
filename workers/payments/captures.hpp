// Takes the money of payments that their payers have approved at the provider. Several processes may do it: an order is
// captured once, and each attempt has a key of its own. No transaction is open while the provider is asked.
//
// What the provider has taken is known from its events, as all money is; here is known only what it refuses to take.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/payment_captures.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::payments {

struct capture_answer {
  enum class kind : std::uint8_t {
    taken,    // or it was before
    refused,  // the payer has to do something
    later,    // nobody knows
  } what = kind::later;
  std::string code{};
  std::string message{};
};

class captures {
 public:
  // Waits for the provider.
  using port = std::function<capture_answer(const postgres::due_capture& due)>;

  captures(postgres::pool& database, clock_source& clock, port capture)
      : pool_(database), clock_(clock), capture_(std::move(capture)) {}

  // Takes at most so many that are due, one after the other. Returns how many there were. Errors: the database's; what
  // was not ended is due again within a minute, as is what the provider did not answer.
  result<std::size_t> turn(std::int32_t most);

 private:
  result<void> step(const postgres::due_capture& due);
  result<void> refuse(const postgres::due_capture& due, const capture_answer& why);

  postgres::pool& pool_;
  clock_source& clock_;
  port capture_;
};

}  // namespace weir::payments
