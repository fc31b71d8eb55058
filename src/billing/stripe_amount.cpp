#include <algorithm>
#include <array>
#include <cctype>

#include <weir/billing/stripe_amount.hpp>

namespace weir::billing {
namespace {

constexpr std::array<std::string_view, 2> two_zeros{"ISK", "UGX"};
constexpr std::string_view no_digits_there = "MGA";
constexpr std::array<std::string_view, 5> three_digits{"BHD", "JOD", "KWD", "OMR", "TND"};

// One of Weir's minor units is `times` of Stripe's, or `parts` of Weir's are one of Stripe's. Amounts there are
// multiples of `step`.
struct scale {
  std::int64_t times = 1;
  std::int64_t parts = 1;
  std::int64_t step = 1;
};

result<scale> scale_of(currency c) {
  const auto code = c.code();
  if (code == no_digits_there) return scale{.parts = 100};
  if (std::ranges::find(two_zeros, code) != two_zeros.end()) return scale{.times = 100, .step = 100};
  if (std::ranges::find(three_digits, code) != three_digits.end()) return scale{.step = 10};
  if (c.digits() > 2) return fail(error_code::payment_not_offered, "Stripe takes no " + std::string(code) + ".");
  return scale{};
}

}  // namespace

result<std::int64_t> to_stripe_amount(money m, currency c) {
  const auto by = scale_of(c);
  if (!by) return std::unexpected(by.error());
  std::int64_t out = 0;
  if (__builtin_mul_overflow(m.minor, by->times, &out)) return fail(error_code::amount_overflow);
  const auto least = std::max(by->parts, by->step);
  if (out % least != 0)
    return fail(error_code::payment_not_offered,
                "Stripe takes " + std::string(c.code()) + " in steps of " + text(money{least / by->times}, c) + ".");
  return out / by->parts;
}

result<money> from_stripe_amount(std::int64_t amount, currency c) {
  const auto by = scale_of(c);
  if (!by) return std::unexpected(by.error());
  if (amount % by->times != 0)
    return fail(error_code::decimal_too_precise, std::to_string(amount) + " is no amount of " + std::string(c.code()));
  money out;
  if (__builtin_mul_overflow(amount / by->times, by->parts, &out.minor)) return fail(error_code::amount_overflow);
  return out;
}

std::string stripe_currency(currency c) {
  std::string out(c.code());
  std::ranges::transform(out, out.begin(), [](unsigned char at) { return static_cast<char>(std::tolower(at)); });
  return out;
}

std::optional<currency> find_stripe_currency(std::string_view code) {
  std::string upper(code);
  std::ranges::transform(upper, upper.begin(), [](unsigned char at) { return static_cast<char>(std::toupper(at)); });
  return currency::find(upper);
}

}  // namespace weir::billing
