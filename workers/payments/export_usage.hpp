// Says hourly usage to meters of payment providers: what changed is written down, then it is said, then what came of it
// is written down. Several processes may do it; whoever is killed in between is repeated, with the same identifier and
// the same quantity.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include <workers/payments/account_troubles.hpp>

#include <weir/base/error.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/meter_export_queue.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::payments {

struct said_hour {
  std::string identifier;
  std::string event_name;
  std::string customer;
  std::string value;  // decimal text
  timestamp at;
};

struct said_answer {
  enum class kind : std::uint8_t {
    taken,        // the provider has it, since now or before
    refused,      // it will not have it
    unavailable,  // nobody knows, or it is the account's trouble and not the hour's
  };
  kind what = kind::taken;
  std::string code{};  // the provider's
  std::string message{};
  std::chrono::seconds retry_after{0};
};

struct export_usage_ports {
  // Waits for the provider. Called from several threads at once.
  std::function<said_answer(const postgres::due_hour& of, const std::string& api_key, const said_hour& what)> say;
};

class export_usage {
 public:
  export_usage(postgres::pool& database, const secret_ring& secrets, clock_source& clock, export_usage_ports ports)
      : pool_(database), secrets_(secrets), clock_(clock), ports_(std::move(ports)) {}

  // Looks for hours that changed, when it is time to, and says some of those that are due. Returns how many were said;
  // those that could not be wait by themselves. Error: the database's.
  result<std::size_t> turn(const std::stop_token& stop);

 private:
  struct outcome {
    said_answer answer;
    std::int64_t wait_ms = 0;
  };

  result<void> note();
  result<void> note_since(timestamp from, timestamp now);
  result<std::vector<postgres::due_hour>> take();
  std::vector<outcome> say_all(const std::vector<postgres::due_hour>& due, const std::stop_token& stop);
  outcome say(const postgres::due_hour& of);
  outcome answered(const std::string& account, said_answer answer);
  result<void> record(const std::vector<postgres::due_hour>& due, const std::vector<outcome>& outcomes);

  postgres::pool& pool_;
  const secret_ring& secrets_;
  clock_source& clock_;
  export_usage_ports ports_;
  std::string installation_;
  std::int64_t next_ms_ = 0;      // of looking at the hours of a day
  std::int64_t next_all_ms_ = 0;  // of looking at all of them
  account_troubles troubles_{clock_, "usage cannot be said to a payment provider"};
};

}  // namespace weir::payments
