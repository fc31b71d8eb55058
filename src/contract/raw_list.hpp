// Lists of which each element matters as it was sent.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::contract {

// The elements of an object's member `list`, byte for byte; of the other members `other` hears, with their values as
// they stand. Nothing: the text is no object with such a list.
std::optional<std::vector<std::string>> read_raw_list(
    std::string_view text, std::string_view list,
    const std::function<void(std::string_view name, std::string_view value)>& other);

}  // namespace weir::contract
