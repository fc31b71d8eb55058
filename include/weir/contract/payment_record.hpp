// One record of weir.payments: a verified webhook body of a payment provider, byte for byte, and where it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/log.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::contract {

inline constexpr std::string_view stripe_provider = "stripe";
inline constexpr std::string_view paypal_provider = "paypal";

enum class payment_source : std::uint8_t {
  webhook,  // it sent it
  sweep,    // found in its own list of events
};
std::string_view name(payment_source s);

struct payment_record {
  std::string provider;  // "stripe", "paypal"
  payment_provider_id account;
  payment_source source = payment_source::webhook;
  timestamp received_at;  // of the body: what its signature's age was measured against
  std::string body;
};

// To the bucket of the account.
stream::outgoing_record write_payment_record(payment_record what, request_id request, std::int32_t partitions,
                                             std::string_view traceparent);

// Errors, permanent: record_frame_unknown, record_malformed.
result<payment_record> read_payment_record(const stream::record& r);

}  // namespace weir::contract
