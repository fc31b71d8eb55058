#include <weir/contract/media_type.hpp>
#include <weir/contract/topics.hpp>

namespace weir::contract {
namespace {

constexpr header_contract usage_headers[] = {
    {frame_header, true},        {tenant_header, true},       {request_header, true},  {received_header, true},
    {content_type_header, true}, {traceparent_header, false}, {redrive_header, false}, {history_header, false},
};

constexpr header_contract command_headers[] = {
    {frame_header, true},    {tenant_header, false},      {request_header, true},
    {received_header, true}, {content_type_header, true}, {traceparent_header, false},
};

constexpr header_contract payment_headers[] = {
    {frame_header, true},   {provider_header, true}, {account_header, true},      {source_header, true},
    {request_header, true}, {received_header, true}, {content_type_header, true}, {traceparent_header, false},
};

constexpr header_contract event_headers[] = {
    {frame_header, true}, {tenant_header, false},      {content_type_header, true},
    {seq_header, true},   {traceparent_header, false},
};

// Only grows at its end: receipts carry the position.
constexpr topic_contract contracts[] = {
    {usage_topic, cloudevent_batch_type, usage_headers},
    {commands_topic, cloudevent_type, command_headers},
    {payments_topic, json_type, payment_headers},
    {events_topic, cloudevent_type, event_headers},
};

}  // namespace

std::span<const topic_contract> topic_contracts() {
  return contracts;
}

std::optional<std::size_t> topic_number(std::string_view topic) {
  for (std::size_t i = 0; i < std::size(contracts); ++i) {
    if (contracts[i].name == topic) return i;
  }
  return std::nullopt;
}

}  // namespace weir::contract
