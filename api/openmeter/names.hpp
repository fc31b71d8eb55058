// How OpenMeter's clients name things: bare ULIDs, slugs and keys in paths, camelCase in bodies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <api/context.hpp>

#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

std::string bare_id(std::string_view typed);  // "mtr_01ARZ…" → "01ARZ…"

// By slug, else by ULID: a slug may look like one. Error: meter_not_found.
result<postgres::meter_row> find_openmeter_meter(postgres::executor& in, const std::string& named);

// By key, else by ULID. Error: tenant_not_found, also for those of others.
result<postgres::tenant_row> find_openmeter_subject(postgres::executor& in, const call& c, const std::string& named);

// Pointers of Weir's spelling in that of the facade: /event_type → /eventType. Other parts stay.
std::vector<error> in_openmeter_spelling(std::vector<error> errors);

}  // namespace weir::api
