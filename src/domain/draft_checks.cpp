#include <algorithm>

#include <fmt/format.h>

#include <weir/base/json_text.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::domain {

void draft_checks::problem(error_code code, std::string_view pointer, std::string_view detail) {
  errors_.emplace_back(code, std::string(detail.empty() ? title(code) : detail), std::string(pointer));
}

void draft_checks::text(std::string_view pointer, std::string_view text, std::size_t least, std::size_t most,
                        line_breaks breaks) {
  const auto refuse = [&](std::string_view detail) { problem(error_code::validation_failed, pointer, detail); };
  if (text.size() < least) return refuse(text.empty() ? "must not be empty" : fmt::format("at least {} bytes", least));
  if (text.size() > most) return refuse(fmt::format("{} bytes; at most {} are accepted", text.size(), most));
  if (!is_utf8(text)) return refuse("not valid UTF-8");
  std::string plain(text);
  if (breaks == line_breaks::allowed) std::erase_if(plain, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  if (has_control(plain)) return refuse("control characters are not accepted");
}

std::string escape_pointer_token(std::string_view token) {
  std::string out;
  out.reserve(token.size());
  for (char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace weir::domain
