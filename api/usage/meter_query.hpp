// A question to a meter, and its answer: hourly cells summed up into windows and groups.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <api/usage/group_value.hpp>
#include <api/usage/window.hpp>

#include <weir/domain/meter.hpp>
#include <weir/http/url.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

// Parameters as they were asked for.
//   from, to   RFC 3339, half-open, each optional: all there is, as OpenMeter has it
//   window     HOUR, DAY, MONTH, NONE (the default) or AUTO
//   zone       IANA name; default: the tenant's, UTC for several tenants
//   subject    repeatable: any of them
//   group_by   repeatable: `subject`, `tenant` (platform only), or the names of dimensions. A dimension called subject
//   or
//              tenant cannot be grouped by
//   filter[d]  repeatable: any of the values of dimension d (group_value.hpp); several dimensions: all of them
struct meter_query {
  struct filter {
    std::string dimension;
    std::vector<group_value> any_of;
  };
  std::optional<timestamp> from{};
  std::optional<timestamp> to{};
  std::optional<window_size> window = window_size::none;  // nothing: AUTO
  std::optional<std::string> zone{};
  std::vector<std::string> subjects{};
  bool by_tenant = false;
  bool by_subject = false;
  std::vector<std::string> by_dimensions{};  // in the order asked for, each once
  std::vector<filter> filters{};
  bool plain_groups = false;  // groups are told apart as texts: 5 and "5" are one, null and missing too
};

inline constexpr std::size_t filter_values_most = 100;

// Names of the dimensions in meter_row::group_by (a JSON array of {"name", "path"}).
std::vector<std::string> dimension_names(std::string_view group_by_json);

// Adds a dimension or `subject`, or `tenant` for the platform; again is no error. Error: query_parameter_invalid.
result<void> add_group(meter_query& q, std::string_view name, std::span<const std::string> dimensions, bool platform);

// Adds a value to those that a dimension may have. Error: query_parameter_invalid.
result<void> add_filter(meter_query& q, std::string_view dimension, group_value value,
                        std::span<const std::string> dimensions);

// Parameters of other purposes (tenant, after) are left alone. Errors: query_parameter_invalid, query_window_inexact,
// time_malformed, time_out_of_range; the detail names the parameter.
result<meter_query> parse_meter_query(const http::query_parameters& parameters, std::span<const std::string> dimensions,
                                      bool platform);

struct usage_row {
  timestamp from{};
  timestamp to{};
  std::string tenant_id{};            // with by_tenant
  std::string tenant_key{};           // with by_tenant
  std::string subject{};              // with by_subject
  std::vector<group_value> groups{};  // as by_dimensions
  std::string value{};                // exact decimal
  std::int64_t events = 0;
};

struct usage_answer {
  std::string meter{};
  std::string aggregation{};
  std::string unit{};
  std::optional<timestamp> from{};  // as asked for, else where the rows begin and end; nothing without any
  std::optional<timestamp> to{};
  window_size window = window_size::none;  // the one that was used
  std::string zone{};
  bool by_tenant = false;
  bool by_subject = false;
  std::vector<std::string> by_dimensions{};
  std::optional<timestamp> data_through{};  // everything appended before it is in the rows; nothing: not known yet
  std::vector<usage_row> rows{};            // by window, tenant, subject, groups
};

// Inside a read transaction that sees the tenant, or all of them when there is none. Reads the watermark before the
// cells, so that data_through never claims too much. Only windows and groups with events have rows. Errors: those of
// window.hpp, time_zone_unknown, query_too_many_rows, decimal_too_large (a sum beyond numeric(38,9)), the database's.
result<usage_answer> run_meter_query(postgres::executor& in, const postgres::meter_row& meter,
                                     const std::optional<postgres::tenant_row>& tenant, const meter_query& q);

}  // namespace weir::api
