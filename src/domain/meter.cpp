#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <weir/domain/draft_checks.hpp>
#include <weir/domain/meter.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::domain {
namespace {

constexpr std::array<std::string_view, 7> names = {"COUNT", "SUM", "MIN", "MAX", "AVG", "LATEST", "UNIQUE_COUNT"};

std::optional<json_path> check_path(draft_checks& checks, std::string_view pointer, std::string_view text) {
  auto path = json_path::parse(text);
  if (!path) {
    checks.problem(error_code::json_path_invalid, pointer, path.error().detail);
    return std::nullopt;
  }
  if (path->steps().empty()) {
    checks.problem(error_code::json_path_invalid, pointer, "$ alone is the whole data, which is never one value");
    return std::nullopt;
  }
  return std::move(*path);
}

void check_group_by(draft_checks& checks, meter_draft& draft, meter& out) {
  if (draft.group_by.size() > meter::most_dimensions) {
    checks.problem(error_code::validation_failed, "/group_by",
                   fmt::format("{} groups; at most {} are accepted", draft.group_by.size(), meter::most_dimensions));
    return;
  }
  std::ranges::sort(draft.group_by);
  for (std::size_t i = 0; i < draft.group_by.size(); ++i) {
    auto& [name, path_text] = draft.group_by[i];
    const auto pointer = "/group_by/" + escape_pointer_token(name);
    if (!is_group_name(name)) {
      checks.problem(error_code::validation_failed, pointer,
                     "a group's name starts with a letter or _, has letters, digits and _, at most 64");
      continue;
    }
    if (i > 0 && draft.group_by[i - 1].first == name) {
      checks.problem(error_code::validation_failed, pointer, "the group stands twice");
      continue;
    }
    if (auto path = check_path(checks, pointer, path_text)) out.group_by.push_back({name, std::move(*path)});
  }
}

}  // namespace

std::string_view name(aggregation a) {
  return names[static_cast<std::size_t>(a)];
}

std::optional<aggregation> aggregation_from_name(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<aggregation>(found - names.begin());
}

std::expected<meter, std::vector<error>> make_meter(meter_id id, meter_draft draft) {
  draft_checks checks;
  meter out;
  out.id = id;

  if (!is_slug(draft.slug)) {
    checks.problem(error_code::validation_failed, "/slug", "a slug is a-z, 0-9 and single _ between them, at most 64");
  }
  checks.text("/name", draft.name, 0, 255);
  checks.text("/description", draft.description, 0, 2000, line_breaks::allowed);
  checks.text("/event_type", draft.event_type, 1, 1024);
  checks.text("/unit", draft.unit, 0, 64);
  check_group_by(checks, draft, out);

  const auto kind = aggregation_from_name(draft.aggregation);
  if (!kind) {
    checks.problem(error_code::validation_failed, "/aggregation",
                   "accepted are COUNT, SUM, MIN, MAX, AVG, LATEST and UNIQUE_COUNT");
  } else {
    out.aggregation = *kind;
    if (*kind == aggregation::count && draft.value_property) {
      checks.problem(error_code::meter_value_property_forbidden, "/value_property", {});
    } else if (*kind != aggregation::count && !draft.value_property) {
      checks.problem(error_code::meter_value_property_required, "/value_property", {});
    }
  }
  if (draft.value_property) out.value = check_path(checks, "/value_property", *draft.value_property);

  if (checks.failed()) return std::unexpected(checks.take());
  out.name = draft.name.empty() ? draft.slug : std::move(draft.name);
  out.slug = std::move(draft.slug);
  out.description = std::move(draft.description);
  out.event_type = std::move(draft.event_type);
  out.unit = std::move(draft.unit);
  return out;
}

}  // namespace weir::domain
