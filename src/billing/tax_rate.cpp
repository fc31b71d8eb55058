#include <weir/billing/tax.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {

result<unit_price> parse_rate(std::string_view text) {
  constexpr int128 millionth = 1'000'000;  // of what unit_price counts
  auto rate = unit_price::parse(text);
  if (!rate) return rate;
  if (*rate > unit_price::one()) return fail(error_code::rate_too_large);
  if (rate->units() % millionth != 0)
    return fail(error_code::decimal_too_precise, "a rate has at most 6 digits after the point");
  return rate;
}

std::expected<tax_rate, std::vector<error>> make_tax_rate(const tax_rate_draft& draft) {
  domain::draft_checks checks;
  if (!domain::is_slug(draft.code))
    checks.problem(error_code::validation_failed, "/code", "a code is a-z, 0-9 and single _ between them, at most 64");
  checks.text("/name", draft.name, 1, 255);
  checks.text("/jurisdiction", draft.jurisdiction, 1, 64);
  auto rate = parse_rate(draft.rate);
  if (!rate) checks.problem(rate.error().code, "/rate", rate.error().detail);
  if (checks.failed()) return std::unexpected(checks.take());
  return tax_rate{draft.code, draft.name, draft.jurisdiction, *rate};
}

}  // namespace weir::billing
