// What every worker's runtime shares: its name among owners, and how its engine is reported.
#pragma once

#include <string>

#include <src/app/program.hpp>

#include <weir/stream/engine.hpp>

namespace weir::app {

// Unique for each start of a process: "host:pid:…".
std::string owner_name();

// Logs and metrics with the label `consumer`, which must live for ever.
stream::engine_observer report_engine(const char* consumer);

stream::engine_options engine_pacing(const program& p);

// Gauges of one engine's owned partitions, added to those of the process's other engines, and of records that are not
// committed yet. The labels must live for ever.
class engine_gauges {
 public:
  engine_gauges(const char* consumer, const char* topic) : consumer_(consumer), topic_(topic) {}
  void measure(const stream::engine& engine);

 private:
  const char* consumer_;
  const char* topic_;
  double owned_ = 0;  // as shown
};

}  // namespace weir::app
