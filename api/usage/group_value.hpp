// Values of a meter's dimensions, as cells hold them: JSON scalars in canonical text, so that missing, null, "5", 5 and
// true are five different groups and equal ones have equal bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::api {

// Canonical JSON text of a scalar; nothing: missing.
using group_value = std::optional<std::string>;

// A filter's value: JSON when it is one scalar (5, true, null, "5"), missing when empty, and else the string that it
// is: eu is "eu". So whatever JSON an answer shows can be asked for. Error: query_parameter_invalid for an array or
// object.
result<group_value> parse_filter_value(std::string_view text);

// A canonical object of scalars (usage_cells.dimensions) taken apart. Views into `dimensions`. Members that are not
// canonical end the list: the worker writes no others.
std::vector<std::pair<std::string_view, std::string_view>> split_dimensions(std::string_view dimensions);

// The plain text of a value: a string without quotes and escapes, other scalars as they are.
std::string plain_text(std::string_view json_scalar);

bool is_json_string(std::string_view json_scalar);

std::string json_string(std::string_view plain);

}  // namespace weir::api
