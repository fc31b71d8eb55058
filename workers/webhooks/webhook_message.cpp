#include <array>

#include <workers/webhooks/webhook_message.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/contract/topics.hpp>

namespace weir::webhooks {
namespace {

constexpr std::string_view message_prefix = "msg_";

}  // namespace

std::string message_id(std::string_view event_id) {
  const std::array<std::string_view, 1> cause{event_id};
  return contract::derived_id(message_prefix, cause);
}

// The message and its data are two objects that end together.
std::string with_provider_event(std::string_view message, std::string_view event) {
  constexpr std::string_view ends = "}}";
  WEIR_ASSERT(message.ends_with(ends), "data is the last member of a message");
  std::string out(message.substr(0, message.size() - ends.size()));
  return out.append(R"(,"event":)").append(event).append(ends);
}

std::optional<webhook_message> read_message(const stream::record& r) {
  if (r.find(contract::frame_header) != contract::frame_version) return std::nullopt;
  auto e = contract::decode_announced_event(r.value);
  if (!e) return std::nullopt;
  const auto type = contract::event_type_from_name(e->type);
  if (!type) return std::nullopt;
  auto data = contract::part_object(e->data, contract::personal_members(*type));
  if (!data) return std::nullopt;
  webhook_message out;
  out.id = message_id(e->id);
  out.partition = r.partition;
  if (e->tenant) out.tenant_id = e->tenant->text();
  if (type == contract::event_type::webhook_endpoint_tested) out.only_to = e->subject;
  contract::json_writer w(data->rest.size() + 256);
  out.type = std::move(e->type);
  if (type == contract::event_type::provider_event_received) {
    auto named = contract::json_document::parse(e->data);
    if (!named) return std::nullopt;
    out.type =
        contract::told_type(named->root().text("provider").value_or(""), named->root().text("type").value_or(""));
    out.provider_event = e->subject;
  }
  w.begin_object().member("type", out.type).member("timestamp", e->time).key("tenant_id");
  if (e->tenant) {
    w.text(out.tenant_id);
  } else {
    w.null();
  }
  out.body = w.member("subject", e->subject).key("data").raw(data->rest).end_object().take();
  return out;
}

}  // namespace weir::webhooks
