// The topics of the log and the headers of their records. schemas/asyncapi.yaml says the same to others; a test
// compares.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace weir::contract {

// Names without the installation's prefix.
inline constexpr std::string_view usage_topic = "weir.usage";
inline constexpr std::string_view commands_topic = "weir.commands";
inline constexpr std::string_view payments_topic = "weir.payments";
inline constexpr std::string_view events_topic = "weir.events";

inline constexpr std::string_view frame_header = "weir-frame";        // version of the record's form
inline constexpr std::string_view tenant_header = "weir-tenant";      // ten_…
inline constexpr std::string_view request_header = "weir-request";    // req_…
inline constexpr std::string_view received_header = "weir-received";  // RFC 3339, milliseconds, the API's clock
inline constexpr std::string_view content_type_header = "content-type";
inline constexpr std::string_view traceparent_header = "traceparent";  // W3C trace context
inline constexpr std::string_view redrive_header = "weir-redrive-of";  // rej_…: this record sends that one again
inline constexpr std::string_view history_header = "weir-history";     // him_…: rows of an import of past usage
inline constexpr std::string_view seq_header = "weir-seq";             // gapless number in its events partition
inline constexpr std::string_view provider_header = "provider";        // of a verified webhook body
inline constexpr std::string_view account_header = "weir-account";     // ppr_…: the account that it came for
inline constexpr std::string_view source_header = "weir-source";       // how it came: webhook, sweep

inline constexpr std::string_view frame_version = "1";

struct header_contract {
  std::string_view name;
  bool required;
};

struct topic_contract {
  std::string_view name;
  std::string_view content_type;
  std::span<const header_contract> headers;
};

std::span<const topic_contract> topic_contracts();

// Stable numbers of topics in short tokens: the position in topic_contracts(). Nothing for another topic.
std::optional<std::size_t> topic_number(std::string_view topic);

}  // namespace weir::contract
