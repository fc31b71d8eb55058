#include <charconv>
#include <limits>

#include <weir/postgres/rows.hpp>

namespace weir::postgres {
namespace {

template<class T>
T integer(std::string_view text) {
  T value{};
  auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  WEIR_ASSERT(failed == std::errc{} && end == text.data() + text.size(), "the column is not an integer of this size");
  return value;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  WEIR_ASSERT(false, "the column is not a bytea in hex form");
}

}  // namespace

std::int64_t field::int8() const {
  return integer<std::int64_t>(text());
}
std::int32_t field::int4() const {
  return integer<std::int32_t>(text());
}

timestamp field::timestamp() const {
  const auto t = text();
  if (t == "infinity") return {std::numeric_limits<std::int64_t>::max()};
  if (t == "-infinity") return {std::numeric_limits<std::int64_t>::min()};
  // Sessions run in UTC with ISO dates: "2026-11-23 22:16:48.123456+00".
  WEIR_ASSERT(t.size() > 13 && t[10] == ' ' && t.ends_with("+00"), "the column is not a timestamptz in UTC");
  std::string rfc(t.substr(0, t.size() - 3));
  rfc[10] = 'T';
  auto parsed = parse_rfc3339(rfc + "Z");
  WEIR_ASSERT(parsed.has_value(), "the column is not a representable instant");
  return *parsed;
}

decimal field::decimal() const {
  auto parsed = weir::decimal::parse_sum(text());
  WEIR_ASSERT(parsed.has_value(), "the column is not a numeric(38,9)");
  return *parsed;
}

std::string field::bytes() const {
  auto t = text();
  WEIR_ASSERT(t.starts_with("\\x") && t.size() % 2 == 0, "the column is not a bytea in hex form");
  t.remove_prefix(2);
  std::string out;
  out.reserve(t.size() / 2);
  for (std::size_t i = 0; i < t.size(); i += 2)
    out.push_back(static_cast<char>(nibble(t[i]) * 16 + nibble(t[i + 1])));
  return out;
}

std::vector<std::string> field::text_array() const {
  auto t = text();
  WEIR_ASSERT(t.size() >= 2 && t.front() == '{' && t.back() == '}', "the column is not a one-dimensional array");
  t = t.substr(1, t.size() - 2);
  std::vector<std::string> out;
  if (t.empty()) return out;
  std::string item;
  bool quoted = false;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] == '\\') {
      item.push_back(t[++i]);
    } else if (t[i] == '"') {
      quoted = !quoted;
    } else if (t[i] == ',' && !quoted) {
      out.push_back(std::move(item));
      item.clear();
    } else {
      item.push_back(t[i]);
    }
  }
  out.push_back(std::move(item));
  return out;
}

std::optional<std::string> field::optional_string() const {
  if (is_null()) return std::nullopt;
  return string();
}
std::optional<std::int64_t> field::optional_int8() const {
  if (is_null()) return std::nullopt;
  return int8();
}
std::optional<std::int32_t> field::optional_int4() const {
  if (is_null()) return std::nullopt;
  return int4();
}
std::optional<timestamp> field::optional_timestamp() const {
  if (is_null()) return std::nullopt;
  return timestamp();
}

}  // namespace weir::postgres
