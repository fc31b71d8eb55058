#include <algorithm>

#include <src/contract/cloudevents_binary.hpp>

#include <weir/base/json_text.hpp>
#include <weir/base/text.hpp>

namespace weir::contract {
namespace {

constexpr std::string_view prefix = "ce-";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_lower(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::ranges::equal(text, lower_case, [](char a, char b) { return lower(a) == b; });
}

bool is_attribute_header(std::string_view name) {
  return name.size() > prefix.size() && equals_lower(name.substr(0, prefix.size()), prefix);
}

// A whole value in quotes is unquoted (RFC 9110 §5.6.4); quotes anywhere else are characters.
std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  const auto inner = value.substr(1, value.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '"') return std::string(value);
    if (inner[i] == '\\' && i + 1 == inner.size()) return std::string(value);
    out += inner[i] == '\\' ? inner[++i] : inner[i];
  }
  return out;
}

std::string latin1_to_utf8(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xc0 | (byte >> 6));
      out += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace

bool is_binary_mode(std::span<const http_header> headers) {
  return std::ranges::any_of(headers, [](const auto& h) { return equals_lower(h.name, "ce-specversion"); });
}

void binary_headers::read(std::span<const http_header> headers, const visitor& visit) {
  kept_.clear();
  std::vector<std::string_view> seen;
  for (const auto& header : headers) {
    if (!is_attribute_header(header.name)) continue;
    auto& name = kept_.emplace_back(header.name.substr(prefix.size()));
    std::ranges::transform(name, name.begin(), lower);
    auto value = unquoted(trimmed(header.value, header_blanks));
    if (!is_utf8(value)) value = latin1_to_utf8(value);
    auto& text = kept_.emplace_back(percent_decoded(value));

    attribute_check wrong;
    if (std::ranges::find(seen, name) != seen.end()) {
      wrong = attribute_problem{error_code::json_duplicate_key, "the header stands twice"};
    } else if (!is_utf8(text)) {
      wrong = attribute_problem{error_code::json_utf8_invalid, "the percent-decoded value is not valid UTF-8"};
    }
    seen.push_back(name);
    visit(name, text, std::move(wrong));
  }
}

std::string_view binary_headers::quoted(std::string_view text) {
  auto& out = kept_.emplace_back();
  append_json_string(out, text);
  return out;
}

}  // namespace weir::contract
