// The two forms of a usage answer.
#pragma once

#include <string>

#include <api/usage/meter_query.hpp>

namespace weir::api {

// {meter, aggregation, unit, from, to, window, zone, granularity, data_through, data: [{from, to, tenant?, tenant_key?,
// subject?, group_by?, value, events}]}. Instants RFC 3339 UTC, values decimal texts, groups typed, missing ones
// absent. `window` is the one that was used (AUTO is resolved); `granularity` what the numbers are kept by: HOUR.
std::string write_json(const usage_answer& a);

// RFC 4180 with a header line. Texts of other people that a spreadsheet would take for a formula get an apostrophe in
// front; numbers do not. Missing is an empty field.
std::string write_csv(const usage_answer& a);

// One field, quoted where it must be.
void append_csv_text(std::string& out, std::string_view text);

}  // namespace weir::api
