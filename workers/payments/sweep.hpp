// Reads the list of events that each payment provider keeps itself, and writes what never arrived to weir.payments, as
// if it had. Several processes may do it: what is written twice is stored once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/payment_record.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/provider_sweeps.hpp>

namespace weir::payments {

struct sweep_ports {
  // A page of the account's events from `from` to `to`, the newest first, behind the event `after` (empty: from the
  // newest). Waits for the provider.
  std::function<result<contract::event_page_answer>(const postgres::due_sweep& of, const std::string& api_key,
                                                    timestamp from, timestamp to, const std::string& after)>
      list;
  // Appends the records, and returns once all of them are acknowledged.
  std::function<result<void>(std::vector<contract::payment_record>)> publish;
};

class sweep {
 public:
  sweep(postgres::pool& database, const secret_ring& secrets, clock_source& clock, sweep_ports ports)
      : pool_(database), secrets_(secrets), clock_(clock), ports_(std::move(ports)) {}

  // Every account that is due. What is wrong with one is logged, and holds up no other. Error: the database's.
  result<void> turn(const std::stop_token& stop);

 private:
  result<std::size_t> read(const postgres::due_sweep& of, const std::stop_token& stop);
  result<std::size_t> forward(const postgres::due_sweep& of, const std::vector<std::string>& events);

  postgres::pool& pool_;
  const secret_ring& secrets_;
  clock_source& clock_;
  sweep_ports ports_;
  struct trouble {
    std::int64_t not_before_ms = 0;
    std::optional<timestamp> asked_at{};
  };
  std::map<std::string, trouble> troubles_;  // of accounts that could not be read
};

}  // namespace weir::payments
