// Announcements in the transaction of their cause. The relay publishes them (outbox_relay_store.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres::outbox {

struct announcement {
  std::string id;  // evt_…, derived from its cause
  std::optional<std::int32_t> tenant_number{};
  std::int32_t bucket = 0;
  std::string type;
  std::string payload;  // the whole CloudEvent
  std::optional<std::string> traceparent{};
};

// False when this cause was announced before: nothing is written then.
result<bool> append(executor& in, const announcement& a);
// Of the event's tenant, whose number is given, else of the platform.
result<bool> append(executor& in, const contract::domain_event& e, std::optional<std::int32_t> tenant_number = {},
                    std::optional<std::string> traceparent = {});

// In this order, each of its tenant, whose number is given; those that were announced before are left out.
struct tenant_event {
  std::int32_t tenant_number = 0;
  contract::domain_event event;
};
result<void> append(executor& in, std::span<const tenant_event> events);

}  // namespace weir::postgres::outbox
