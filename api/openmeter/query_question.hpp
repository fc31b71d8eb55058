// A question to a meter as OpenMeter's clients ask it, in the query string or in a body, and as Weir understands it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <api/usage/meter_query.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/http/url.hpp>

namespace weir::api {

struct openmeter_question {
  std::optional<std::string> from{};
  std::optional<std::string> to{};
  std::optional<std::string> window_size{};
  std::optional<std::string> window_time_zone{};
  std::vector<std::string> subjects{};
  std::vector<std::string> customers{};
  std::vector<std::string> groups{};
  std::vector<std::pair<std::string, std::string>> filters{};  // dimension, value: equal ones of a dimension are "any"
};

// Error: query_parameter_invalid.
result<openmeter_question> read_question(const http::query_parameters& parameters);
// A body that fits schemas/json/openmeter_query.json. Error: query_parameter_invalid.
result<openmeter_question> read_question(const contract::json_value& body);

// What differs from the native query: UTC when no zone is named; a filter by subject or customer groups by it as well;
// groups and filters are plain texts. Customers are left to the caller. Errors: as parse_meter_query().
result<meter_query> understand(const openmeter_question& q, std::span<const std::string> dimensions);

}  // namespace weir::api
