#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/billing/discount.hpp>
#include <weir/billing/share.hpp>

namespace weir::billing {
namespace {

class applier {
 public:
  applier(const std::vector<discountable>& lines, currency c) : lines_(lines), currency_(c) {
    for (const auto& l : lines)
      left_.push_back(l.amount);
  }

  result<void> apply(std::size_t number, const discount& d) {
    if (const auto* rate = std::get_if<unit_price>(&d.value)) return apply_rate(number, d, *rate);
    return apply_amount(number, d, std::get<money>(d.value));
  }

  std::vector<line_discount> take() { return std::move(out_); }

 private:
  bool is_meant(const discount& d, std::size_t line) const {
    if (left_[line] <= money{}) return false;
    return d.prices.empty() || std::ranges::find(d.prices, lines_[line].price) != d.prices.end();
  }

  result<void> apply_rate(std::size_t number, const discount& d, unit_price rate) {
    WEIR_ASSERT(rate <= unit_price::one(), "a coupon takes no more than all of it");
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_meant(d, i)) continue;
      auto off =
          exact_amount::product(left_[i], currency_, rate).round(currency_, currency_.digits(), rounding::half_up);
      if (!off) return std::unexpected(off.error());
      add(number, i, *off);
    }
    return {};
  }

  result<void> apply_amount(std::size_t number, const discount& d, money amount) {
    WEIR_ASSERT(amount >= money{}, "a coupon that is used up has nothing left");
    money sum;
    std::vector<std::size_t> meant;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_meant(d, i)) continue;
      auto more = billing::add(sum, left_[i]);
      if (!more) return std::unexpected(more.error());
      sum = *more;
      meant.push_back(i);
    }
    const auto total = std::min(amount, sum);
    std::int64_t from = 0;
    for (auto i : meant) {
      const auto to = from + left_[i].minor;
      const auto part = static_cast<std::int64_t>(cut_units(total.minor, {from, to, sum.minor}));
      from = to;
      add(number, i, {part});
    }
    return {};
  }

  void add(std::size_t number, std::size_t line, money off) {
    if (off == money{}) return;
    left_[line].minor -= off.minor;
    out_.push_back({line, number, off});
  }

  const std::vector<discountable>& lines_;
  currency currency_;
  std::vector<money> left_;
  std::vector<line_discount> out_;
};

}  // namespace

result<std::vector<line_discount>> apply_discounts(const std::vector<discountable>& lines,
                                                   const std::vector<discount>& discounts, currency c) {
  applier a(lines, c);
  for (std::size_t i = 0; i < discounts.size(); ++i) {
    if (auto done = a.apply(i, discounts[i]); !done) return std::unexpected(done.error());
  }
  return a.take();
}

}  // namespace weir::billing
