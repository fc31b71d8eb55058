// What a declined charge means for the next one of the same method.
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::billing {

enum class decline_advice : std::uint8_t {
  retry,      // it may work another day
  ask_payer,  // not before the payer has done something: authenticated, asked the bank, corrected it, chosen another
              // one
  never,      // lost, stolen, revoked, suspected: not to be charged again, and the reason is not told to the payer
};

std::string_view name(decline_advice a);

// By Stripe's decline code, or its error code when there is none, and by what the card's network advises; either may be
// empty. Of both, the network's advice counts, but for what is never to be charged again by either. Codes that are not
// known may work another day.
// https://docs.stripe.com/declines/codes, https://docs.stripe.com/declines/card (advice codes)
decline_advice advice_on(std::string_view decline_code, std::string_view advice_code = "");

}  // namespace weir::billing
