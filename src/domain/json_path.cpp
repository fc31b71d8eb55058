#include <optional>

#include <fmt/format.h>

#include <weir/base/json_text.hpp>
#include <weir/domain/json_path.hpp>

namespace weir::domain {
namespace {

bool is_name_first(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_rest(char c) {
  return is_name_first(c) || is_digit(c);
}

class parser {
 public:
  explicit parser(std::string_view text) : text_(text) {}

  result<void> run(std::vector<json_path::step>& out) {
    if (text_.size() > json_path::most_bytes) {
      return fail(error_code::json_path_invalid,
                  fmt::format("{} bytes; at most {} are accepted", text_.size(), json_path::most_bytes));
    }
    if (!is_utf8(text_)) return fail(error_code::json_path_invalid, "not valid UTF-8");
    if (!take('$')) return wrong("a path starts with $");
    while (at_ < text_.size()) {
      if (out.size() == json_path::most_steps) {
        return wrong(fmt::format("at most {} steps are accepted", json_path::most_steps));
      }
      auto step = take('.') ? shorthand() : take('[') ? bracket() : wrong("expected . or [");
      if (!step) return std::unexpected(std::move(step.error()));
      out.push_back(std::move(*step));
    }
    return {};
  }

 private:
  using step_result = result<json_path::step>;

  std::unexpected<error> wrong(std::string_view why) const {
    return fail(error_code::json_path_invalid, fmt::format("at position {}: {}", at_, why));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  step_result shorthand() {
    const auto begin = at_;
    if (peek() == '.') return wrong("descendants (..) are not supported");
    if (peek() == '*') return wrong("wildcards are not supported");
    if (at_ == text_.size() || !is_name_first(peek())) return wrong("expected a member's name");
    while (at_ < text_.size() && is_name_rest(peek()))
      ++at_;
    if (at_ < text_.size() && peek() != '.' && peek() != '[') {
      return wrong("a name with other characters than letters, digits and _ is written ['name']");
    }
    return json_path::step(std::string(text_.substr(begin, at_ - begin)));
  }

  step_result bracket() {
    auto step = peek() == '\'' || peek() == '"' ? quoted() : index();
    if (step && !take(']')) return wrong("expected ]");
    return step;
  }

  step_result index() {
    const auto begin = at_;
    if (peek() == '*' || peek() == '?' || peek() == ':')
      return wrong("wildcards, filters and slices are not supported");
    if (peek() == '-') return wrong("indexes from the end are not supported");
    std::uint64_t value = 0;
    while (at_ < text_.size() && is_digit(peek()) && value <= INT32_MAX) {
      value = value * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
    }
    if (at_ == begin) return wrong("expected an index or a quoted name");
    if (value > INT32_MAX) return wrong("the index is too large");
    if (text_[begin] == '0' && at_ - begin > 1) return wrong("an index has no leading zero");
    return json_path::step(static_cast<std::uint32_t>(value));
  }

  step_result quoted() {
    const char quote = text_[at_++];
    std::string name;
    while (true) {
      if (at_ == text_.size()) return wrong("the quote is not closed");
      const char c = text_[at_++];
      if (c == quote) return json_path::step(std::move(name));
      if (static_cast<unsigned char>(c) < 0x20) return wrong("a control character is written as an escape");
      if (c != '\\') {
        name += c;
        continue;
      }
      if (!escape(quote, name)) return wrong("the escape is not one of JSON's");
    }
  }

  bool escape(char quote, std::string& name) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_++];
    switch (c) {
      case '\\':
      case '/':
        name += c;
        return true;
      case 'b':
        name += '\b';
        return true;
      case 'f':
        name += '\f';
        return true;
      case 'n':
        name += '\n';
        return true;
      case 'r':
        name += '\r';
        return true;
      case 't':
        name += '\t';
        return true;
      case 'u':
        return unicode_escape(name);
      default:
        name += c;
        return c == quote;
    }
  }

  bool unicode_escape(std::string& name) {
    auto unit = four_hex();
    if (!unit || (*unit >= 0xdc00 && *unit < 0xe000)) return false;
    if (*unit >= 0xd800 && *unit < 0xdc00) {
      if (!take('\\') || !take('u')) return false;
      const auto low = four_hex();
      if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
      *unit = 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00);
    }
    append_utf8(name, *unit);
    return true;
  }

  std::optional<std::uint32_t> four_hex() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = hex_value(text_[at_++]);
      if (digit < 0) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_shorthand(std::string_view name) {
  if (name.empty() || !is_name_first(name[0])) return false;
  for (char c : name) {
    if (!is_name_rest(c)) return false;
  }
  return true;
}

// RFC 9535 §2.7, normalized paths.
void append_normalized(std::string& out, std::string_view name) {
  out += "['";
  for (char c : name) {
    switch (c) {
      case '\'':
        out += "\\'";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += "']";
}

}  // namespace

result<json_path> json_path::parse(std::string_view text) {
  json_path out;
  if (auto parsed = parser(text).run(out.steps_); !parsed) return std::unexpected(std::move(parsed.error()));
  return out;
}

std::string json_path::text() const {
  std::string out = "$";
  for (const auto& s : steps_) {
    if (const auto* i = std::get_if<std::uint32_t>(&s)) {
      out += fmt::format("[{}]", *i);
    } else if (const auto& name = std::get<std::string>(s); is_shorthand(name)) {
      out += '.';
      out += name;
    } else {
      append_normalized(out, name);
    }
  }
  return out;
}

}  // namespace weir::domain
