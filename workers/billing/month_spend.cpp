#include <algorithm>
#include <utility>

#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/month_spend.hpp>

#include <weir/postgres/invoices.hpp>

namespace weir::billing {

result<money> month_spend::read(currency c, timestamp from, timestamp to) {
  auto total = postgres::invoices::issued_total(in_, tenant_.number, c.code(), from, to);
  if (!total) return total;
  auto ended = is_billed_until(to);
  if (!ended) return std::unexpected(ended.error());
  if (*ended) return total;
  auto with = unbilled(to);
  if (!with) return std::unexpected(with.error());
  const auto found = (*with)->find(c);
  if (found == (*with)->end()) return total;
  total = add(*total, found->second);
  if (!total) return total;
  // Until the month before is billed, what is open has it too.
  auto begun = is_billed_until(from);
  if (!begun) return std::unexpected(begun.error());
  if (*begun) return total;
  auto before = unbilled(from);
  if (!before) return std::unexpected(before.error());
  const auto older = (*before)->find(c);
  return older == (*before)->end() ? total : subtract(*total, older->second);
}

// Drafts are made anew, so what they bill is open.
result<bool> month_spend::is_billed_until(timestamp t) {
  if (!state_) {
    auto state = postgres::billing_states::find(in_, tenant_.number);
    if (!state) return std::unexpected(state.error());
    auto drafts = postgres::invoices::drafts(in_, {&tenant_.number, 1});
    if (!drafts) return std::unexpected(drafts.error());
    for (const auto& draft : *drafts)
      oldest_draft_ = std::min(oldest_draft_.value_or(draft.as_of), draft.as_of);
    state_ = std::move(*state);
  }
  if (!*state_) return true;
  return (*state_)->next_at > t && (!oldest_draft_ || *oldest_draft_ > t);
}

result<const month_spend::by_currency*> month_spend::unbilled(timestamp as_of) {
  if (const auto known = unbilled_.find(as_of); known != unbilled_.end()) return &known->second;
  auto inputs = gather_inputs(in_, tenant_, as_of);
  if (!inputs) return std::unexpected(inputs.error());
  by_currency out;
  for (const auto& from : inputs->currencies) {
    auto made = reckon_invoices(from.inputs);
    if (!made) return std::unexpected(made.error());
    money sum;
    for (const auto& invoice : made->invoices) {
      auto more = add(sum, invoice.totals.total);
      if (!more) return std::unexpected(more.error());
      sum = *more;
    }
    out.emplace(from.inputs.currency, sum);
  }
  return &unbilled_.emplace(as_of, std::move(out)).first->second;
}

}  // namespace weir::billing
