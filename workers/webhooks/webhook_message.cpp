#include <array>

#include <workers/webhooks/webhook_message.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_members.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/topics.hpp>

namespace weir::webhooks {
namespace {

constexpr std::string_view message_prefix = "msg_";

}  // namespace

std::string message_id(std::string_view event_id) {
  const std::array<std::string_view, 1> cause{event_id};
  return contract::derived_id(message_prefix, cause);
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
  w.begin_object().member("type", e->type).member("timestamp", e->time).key("tenant_id");
  if (e->tenant) {
    w.text(out.tenant_id);
  } else {
    w.null();
  }
  out.body = w.member("subject", e->subject).key("data").raw(data->rest).end_object().take();
  out.type = std::move(e->type);
  return out;
}

}  // namespace weir::webhooks
