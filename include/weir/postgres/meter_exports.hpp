// Meters whose hourly totals are said to a meter of a payment provider. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::postgres {

struct meter_export_row {
  std::int32_t number = 0;  // the meter's
  std::string meter_id;
  std::string meter;  // its slug
  std::string event_name;
  timestamp from{};
  bool enabled = true;
  timestamp created_at{};
  timestamp updated_at{};
};

// Why hours wait or failed.
struct meter_export_trouble {
  std::string state;  // "pending", "failed"
  std::string code;
  std::string message;
  std::int64_t hours = 0;
  timestamp latest{};  // the latest such hour begins
};

struct meter_export_figures {
  std::int64_t sent = 0, pending = 0, failed = 0;  // hours of tenants
  std::optional<timestamp> exported_to{};          // the end of the latest hour that the provider has
  std::vector<meter_export_trouble> troubles{};    // ten at most, the most frequent ones first
};

namespace meter_exports {

// Of an account, in the order of the meters' numbers, after `after` (0: from the first).
result<std::vector<meter_export_row>> list(executor& in, std::int32_t provider, std::int32_t after, std::int32_t limit);

// By the meter's id or slug; the meter may be deleted. Nothing: there is none.
result<std::optional<meter_export_row>> find(executor& in, std::int32_t provider, const std::string& meter);

result<meter_export_figures> figures(executor& in, std::int32_t provider, std::int32_t meter);

// event_name, from, enabled: made, or changed. What the provider refused is asked again.
result<meter_export_row> put(executor& in, std::int32_t provider, const meter_row& meter,
                             const meter_export_row& wanted);

// What was said stays known.
result<void> remove(executor& in, std::int32_t provider, std::int32_t meter);

}  // namespace meter_exports
}  // namespace weir::postgres
