#include <algorithm>

#include <weir/domain/payment_provider.hpp>

namespace weir::domain {
namespace {

bool has_length(std::string_view secret) {
  return secret.size() >= least_provider_secret && secret.size() <= most_provider_secret;
}

bool is_visible(char c) {
  return c > ' ' && c <= '~';
}

bool is_of_a_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

result<void> check_signing_secret(std::string_view secret) {
  const auto refused = [](const char* why) { return fail(error_code::payment_provider_secret_refused, why); };
  if (!secret.starts_with("whsec_")) return refused("A signing secret of Stripe begins with whsec_.");
  if (!has_length(secret)) return refused("A signing secret has 8 to 255 characters.");
  if (!std::ranges::all_of(secret, is_visible)) return refused("A signing secret is plain ASCII without blanks.");
  return {};
}

result<void> check_provider_key(std::string_view key, bool live) {
  const auto refused = [](const char* why) { return fail(error_code::payment_provider_key_refused, why); };
  if (!key.starts_with("sk_") && !key.starts_with("rk_"))
    return refused("A key of Stripe's API begins with sk_ or rk_.");
  const auto mode = key.substr(3);
  if (!mode.starts_with("live_") && !mode.starts_with("test_"))
    return refused("A key of Stripe's API says live or test behind its first underscore.");
  if (mode.starts_with("live_") != live)
    return refused(live ? "This is a key of the test mode, and the account is live."
                        : "This is a live key, and the account is one for tests.");
  if (!has_length(key) || mode.size() == 5) return refused("A key of Stripe's API has 9 to 255 characters.");
  if (!std::ranges::all_of(key, is_of_a_key))
    return refused("A key of Stripe's API is letters, digits and underscores.");
  return {};
}

}  // namespace weir::domain
