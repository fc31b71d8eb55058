#include <algorithm>

#include <api/usage/meter_query.hpp>

#include <weir/contract/json_document.hpp>

namespace weir::api {
namespace {

std::unexpected<error> invalid(std::string detail) {
  return fail(error_code::query_parameter_invalid, std::move(detail));
}

result<std::optional<timestamp>> instant(const http::query_parameters& parameters, std::string_view name) {
  const auto text = parameters.find(name);
  if (!text || text->empty()) return std::optional<timestamp>{};
  auto t = parse_rfc3339(*text);
  if (!t) return fail(t.error().code, std::string(name) + " is not RFC 3339, as in 2026-11-20T10:00:00Z");
  return std::optional(*t);
}

// "filter[region]" → "region".
std::optional<std::string_view> filtered_dimension(std::string_view name) {
  constexpr std::string_view begin = "filter[";
  if (!name.starts_with(begin) || !name.ends_with(']')) return std::nullopt;
  return name.substr(begin.size(), name.size() - begin.size() - 1);
}

}  // namespace

result<void> add_group(meter_query& q, std::string_view name, std::span<const std::string> dimensions, bool platform) {
  if (name == "subject") {
    q.by_subject = true;
  } else if (name == "tenant" && platform) {
    q.by_tenant = true;
  } else if (std::ranges::find(dimensions, name) == dimensions.end()) {
    return invalid("the meter has no dimension \"" + std::string(name.substr(0, 64)) + "\" to group by");
  } else if (std::ranges::find(q.by_dimensions, name) == q.by_dimensions.end()) {
    q.by_dimensions.emplace_back(name);
  }
  return {};
}

result<void> add_filter(meter_query& q, std::string_view dimension, group_value value,
                        std::span<const std::string> dimensions) {
  if (std::ranges::find(dimensions, dimension) == dimensions.end()) {
    return invalid("the meter has no dimension \"" + std::string(dimension.substr(0, 64)) + "\" to filter by");
  }
  auto it = std::ranges::find(q.filters, dimension, &meter_query::filter::dimension);
  if (it == q.filters.end()) it = q.filters.insert(it, {std::string(dimension), {}});
  it->any_of.push_back(std::move(value));
  return {};
}

std::vector<std::string> dimension_names(std::string_view group_by_json) {
  std::vector<std::string> out;
  auto document = contract::json_document::parse(group_by_json);
  if (!document) return out;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    if (auto name = document->root().item(i).text("name")) out.emplace_back(*name);
  }
  return out;
}

result<meter_query> parse_meter_query(const http::query_parameters& parameters, std::span<const std::string> dimensions,
                                      bool platform) {
  meter_query q;
  auto from = instant(parameters, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant(parameters, "to");
  if (!to) return std::unexpected(to.error());
  q.from = *from;
  q.to = *to;
  if (const auto text = parameters.find("window")) {
    auto window = parse_window(*text);
    if (!window) return std::unexpected(window.error());
    q.window = *window;
  }
  if (const auto zone = parameters.find("zone")) q.zone = std::string(*zone);
  for (auto subject : parameters.all("subject"))
    q.subjects.emplace_back(subject);
  for (auto group : parameters.all("group_by")) {
    if (auto added = add_group(q, group, dimensions, platform); !added) return std::unexpected(added.error());
  }
  std::size_t values = q.subjects.size();
  for (const auto& [name, text] : parameters.items()) {
    const auto dimension = filtered_dimension(name);
    if (!dimension) continue;
    ++values;
    auto value = parse_filter_value(text);
    if (!value) return std::unexpected(value.error());
    if (auto added = add_filter(q, *dimension, std::move(*value), dimensions); !added)
      return std::unexpected(added.error());
  }
  if (values > filter_values_most) return invalid("more than 100 values of subject and filter");
  return q;
}

}  // namespace weir::api
