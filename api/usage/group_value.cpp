#include <algorithm>

#include <api/usage/group_value.hpp>

#include <weir/base/decimal.hpp>
#include <weir/base/json_text.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::api {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// RFC 8259 §6.
bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  auto digits = [&] {
    const auto begin = i;
    while (i < text.size() && is_digit(text[i]))
      ++i;
    return i > begin;
  };
  if (i < text.size() && text[i] == '-') ++i;
  if (i < text.size() && text[i] == '0') {
    ++i;
  } else if (!digits()) {
    return false;
  }
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

// The unescaped text of one JSON string.
std::optional<std::string> unescape(std::string_view json) {
  auto document = contract::json_document::parse("[" + std::string(json) + "]");
  if (!document || document->root().size() != 1) return std::nullopt;
  const auto text = document->root().item(0).text();
  if (!text) return std::nullopt;
  return std::string(*text);
}

// Bytes of the scalar at the start of `text`, up to the comma or brace behind it.
std::size_t scalar_size(std::string_view text) {
  if (text.empty() || text.front() != '"') return std::min(text.find_first_of(",}"), text.size());
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

}  // namespace

result<group_value> parse_filter_value(std::string_view text) {
  if (text.empty()) return group_value{};
  if (text == "null" || text == "true" || text == "false") return group_value{text};
  if (text.front() == '"') {
    auto plain = unescape(text);
    if (!plain) return fail(error_code::query_parameter_invalid, "a filter that begins with a quote is a JSON string");
    return group_value{json_string(*plain)};
  }
  if (is_json_number(text)) {
    // As the worker writes numbers: 1, 1.0 and 1e0 are one group.
    const auto number = decimal::parse_event_value(text);
    return group_value{number ? number->text() : std::string(text)};
  }
  return group_value{json_string(text)};
}

std::vector<std::pair<std::string_view, std::string_view>> split_dimensions(std::string_view dimensions) {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  if (dimensions.size() < 2 || dimensions.front() != '{') return out;
  auto rest = dimensions.substr(1);
  while (rest.size() > 1 && rest.front() == '"') {
    const auto name_size = scalar_size(rest);
    if (name_size + 1 >= rest.size() || rest[name_size] != ':') break;
    const auto value = rest.substr(name_size + 1);
    const auto value_size = scalar_size(value);
    out.emplace_back(rest.substr(1, name_size - 2), value.substr(0, value_size));
    if (value_size >= value.size() || value[value_size] != ',') break;
    rest = value.substr(value_size + 1);
  }
  return out;
}

std::string plain_text(std::string_view json_scalar) {
  if (!is_json_string(json_scalar)) return std::string(json_scalar);
  const auto inner = json_scalar.substr(1, json_scalar.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  return unescape(json_scalar).value_or(std::string(inner));
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

bool is_json_string(std::string_view json_scalar) {
  return json_scalar.size() >= 2 && json_scalar.front() == '"';
}

}  // namespace weir::api
