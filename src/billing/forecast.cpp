#include <algorithm>
#include <limits>

#include <weir/base/assert.hpp>
#include <weir/base/fixed_point.hpp>
#include <weir/billing/forecast.hpp>

namespace weir::billing {
namespace {

// n × times ÷ by, toward zero; n = q × by + r, so that no product leaves 128 bits before the result does.
std::optional<int128> scaled(int128 n, std::int64_t times, std::int64_t by) {
  int128 whole = 0;
  if (__builtin_mul_overflow(n / by, int128{times}, &whole)) return std::nullopt;
  return whole + n % by * times / by;
}

// Not negative, any of them; `up` or down.
result<money> share_of(money forecast, const past_month& m, bool up) {
  if (m.forecast.minor == 0) return add(forecast, m.actual);
  const auto product = int128{forecast.minor} * m.actual.minor;
  const auto amount = (product + (up ? m.forecast.minor - 1 : 0)) / m.forecast.minor;
  if (amount > std::numeric_limits<std::int64_t>::max()) return fail(error_code::amount_overflow);
  return money{static_cast<std::int64_t>(amount)};
}

}  // namespace

result<usage> at_the_same_rate(const usage& seen, const seen_part& part) {
  WEIR_ASSERT(part.seen_ns > 0, "nothing goes on that was not seen");
  const auto units = scaled(seen.quantity.units(), part.whole_ns, part.seen_ns);
  const auto events = scaled(seen.events, part.whole_ns, part.seen_ns);
  if (!units || !events || *events > std::numeric_limits<std::int64_t>::max()) return fail(error_code::amount_overflow);
  const auto quantity = decimal::add(decimal::from_units(*units), decimal{});
  if (!quantity) return fail(error_code::amount_overflow);
  return usage{*quantity, static_cast<std::int64_t>(*events)};
}

result<std::optional<forecast_band>> band_of(money forecast, std::span<const past_month> past) {
  if (past.empty()) return std::nullopt;
  forecast_band out{forecast, forecast};
  for (const auto& m : past) {
    auto low = share_of(forecast, m, false);
    auto high = share_of(forecast, m, true);
    if (!low) return std::unexpected(low.error());
    if (!high) return std::unexpected(high.error());
    out.low = std::min(out.low, *low);
    out.high = std::max(out.high, *high);
  }
  return out;
}

std::optional<std::int64_t> thousandths_off(const past_month& m) {
  if (m.forecast.minor == 0) return m.actual.minor == 0 ? std::optional<std::int64_t>{0} : std::nullopt;
  const auto off = (int128{m.actual.minor} - m.forecast.minor) * 1000;
  const auto half = m.forecast.minor / 2;
  const auto rounded = (off + (off < 0 ? -half : half)) / m.forecast.minor;
  if (rounded > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

}  // namespace weir::billing
