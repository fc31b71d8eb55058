#include <workers/payments/postgres_payments_store.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::payments {
namespace {

using postgres::provider_event_row;

// Nothing when the door, perhaps of a later program, let through what this one does not read as an event.
std::optional<provider_event_row> row_of(const arrived_webhook& w) {
  auto event = contract::read_provider_event(w.record.provider, w.record.body);
  if (!event) {
    log::error("a webhook of a payment provider cannot be read and is left out",
               {{"partition", w.partition}, {"offset", w.offset}, {"error", event.error()}});
    return std::nullopt;
  }
  provider_event_row out;
  out.id = postgres::provider_events::id_of(w.record.provider, event->id);
  out.payment_provider_id = w.record.account.text();
  out.provider = w.record.provider;
  out.event_id = std::move(event->id);
  out.type = std::move(event->type);
  out.object_id = std::move(event->object_id);
  out.related_id = std::move(event->related_id);
  out.api_version = std::move(event->api_version);
  out.occurred_at = event->occurred_at;
  out.received_at = w.record.received_at;
  out.source = contract::name(w.record.source);
  out.body = w.record.body;
  return out;
}

// Without the body, which can tell who somebody is: that stays in the inbox.
result<void> announce(postgres::executor& in, const provider_event_row& e) {
  contract::domain_event out;
  out.type = contract::event_type::provider_event_received;
  out.id = contract::event_id(e.id, 1, out.type);
  out.time = e.received_at;
  out.subject = e.id;
  out.principal = "provider:" + e.provider;
  contract::json_writer w(384);
  w.begin_object().member("id", e.id).member("payment_provider_id", e.payment_provider_id);
  w.member("provider", e.provider).member("event_id", e.event_id).member("type", e.type);
  w.member("object_id", e.object_id).member("occurred_at", e.occurred_at).member("source", e.source);
  out.data = w.end_object().take();
  auto said = postgres::outbox::append(in, out);
  if (!said) return std::unexpected(said.error());
  return {};
}

}  // namespace

result<std::int64_t> postgres_payments_store::write(stream::transaction& tx,
                                                    const std::vector<arrived_webhook>& webhooks) {
  auto& in = postgres::flush_transaction::of(tx).connection();
  std::vector<provider_event_row> arrived;
  for (const auto& w : webhooks) {
    if (auto row = row_of(w)) arrived.push_back(std::move(*row));
  }
  auto stored = postgres::provider_events::store(in, arrived);
  if (!stored) return std::unexpected(stored.error());
  for (const auto& e : *stored) {
    if (auto said = announce(in, e); !said) return std::unexpected(said.error());
  }
  return std::ssize(*stored);
}

}  // namespace weir::payments
