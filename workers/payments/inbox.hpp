// Applies what is in the inbox: takes events that are due, does what follows from each in a transaction of its own,
// asks billing where an invoice is concerned and waits for what comes of it. Several processes may do it.
//
// Whoever is killed on the way leaves an event that is due again: every step is the same however often it is done.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/command.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::payments {

class inbox {
 public:
  // Hands a command to the log. What is lost is handed over again, so nobody waits for the broker here.
  using sender = std::function<void(const contract::command&)>;
  // Called with "applied", "ignored" or "failed" for each event once that is committed.
  using observer = std::function<void(std::string_view state)>;

  inbox(postgres::pool& database, clock_source& clock, sender send, observer ended = {})
      : pool_(database), clock_(clock), send_(std::move(send)), ended_(std::move(ended)) {}

  // Takes at most so many that are due, one after the other. Returns how many there were. Errors: the database's; those
  // that were not tried are due again within a minute.
  result<std::size_t> turn(std::int32_t most);

 private:
  using row = postgres::provider_event_row;
  using ending = postgres::provider_events::ending;

  result<void> step(const row& e);
  result<std::optional<ending>> look(const row& e);
  result<void> apply(const row& e);
  result<void> end(const row& e, const ending& with);

  postgres::pool& pool_;
  clock_source& clock_;
  sender send_;
  observer ended_;
};

}  // namespace weir::payments
