// The transition table of invoices, cell by cell.
#include <doctest/doctest.h>

#include <weir/billing/invoice_state.hpp>

using namespace weir::billing;
using state = invoice_state;
using step = invoice_step;

namespace {

constexpr state states[] = {state::draft,         state::finalized, state::past_due, state::paid,
                            state::uncollectible, state::voided,    state::discarded};
constexpr step steps[] = {step::finalize, step::discard, step::pay, step::miss, step::give_up, step::annul};
constexpr std::optional<state> none;

}  // namespace

TEST_CASE("every cell of the invoice table") {
  // In the order of `steps`.
  constexpr std::optional<state> table[std::size(states)][std::size(steps)] = {
      /* draft         */ {state::finalized, state::discarded, none, none, none, none},
      /* finalized     */ {none, none, state::paid, state::past_due, state::uncollectible, state::voided},
      /* past_due      */ {none, none, state::paid, none, state::uncollectible, state::voided},
      /* paid          */ {none, none, none, none, none, none},
      /* uncollectible */ {none, none, state::paid, none, none, state::voided},
      /* void          */ {none, none, none, none, none, none},
      /* discarded     */ {none, none, none, none, none, none},
  };
  for (std::size_t s = 0; s < std::size(states); ++s) {
    for (std::size_t b = 0; b < std::size(steps); ++b) {
      CAPTURE(name(states[s]));
      CAPTURE(name(steps[b]));
      CHECK(next_state(states[s], steps[b]) == table[s][b]);
    }
  }
}

TEST_CASE("states of an invoice have the names that are stored") {
  constexpr std::string_view names[] = {"draft", "finalized", "past_due", "paid", "uncollectible", "void", "discarded"};
  for (std::size_t i = 0; i < std::size(states); ++i) {
    CHECK(name(states[i]) == names[i]);
    CHECK(invoice_state_from_name(names[i]) == states[i]);
  }
  for (std::string_view other : {"", "voided", "open", "Draft", "draft "})
    CHECK_FALSE(invoice_state_from_name(other));
}

TEST_CASE("steps of an invoice have names of their own") {
  constexpr std::string_view names[] = {"finalize", "discard", "pay", "miss", "give_up", "annul"};
  for (std::size_t i = 0; i < std::size(steps); ++i)
    CHECK(name(steps[i]) == names[i]);
}
