#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <workers/webhooks/event_attributes.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/domain/webhook_events.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/provider_events.hpp>
#include <weir/postgres/webhook_queue.hpp>

namespace weir::webhooks {
namespace {

using postgres::webhook_queue::listener;

constexpr std::string_view delivery_prefix = "whd_";
constexpr std::size_t most_object_bytes = 256;
constexpr std::int32_t outside_the_feed = -1;  // a test is its endpoint's alone

// `said`: the message as it is sent. A test comes whatever the filters are.
bool is_told(const listener& l, const webhook_message& m, event_attributes& said) {
  const bool is_theirs = !l.tenant_id || (*l.tenant_id == m.tenant_id && domain::is_told_to_tenants(m.type));
  if (!m.only_to.empty()) return is_theirs && l.id == m.only_to;
  const bool is_wanted = is_theirs && std::ranges::any_of(l.event_types, [&](const std::string& pattern) {
                           return domain::fits_event_pattern(pattern, m.type);
                         });
  return is_wanted &&
         domain::fits_event_filters(l.filters, [&](std::string_view path) { return said.values_at(path); });
}

// What is in order: a provider's object, else what the event is about. Empty: nothing that has a name.
std::string object_of(const webhook_message& m, event_attributes& said) {
  auto named = m.provider_event.empty() ? std::vector<std::string>() : said.values_at("data.event.data.object.id");
  if (named.empty()) named = said.values_at("subject");
  return named.empty() || named.front().size() > most_object_bytes ? std::string() : std::move(named.front());
}

// By id. What the inbox no longer has is told without it.
result<std::map<std::string, std::string>> provider_events_of(postgres::executor& in,
                                                              const std::vector<webhook_message>& messages) {
  std::vector<std::string> ids;
  for (const auto& m : messages)
    if (!m.provider_event.empty()) ids.push_back(m.provider_event);
  if (ids.empty()) return {};
  return postgres::provider_events::bodies(in, ids);
}

std::vector<std::string> tenants_of(const std::vector<webhook_message>& messages) {
  std::set<std::string> out;
  for (const auto& m : messages)
    if (!m.tenant_id.empty()) out.insert(m.tenant_id);
  return {out.begin(), out.end()};
}

}  // namespace

result<std::int64_t> postgres_webhooks_store::write(stream::transaction& tx,
                                                    const std::vector<webhook_message>& messages) {
  auto& in = postgres::flush_transaction::of(tx).connection();
  auto listeners = postgres::webhook_queue::listeners(in, tenants_of(messages));
  if (!listeners) return std::unexpected(listeners.error());
  auto events = provider_events_of(in, messages);
  if (!events) return std::unexpected(events.error());
  std::vector<postgres::webhook_queue::new_message> kept;
  std::vector<postgres::webhook_queue::new_delivery> deliveries;
  for (const auto& m : messages) {
    const auto before = deliveries.size();
    const auto event = events->find(m.provider_event);
    auto body = event == events->end() ? m.body : with_provider_event(m.body, event->second);
    event_attributes said(body);
    for (const auto& l : *listeners) {
      if (!is_told(l, m, said)) continue;
      const std::array<std::string_view, 2> cause{l.id, m.id};
      deliveries.push_back({contract::derived_id(delivery_prefix, cause), m.id, l.number,
                            l.ordered ? object_of(m, said) : std::string()});
    }
    const bool in_feed = m.only_to.empty();
    if (!in_feed && deliveries.size() == before) continue;
    auto tenant = m.tenant_id.empty() ? std::nullopt : std::optional(m.tenant_id);
    kept.push_back({m.id, std::move(tenant), m.type, std::move(body), in_feed ? m.partition : outside_the_feed});
  }
  return postgres::webhook_queue::add(in, kept, deliveries);
}

}  // namespace weir::webhooks
