// How far a payment, a refund and a dispute have come, by what a payment provider says, which arrives twice, late and
// in any order.
//
// Money that came in never goes away again by an older message: "succeeded" stands above the order of time. Of two that
// are of the same second, as providers do not say more, the one that is further on counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/billing/money.hpp>

namespace weir::billing {

enum class heard : std::uint8_t {
  superseded,  // something newer is known
  known,       // as it is
  news,
};

enum class payment_state : std::uint8_t {
  open,        // waits for whoever pays
  processing,  // they have paid, the money is under way
  failed,      // declined; they may try again
  canceled,    // comes to nothing
  succeeded,   // the money is there
};
std::string_view name(payment_state s);
std::optional<payment_state> payment_state_from_name(std::string_view text);

struct payment_progress {
  payment_state state = payment_state::open;
  timestamp as_of{};           // when the latest of what was heard happened
  money received{};            // when it succeeded
  std::string failure_code{};  // when it failed
  std::string failure_message{};
  std::string advice_code{};          // what the provider says about trying again; empty: nothing
  std::string network_advice_code{};  // what the card's network says about it; empty: nothing

  bool operator==(const payment_progress&) const = default;
};

// Takes what a message says into what is known. In whatever order messages come, the same is known in the end.
heard hear(payment_progress& known, const payment_progress& said);

// Of a refund the last word counts: banks give money back that could not be paid out.
enum class refund_state : std::uint8_t { pending, succeeded, canceled, failed };
std::string_view name(refund_state s);
std::optional<refund_state> refund_state_from_name(std::string_view text);

struct refund_progress {
  refund_state state = refund_state::pending;
  timestamp as_of{};
  std::string failure_code{};

  bool operator==(const refund_progress&) const = default;
};
heard hear(refund_progress& known, const refund_progress& said);

// What was decided stays so: a bank that changes its mind opens another dispute.
enum class dispute_state : std::uint8_t { needs_response, under_review, won, lost };
std::string_view name(dispute_state s);
std::optional<dispute_state> dispute_state_from_name(std::string_view text);

struct dispute_progress {
  dispute_state state = dispute_state::needs_response;
  timestamp as_of{};
  std::optional<timestamp> respond_by{};

  bool operator==(const dispute_progress&) const = default;
};
heard hear(dispute_progress& known, const dispute_progress& said);

}  // namespace weir::billing
