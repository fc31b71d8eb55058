// The two forms of a usage answer for OpenMeter's clients.
#pragma once

#include <string>

#include <api/openmeter/query_question.hpp>
#include <api/usage/meter_query.hpp>

namespace weir::api {

// schemas/json/openmeter_query_answer.json: `value` is a JSON number with all its digits, `valueExact` the same as
// text.
std::string write_openmeter_json(const openmeter_question& asked, const usage_answer& a);

// window_start, window_end, subject, customer_id (when grouped by it), the groups, value. RFC 4180, guarded against
// formulas as meter_answer.hpp does.
std::string write_openmeter_csv(const usage_answer& a);

}  // namespace weir::api
