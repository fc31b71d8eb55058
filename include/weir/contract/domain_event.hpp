// Domain events on weir.events: what outbox rows carry, and what webhooks, audit and notifications read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::contract {

enum class event_type : std::uint16_t {
#define WEIR_EVENT_TYPE(name, text, description, personal) name,
#include <weir/catalogue/event_types.inc>
#undef WEIR_EVENT_TYPE
};

std::string_view name(event_type t);  // "tenant.created"
std::span<const std::string_view> event_type_names();
std::optional<event_type> event_type_from_name(std::string_view text);

// Members of the type's data that can tell who somebody is: the audit trail keeps them where they can be erased.
std::vector<std::string_view> personal_members(event_type t);

// Ids that follow from their cause: the same cause gives the same id, however often it is carried out. The prefix
// ("evt_"), then the first 16 bytes of SHA-256 over the canonical list of the cause's parts in ULID's alphabet; no time
// in them, so they do not sort.
std::string derived_id(std::string_view prefix, std::span<const std::string_view> cause);

// An event caused by a record of the log; `kind` tells several of one record apart.
std::string event_id(const stream::position& at, std::uint32_t index, std::string_view kind);

// An event caused by a change of a stored object: its type, id and the version that the change made.
std::string event_id(std::string_view object_id, std::int64_t version, event_type t);

struct domain_event {
  std::string id;  // of event_id()
  event_type type{};
  timestamp time;
  std::optional<tenant_id> tenant;  // nothing: the platform's
  std::string subject;              // id of the object it is about: "mtr_…"
  std::string principal;            // who caused it: "key_…", "system"
  std::string request;              // req_… of the cause, or empty
  std::string data;                 // a JSON object: how it is now
  std::string before{};             // a JSON object: how it was, or empty; travels as the member "previous" of data
  std::string address{};            // where the request came from, or empty
};

// The CloudEvent's JSON text: the outbox row's payload and the record's value. source is "weir".
std::string encode_domain_event(const domain_event& e);

// What an announcement says, also when its type is one that this program does not know because a newer one wrote it.
struct announced_event {
  std::string id;
  std::string type;
  timestamp time;
  std::optional<tenant_id> tenant;
  std::string subject, principal, request, address;
  std::string data;    // without "previous"
  std::string before;  // or empty
};

// Error, permanent: record_malformed.
result<announced_event> decode_announced_event(std::string_view json);

// Errors, permanent: record_malformed; command_unknown_type for a type that the catalogue does not have.
result<domain_event> decode_domain_event(std::string_view json);

}  // namespace weir::contract
