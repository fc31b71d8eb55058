#include <algorithm>

#include <fmt/format.h>

#include <weir/billing/billing_profile.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

constexpr std::size_t most_vatex_bytes = 64;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class profile_checks {
 public:
  explicit profile_checks(const billing_profile& p) : p_(p) {}

  std::vector<error> take() {
    if (!p_.issuer_code.empty() && !domain::is_slug(p_.issuer_code)) refuse("/issuer", "the code of an issuer");
    check_party(checks_, "/buyer", p_.buyer, false);
    range("/billing_day", p_.billing_day, 1, 31);
    check_taxes();
    if (p_.finalize != "automatic" && p_.finalize != "by_hand")
      refuse("/finalize", "accepted are automatic and by_hand");
    range("/grace_hours", p_.grace_hours, 0, 240);
    if (p_.most_lines && *p_.most_lines < 1) refuse("/most_lines", "at least 1");
    if (p_.most_amount && *p_.most_amount < money{}) refuse("/most_amount_minor", "at least 0");
    return checks_.take();
  }

 private:
  void refuse(std::string_view pointer, std::string_view detail) {
    checks_.problem(error_code::validation_failed, pointer, detail);
  }

  void range(std::string_view pointer, std::int32_t value, std::int32_t least, std::int32_t most) {
    if (value < least || value > most) refuse(pointer, fmt::format("{} to {}", least, most));
  }

  void check_taxes() {
    if (p_.tax_rates.size() > billing_profile::most_tax_rates)
      refuse("/tax_rates", fmt::format("at most {}", billing_profile::most_tax_rates));
    for (std::size_t i = 0; i < p_.tax_rates.size(); ++i) {
      const auto first = std::ranges::find(p_.tax_rates, p_.tax_rates[i]) - p_.tax_rates.begin();
      if (first != static_cast<std::ptrdiff_t>(i)) refuse(fmt::format("/tax_rates/{}", i), "the rate stands twice");
    }
    checks_.text("/exemption_reason", p_.exemption_reason, 0, 255);
    if (!p_.exemption_code.empty() && !is_vatex(p_.exemption_code))
      refuse("/exemption_code", "a code of the list VATEX, such as VATEX-EU-AE");
    if (p_.tax_rates.empty()) return;
    constexpr std::string_view why = "who is exempt has no tax rates";
    if (!p_.exemption_reason.empty()) refuse("/exemption_reason", why);
    if (!p_.exemption_code.empty()) refuse("/exemption_code", why);
  }

  const billing_profile& p_;
  domain::draft_checks checks_;
};

}  // namespace

bool is_vatex(std::string_view text) {
  constexpr std::string_view start = "VATEX-";
  if (!text.starts_with(start) || text.size() > most_vatex_bytes) return false;
  text.remove_prefix(start.size());
  if (text.size() < 4 || !is_upper(text[0]) || !is_upper(text[1]) || text[2] != '-') return false;
  text.remove_prefix(3);
  if (text.front() == '-' || text.back() == '-' || text.contains("--")) return false;
  return std::ranges::all_of(text, [](char c) { return is_upper(c) || is_digit(c) || c == '-'; });
}

std::vector<error> check_profile(const billing_profile& p) {
  return profile_checks(p).take();
}

}  // namespace weir::billing
