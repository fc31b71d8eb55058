// Plans as JSON: schemas/json/plan_create.json in, the members of plan.json out.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/billing/plan.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {

// What a body asks for, whose shape the schema has checked. Values of filters become JSON texts, as cells have them.
billing::plan_draft read_plan_draft(const json_value& body);

// One of the objects in `prices`.
void write_price(json_writer& w, const billing::price& p);

// Everything but what the database gives: code, name, interval_months, …, prices, commitments. Into an open object.
void write_plan(json_writer& w, const billing::plan& p);

// A whole object of these members: what is stored of a version.
std::string plan_definition(const billing::plan& p);

// The plan of a stored definition; `version` stands beside it. Error: validation_failed, when the database has what
// this program never wrote.
result<billing::plan> parse_plan_definition(std::string_view json, std::int32_t version);

}  // namespace weir::contract
