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

// Gauges of owned partitions and of records that are not committed yet.
void measure_engine(const stream::engine& engine, const char* consumer, const char* topic);

}  // namespace weir::app
