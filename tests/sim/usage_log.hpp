// A random usage log for one history: what is in it, as structures and as the bytes that Weir would have written.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tests/sim/random.hpp>
#include <workers/usage/memory_usage_store.hpp>

#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/memory_log.hpp>

namespace weir::sim {

struct made_event {
  std::string id;
  std::string source;
  std::string type;
  std::string subject;
  timestamp time;
  std::optional<std::string> value;  // JSON text of data.v
  std::optional<std::string> group;  // JSON text of data.g
  std::optional<std::string> who;    // JSON text of data.u

  // What makes two events of one identity the same event.
  auto content() const { return std::tie(type, subject, value, group, who); }
};

enum class record_fault { none, not_json, unknown_frame, unknown_tenant, wrong_partition };

struct made_record {
  tenant_id tenant;
  std::int64_t appended_ms = 0;
  record_fault fault = record_fault::none;
  std::vector<made_event> events;
};

struct made_tenant {
  tenant_id id;
  usage::tenant_facts facts;
  stream::partition_number partition = 0;
};

// Tenants, meters and a source of records with resends, conflicts, lateness and garbage among them.
class usage_log {
 public:
  usage_log(rng& random, stream::partition_number partitions);

  const std::vector<made_tenant>& tenants() const { return tenants_; }
  std::set<std::int32_t> tenants_of(stream::partition_number partition) const;  // their numbers
  const std::vector<usage::live_meter>& meters() const { return meters_; }

  struct placed {
    stream::partition_number partition = 0;
    made_record record;
  };
  placed make(std::int64_t now_ms);

  static stream::stored_record encode(const made_record& record, rng& random);

 private:
  made_event make_event(std::int64_t now_ms);

  rng& random_;
  stream::partition_number partitions_;
  std::vector<made_tenant> tenants_;
  std::vector<usage::live_meter> meters_;
  std::vector<std::pair<std::size_t, made_event>> sent_;  // tenant index, event
  std::uint64_t next_id_ = 0;
};

inline constexpr std::int64_t epoch_ms = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

}  // namespace weir::sim
