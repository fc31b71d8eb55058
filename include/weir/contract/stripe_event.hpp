// An event of Stripe (docs.stripe.com/api/events, docs.stripe.com/event-destinations for thin ones), as far as every
// event has it. Read tolerantly: its other members are those of whatever API version wrote it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {

struct stripe_event {
  std::string id;           // evt_…
  std::string type;         // "payment_intent.succeeded"
  std::string api_version;  // that fixes the shape of its object; empty when it says none
  timestamp created;        // events of one object do not arrive in this order, and several can have the same second
  bool live = false;
  bool thin = false;      // carries no object, only what it is about
  std::string object_id;  // what it is about, or empty
  // The payment intent that the object is or belongs to, or empty: what ties a charge, a refund or a dispute to it.
  std::string intent;
};

inline constexpr std::size_t most_stripe_bytes = 1024 * 1024;

// Error, permanent: webhook_body_malformed, when it is no JSON object or lacks id, type, created or livemode.
result<stripe_event> read_stripe_event(std::string_view body);

// The whole event as JSON; texts are as long as Stripe has them. Errors: as json_document::parse.
result<json_document> parse_stripe(std::string_view body);

// A member that is an id, or the object with that id when it was expanded; empty when it is neither.
std::string stripe_reference(const json_value& object, std::string_view member);

}  // namespace weir::contract
