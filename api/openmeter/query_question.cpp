#include <algorithm>

#include <api/openmeter/query_question.hpp>

namespace weir::api {
namespace {

std::unexpected<error> invalid(std::string detail) {
  return fail(error_code::query_parameter_invalid, std::move(detail));
}

std::vector<std::string> texts_of(const std::optional<contract::json_value>& array) {
  std::vector<std::string> out;
  if (!array) return out;
  for (std::size_t i = 0; i < array->size(); ++i)
    out.emplace_back(array->item(i).text().value_or(""));
  return out;
}

// {"model": {"$eq": "small"}, "type": {"$in": ["input", "output"]}}
result<void> read_advanced(openmeter_question& q, const contract::json_value& filters) {
  constexpr std::string_view accepted = "advancedMeterGroupByFilters takes a group's $eq or $in with texts";
  if (filters.kind() != contract::json_kind::object) return invalid(std::string(accepted));
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const auto [dimension, condition] = filters.member(i);
    if (condition.size() != 1 || condition.kind() != contract::json_kind::object) return invalid(std::string(accepted));
    const auto [name, value] = condition.member(0);
    if (name == "$eq" && value.text()) {
      q.filters.emplace_back(dimension, *value.text());
      continue;
    }
    if (name != "$in" || value.kind() != contract::json_kind::array || value.size() == 0)
      return invalid(std::string(accepted));
    for (std::size_t j = 0; j < value.size(); ++j) {
      const auto text = value.item(j).text();
      if (!text) return invalid(std::string(accepted));
      q.filters.emplace_back(dimension, *text);
    }
  }
  return {};
}

// "filterGroupBy[model]" → "model".
std::optional<std::string_view> filtered_group(std::string_view name) {
  constexpr std::string_view begin = "filterGroupBy[";
  if (!name.starts_with(begin) || !name.ends_with(']')) return std::nullopt;
  return name.substr(begin.size(), name.size() - begin.size() - 1);
}

result<std::optional<timestamp>> instant(const std::optional<std::string>& text, std::string_view name) {
  if (!text || text->empty()) return std::optional<timestamp>{};
  auto t = parse_rfc3339(*text);
  if (!t) return fail(t.error().code, std::string(name) + " is not RFC 3339, as in 2026-11-20T10:00:00Z");
  return std::optional(*t);
}

result<std::optional<window_size>> window_of(const std::optional<std::string>& text) {
  if (!text) return std::optional(window_size::none);
  // The native query knows more words.
  constexpr std::string_view words[] = {"MINUTE", "HOUR", "DAY", "MONTH"};
  if (std::ranges::find(words, *text) == std::end(words)) return invalid("windowSize is HOUR, DAY or MONTH");
  return parse_window(*text);
}

// A text that is a JSON scalar may have come as that scalar: OpenMeter's clients cannot tell 5 from "5".
result<void> add_plain_filter(meter_query& q, const std::string& dimension, const std::string& text,
                              std::span<const std::string> dimensions) {
  if (auto added = add_filter(q, dimension, json_string(text), dimensions); !added) return added;
  if (text.starts_with('"')) return {};
  auto other = parse_filter_value(text);
  if (!other) return std::unexpected(other.error());
  if (*other == json_string(text)) return {};
  if (auto added = add_filter(q, dimension, std::move(*other), dimensions); !added) return added;
  // Where there is none, OpenMeter has the empty text.
  return text.empty() ? add_filter(q, dimension, "null", dimensions) : result<void>{};
}

}  // namespace

result<openmeter_question> read_question(const http::query_parameters& parameters) {
  openmeter_question q;
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = parameters.find(name);
    return found ? std::optional(std::string(*found)) : std::nullopt;
  };
  q.from = text("from");
  q.to = text("to");
  q.window_size = text("windowSize");
  q.window_time_zone = text("windowTimeZone");
  for (auto v : parameters.all("subject"))
    q.subjects.emplace_back(v);
  for (auto v : parameters.all("filterCustomerId"))
    q.customers.emplace_back(v);
  for (auto v : parameters.all("groupBy"))
    q.groups.emplace_back(v);
  for (const auto& [name, value] : parameters.items()) {
    if (auto group = filtered_group(name)) q.filters.emplace_back(*group, value);
  }
  if (auto advanced = parameters.find("advancedMeterGroupByFilters"); advanced && !advanced->empty()) {
    auto document = contract::json_document::parse(*advanced);
    if (!document) return invalid("advancedMeterGroupByFilters is a JSON object");
    if (auto read = read_advanced(q, document->root()); !read) return std::unexpected(read.error());
  }
  return q;
}

result<openmeter_question> read_question(const contract::json_value& body) {
  openmeter_question q;
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = body.text(name);
    return found ? std::optional(std::string(*found)) : std::nullopt;
  };
  q.from = text("from");
  q.to = text("to");
  q.window_size = text("windowSize");
  q.window_time_zone = text("windowTimeZone");
  q.subjects = texts_of(body.find("subject"));
  q.customers = texts_of(body.find("filterCustomerId"));
  q.groups = texts_of(body.find("groupBy"));
  if (auto filters = body.find("filterGroupBy")) {
    for (std::size_t i = 0; i < filters->size(); ++i) {
      const auto [dimension, values] = filters->member(i);
      for (auto& value : texts_of(values))
        q.filters.emplace_back(dimension, std::move(value));
    }
  }
  if (auto advanced = body.find("advancedMeterGroupByFilters"); advanced && !advanced->is_null()) {
    if (auto read = read_advanced(q, *advanced); !read) return std::unexpected(read.error());
  }
  return q;
}

result<meter_query> understand(const openmeter_question& asked, std::span<const std::string> dimensions) {
  meter_query q;
  q.plain_groups = true;
  auto from = instant(asked.from, "from");
  if (!from) return std::unexpected(from.error());
  auto to = instant(asked.to, "to");
  if (!to) return std::unexpected(to.error());
  q.from = *from;
  q.to = *to;
  auto window = window_of(asked.window_size);
  if (!window) return std::unexpected(window.error());
  q.window = *window;
  q.zone = asked.window_time_zone.value_or("UTC");
  q.subjects = asked.subjects;
  q.by_subject = !asked.subjects.empty();
  q.by_tenant = !asked.customers.empty();
  if (asked.subjects.size() + asked.filters.size() > filter_values_most)
    return invalid("more than 100 values of subject and filterGroupBy");
  for (const auto& name : asked.groups) {
    if (name == "customer_id") {
      q.by_tenant = true;
    } else if (auto added = add_group(q, name, dimensions, false); !added) {
      return std::unexpected(added.error());
    }
  }
  for (const auto& [dimension, value] : asked.filters) {
    if (auto added = add_plain_filter(q, dimension, value, dimensions); !added) return std::unexpected(added.error());
  }
  return q;
}

}  // namespace weir::api
