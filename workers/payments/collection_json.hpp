// What announcements of collections carry, and the part of it that the API answers alike.
#pragma once

#include <string>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/collections.hpp>

namespace weir::payments {

// Its members, into an open object.
void write_collection(contract::json_writer& w, const postgres::collection_row& c);
void write_collection_step(contract::json_writer& w, const postgres::collection_step_row& s);

std::string collection_json(const postgres::collection_row& c);
// With the members of the step that was taken: act, result, …
std::string collection_step_json(const postgres::collection_row& c, const postgres::collection_step_row& s);

}  // namespace weir::payments
