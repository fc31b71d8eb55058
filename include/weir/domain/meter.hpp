// What is measured: which events match, what is taken from them, and how it is put together.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/ulid.hpp>
#include <weir/domain/json_path.hpp>

namespace weir::domain {

enum class aggregation : std::uint8_t { count, sum, min, max, avg, latest, unique_count };

std::string_view name(aggregation a);  // "COUNT", "UNIQUE_COUNT", …: as in JSON and in the database
std::optional<aggregation> aggregation_from_name(std::string_view text);

struct group_dimension {
  std::string name;
  json_path path;

  bool operator==(const group_dimension&) const = default;
};

struct meter {
  static constexpr std::size_t most_dimensions = 32;

  meter_id id;
  std::int32_t number = 0;  // the database's short form of the id; 0 until it is stored
  std::string slug;         // unique in the installation
  std::string name;
  std::string description;
  std::string event_type;  // matches when equal to the event's type
  domain::aggregation aggregation = aggregation::count;
  std::optional<json_path> value;         // into the event's data; not for COUNT, needed by all others
  std::vector<group_dimension> group_by;  // sorted by name, names unique
  std::string unit;                       // for people: "GB", "requests"

  bool operator==(const meter&) const = default;
};

// A meter as somebody asks for it: texts that were not looked at yet.
struct meter_draft {
  std::string slug;
  std::string name;  // empty: the slug
  std::string description;
  std::string event_type;
  std::string aggregation;
  std::optional<std::string> value_property;
  std::vector<std::pair<std::string, std::string>> group_by;  // name, JSONPath
  std::string unit;
};

// The meter, or every problem of the draft with a pointer to its field (/slug, /value_property, /group_by/region).
// Codes: validation_failed, json_path_invalid, meter_value_property_required, meter_value_property_forbidden.
std::expected<meter, std::vector<error>> make_meter(meter_id id, meter_draft draft);

}  // namespace weir::domain
