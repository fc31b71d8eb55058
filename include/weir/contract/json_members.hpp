// Members of a JSON object, taken out and put in without touching how the others are written.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::contract {

struct parted_object {
  std::string rest;                                        // an object: the members that were not taken
  std::vector<std::pair<std::string, std::string>> taken;  // name and JSON value, in the order written
};

// Error: record_malformed when it is no JSON object.
result<parted_object> part_object(std::string_view object, std::span<const std::string_view> names);

// `object` with one more member at its end. The name must not be there yet.
std::string with_member(std::string_view object, std::string_view name, std::string_view json);

}  // namespace weir::contract
