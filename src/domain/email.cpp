#include <algorithm>

#include <weir/domain/email.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_local = 64;
constexpr std::size_t most_label = 63;
constexpr std::string_view atext = "!#$%&'*+-/=?^_`{|}~";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > most_local || text.front() == '.' || text.back() == '.') return false;
  if (text.contains("..")) return false;
  return std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '.' || atext.contains(c); });
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > most_label || text.front() == '-' || text.back() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_host(std::string_view text) {
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

result<std::string> normalize_email(std::string_view text) {
  if (text.size() >= email_limit) return fail(error_code::email_invalid, "an address has less than 255 characters");
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto at = out.rfind('@');
  if (at == std::string::npos) return fail(error_code::email_invalid, "an address is name@host");
  if (!is_local_part(std::string_view(out).substr(0, at)) || !is_host(std::string_view(out).substr(at + 1)))
    return fail(error_code::email_invalid, "an address is name@host in ASCII; of other letters the host's xn-- form");
  return out;
}

}  // namespace weir::domain
