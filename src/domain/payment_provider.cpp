#include <algorithm>

#include <weir/domain/payment_provider.hpp>

namespace weir::domain {
namespace {

bool is_of_a_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

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
  if (key.size() > most_provider_key || mode.size() == 5)
    return refused("A key of Stripe's API has 9 to 255 characters.");
  if (!std::ranges::all_of(key, is_of_a_key))
    return refused("A key of Stripe's API is letters, digits and underscores.");
  return {};
}

}  // namespace weir::domain
