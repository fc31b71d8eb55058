#include <algorithm>
#include <string>

#include <weir/base/json_text.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/password.hpp>

namespace weir::domain {
namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace

std::vector<error> check_password(std::string_view password, std::string_view email, std::string_view pointer) {
  draft_checks checks;
  const auto refuse = [&](std::string_view detail) { checks.problem(error_code::password_weak, pointer, detail); };
  if (password.size() > most_password_bytes) {
    refuse("at most 1024 bytes");
    return checks.take();
  }
  if (!is_utf8(password) || password.contains('\0')) {
    refuse("not valid UTF-8");
    return checks.take();
  }
  if (characters(password) < least_password_characters) refuse("at least 12 characters");
  if (!email.empty() && std::ranges::equal(password, email, {}, folded)) refuse("not the e-mail address");
  return checks.take();
}

}  // namespace weir::domain
