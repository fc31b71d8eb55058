// What every worker's runtime shares: its name among owners, and how its engine is reported.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include <src/app/program.hpp>

#include <weir/base/metrics.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/stream/engine.hpp>

namespace weir::app {

// Unique for each start of a process: "host:pid:…".
std::string owner_name();

// Logs and metrics with the label `consumer`, which must live for ever.
stream::engine_observer report_engine(const char* consumer);

stream::engine_options engine_pacing(const program& p);

// Gauges of one engine's owned partitions, added to those of the process's other engines, and of records that are not
// committed yet, as `lag`. The labels must live for ever.
class engine_gauges {
 public:
  engine_gauges(const char* consumer, const char* topic, metric lag = metric::weir_consumer_lag_records)
      : consumer_(consumer), topic_(topic), lag_(lag) {}
  void measure(const stream::engine& engine);

 private:
  const char* consumer_;
  const char* topic_;
  metric lag_;
  double owned_ = 0;  // as shown
};

// On an installation that is older than this worker the log no longer has everything that was announced: its first
// start begins with what is there, in the open, rather than halting.
result<void> begin_where_the_log_does(const char* consumer, const char* topic, stream::log_reader& reader,
                                      postgres::pool& pool, std::int32_t partitions);

// The life of a worker's thread, which is named `consumer`: steps until told to stop, then flushes what is open and
// gives the partitions back. `each_second` runs between steps. `ended` is called instead when the worker cannot go on.
void run_engine(const char* consumer, stream::engine& engine, postgres::lease_store& leases,
                const std::stop_token& stop, const std::function<void(const error&)>& ended,
                const std::function<void()>& each_second);

}  // namespace weir::app
