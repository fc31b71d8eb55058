#include <algorithm>
#include <iterator>

#include <weir/billing/invoice_state.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view states[] = {"draft", "finalized", "past_due", "paid", "uncollectible", "void", "discarded"};
constexpr std::string_view steps[] = {"finalize", "discard", "pay", "miss", "give_up", "annul"};

using state = invoice_state;

}  // namespace

std::string_view name(invoice_state s) {
  return states[static_cast<std::size_t>(s)];
}

std::optional<invoice_state> invoice_state_from_name(std::string_view text) {
  const auto* found = std::ranges::find(states, text);
  if (found == std::end(states)) return std::nullopt;
  return static_cast<state>(found - std::begin(states));
}

std::string_view name(invoice_step s) {
  return steps[static_cast<std::size_t>(s)];
}

std::optional<invoice_state> next_state(invoice_state from, invoice_step by) {
  const bool asks_for_money = from == state::finalized || from == state::past_due || from == state::uncollectible;
  switch (by) {
    case invoice_step::finalize:
      if (from != state::draft) return std::nullopt;
      return state::finalized;
    case invoice_step::discard:
      if (from != state::draft) return std::nullopt;
      return state::discarded;
    case invoice_step::pay:
      if (!asks_for_money) return std::nullopt;
      return state::paid;
    case invoice_step::miss:
      if (from != state::finalized) return std::nullopt;
      return state::past_due;
    case invoice_step::give_up:
      if (from != state::finalized && from != state::past_due) return std::nullopt;
      return state::uncollectible;
    case invoice_step::annul:
      if (!asks_for_money) return std::nullopt;
      return state::voided;
  }
  return std::nullopt;
}

}  // namespace weir::billing
