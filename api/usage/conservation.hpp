// The ledger of events: what became of every event in the log, for a tenant or all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <api/usage/progress.hpp>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

// events = counted + duplicate + conflict + unmatched + rejected + quarantined + lost.
struct event_counts {
  std::int64_t events = 0, counted = 0, duplicate = 0, conflict = 0, unmatched = 0, rejected = 0, quarantined = 0,
               lost = 0;

  event_counts& operator+=(const event_counts& o);
  bool holds() const { return events == counted + duplicate + conflict + unmatched + rejected + quarantined + lost; }
};

struct conservation_row {
  std::int32_t partition = 0;
  std::string tenant_id{};  // empty: records whose tenant cannot be told
  std::string tenant_key{};
  timestamp arrival_hour{};
  event_counts counts{};
};

// matched = counted + invalid.
struct meter_conservation_row {
  std::int32_t generation = 1;
  std::string meter{};
  std::int64_t matched = 0, counted = 0, invalid = 0;
};

struct conservation_question {
  std::optional<postgres::tenant_row> tenant{};  // absent: all, platform only
  std::optional<timestamp> from{};               // arrival hours, half-open
  std::optional<timestamp> to{};
};

struct conservation_answer {
  std::optional<timestamp> data_through{};
  std::vector<partition_progress> partitions{};  // as they were before the rows were read
  event_counts totals{};
  std::vector<conservation_row> rows{};          // by hour, tenant, partition
  std::vector<meter_conservation_row> meters{};  // sums over the range
};

// Inside a read transaction. Error: query_too_many_rows beyond 100,000 rows.
result<conservation_answer> read_conservation(postgres::executor& in, const conservation_question& q);

// {data_through, holds, totals, data: […], meters: […], partitions: […]}
std::string write_conservation(const conservation_question& q, const conservation_answer& a);

}  // namespace weir::api
