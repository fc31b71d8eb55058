#include <algorithm>
#include <array>

#include <weir/domain/draft_checks.hpp>
#include <weir/domain/hour.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::domain {
namespace {

constexpr std::array<std::string_view, 3> names = {"active", "suspended", "deleted"};
constexpr std::size_t most_key_bytes = 255;

}  // namespace

std::string_view name(tenant_state s) {
  return names[static_cast<std::size_t>(s)];
}

std::optional<tenant_state> tenant_state_from_name(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<tenant_state>(found - names.begin());
}

std::expected<tenant, std::vector<error>> make_tenant(tenant_id id, tenant_draft draft) {
  draft_checks checks;
  checks.text("/key", draft.key, 1, most_key_bytes);
  checks.text("/name", draft.name, 0, 255);
  if (!draft.minute_offset) {
    checks.problem(error_code::time_zone_unknown, "/time_zone", {});
  } else if (!is_minute_offset(*draft.minute_offset)) {
    checks.problem(error_code::validation_failed, "/time_zone",
                   "the zone's hours stand at no quarter of an hour from UTC's");
  }
  if (!is_currency(draft.currency)) {
    checks.problem(error_code::validation_failed, "/currency", "a currency is three capital letters (ISO 4217)");
  }
  if (checks.failed()) return std::unexpected(checks.take());

  tenant out;
  out.id = id;
  out.name = draft.name.empty() ? draft.key : std::move(draft.name);
  out.key = std::move(draft.key);
  out.time_zone = std::move(draft.time_zone);
  out.minute_offset = *draft.minute_offset;
  out.currency = std::move(draft.currency);
  return out;
}

std::vector<error> check_subject_alias(std::string_view alias, std::string_view pointer) {
  draft_checks checks;
  checks.text(pointer, alias, 1, most_key_bytes);
  return checks.take();
}

}  // namespace weir::domain
