// The column `filters` of webhook_endpoints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/domain/event_filter.hpp>

namespace weir::postgres {

std::string event_filters_text(const std::vector<domain::event_filter>& filters);

// Of what the text above says.
std::vector<domain::event_filter> read_event_filters(std::string_view json);

}  // namespace weir::postgres
