// draft → finalized → paid | past_due | void | uncollectible. A finalized invoice never changes but for its state.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::billing {

enum class invoice_state : std::uint8_t { draft, finalized, past_due, paid, uncollectible, voided, discarded };
enum class invoice_step : std::uint8_t {
  finalize,
  discard,  // a draft that is made anew
  pay,      // all that is due
  miss,     // the due date has passed
  give_up,  // nobody expects the money any more
  annul,    // it should not have been issued; its charges are billed anew
};

std::string_view name(invoice_state s);  // "void" for voided
std::optional<invoice_state> invoice_state_from_name(std::string_view text);
std::string_view name(invoice_step s);

// The transition table. Nothing: refused. Money that was paid comes back by a credit note, so what is paid stays paid.
std::optional<invoice_state> next_state(invoice_state from, invoice_step by);

}  // namespace weir::billing
