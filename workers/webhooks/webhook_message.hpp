// What an announcement says to webhook endpoints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/stream/log.hpp>

namespace weir::webhooks {

// Follows from the id of the event that it is about.
std::string message_id(std::string_view event_id);

struct webhook_message {
  std::string id;                // "msg_…", follows from the event's id
  std::string tenant_id;         // "ten_…", or empty: the platform's
  std::string type;              // "invoice.paid"; "stripe.invoice.paid" of a payment provider's
  std::string body;              // as it is sent: type, timestamp, tenant_id, subject, data
  std::string only_to;           // the endpoint whose test this is, or empty: all who want it
  std::int32_t partition = 0;    // of the record
  std::string provider_event{};  // pve_… of the inbox that it is about, whose body goes into data; or empty
};

// `message` with the event of a payment provider, as it came, as the last member of its data.
std::string with_provider_event(std::string_view message, std::string_view event);

// Data without the members that can tell who somebody is, and without how it was before: receivers are other systems,
// out of reach of an erasure. Nothing when the record cannot be read, or is of a type that this program does not know,
// of which it is not known what may leave: the audit trail has it in the open.
std::optional<webhook_message> read_message(const stream::record& r);

}  // namespace weir::webhooks
