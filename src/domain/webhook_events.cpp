#include <algorithm>
#include <array>

#include <weir/domain/webhook_events.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_bytes = 128;
constexpr std::string_view everything = "*";
constexpr std::string_view whole_family = ".*";

// What concerns persons, analysts and the installation itself stays with the platform.
constexpr std::array<std::string_view, 18> families{
    "api_key", "billing_profile", "budget",       "collection", "coupon",  "credit",
    "dispute", "invitation",      "invoice",      "membership", "payment", "payment_method",
    "refund",  "subject_alias",   "subscription", "tenant",     "usage",   "webhook_endpoint"};
constexpr std::array<std::string_view, 2> of_providers{"stripe.", "paypal."};

bool is_name(std::string_view text) {
  bool in_part = false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!letter && (c != '.' || !in_part)) return false;
    in_part = letter;
  }
  return in_part;
}

}  // namespace

bool is_event_pattern(std::string_view text) {
  if (text.size() > most_bytes) return false;
  if (text == everything) return true;
  if (text.ends_with(whole_family)) text.remove_suffix(whole_family.size());
  return is_name(text);
}

bool fits_event_pattern(std::string_view pattern, std::string_view type) {
  if (pattern == everything) return true;
  if (!pattern.ends_with(whole_family)) return pattern == type;
  pattern.remove_suffix(1);  // the dot stays: "invoice.*" is not told of "invoices.made"
  return type.starts_with(pattern);
}

bool is_of_provider(std::string_view type) {
  return std::ranges::any_of(of_providers, [&](std::string_view provider) { return type.starts_with(provider); });
}

bool is_told_to_tenants(std::string_view type) {
  return std::ranges::find(families, type.substr(0, type.find('.'))) != families.end();
}

}  // namespace weir::domain
