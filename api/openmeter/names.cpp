#include <utility>

#include <api/handlers/configuration.hpp>
#include <api/openmeter/names.hpp>

namespace weir::api {

std::string bare_id(std::string_view typed) {
  return std::string(typed.substr(typed.find('_') + 1));
}

result<postgres::meter_row> find_openmeter_meter(postgres::executor& in, const std::string& named) {
  auto found = postgres::meters::find(in, named);
  if (found || found.error().code != error_code::meter_not_found) return found;
  const auto id = ulid::parse(named);
  return id ? postgres::meters::find(in, meter_id{*id}.text()) : found;
}

result<postgres::tenant_row> find_openmeter_subject(postgres::executor& in, const call& c, const std::string& named) {
  auto found = find_tenant(in, c, named);
  if (found || found.error().code != error_code::tenant_not_found) return found;
  const auto id = ulid::parse(named);
  return id ? find_tenant(in, c, tenant_id{*id}.text()) : found;
}

std::vector<error> in_openmeter_spelling(std::vector<error> errors) {
  constexpr std::pair<std::string_view, std::string_view> fields[] = {
      {"/event_type", "/eventType"}, {"/value_property", "/valueProperty"}, {"/group_by", "/groupBy"}};
  for (auto& e : errors) {
    for (const auto& [ours, theirs] : fields) {
      if (e.pointer != ours && !e.pointer.starts_with(std::string(ours) + '/')) continue;
      e.pointer.replace(0, ours.size(), theirs);
      break;
    }
  }
  return errors;
}

}  // namespace weir::api
