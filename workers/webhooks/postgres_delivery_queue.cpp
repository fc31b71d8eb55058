#include <workers/webhooks/endpoint_json.hpp>
#include <workers/webhooks/postgres_delivery_queue.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/sealed_secrets.hpp>
#include <weir/postgres/webhook_parts.hpp>

namespace weir::webhooks {
namespace {

using postgres::executor;
namespace queue = postgres::webhook_queue;
namespace parts = postgres::webhook_parts;

constexpr auto purpose = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::webhook_secret);
constexpr auto purpose_of_parts = postgres::sealed_secrets::purpose(postgres::sealed_secrets::what::webhook_part);
constexpr queue::limits limits{};
constexpr std::int64_t patience_s = 5 * 86'400;
constexpr const char* principal = "system";

std::vector<std::int64_t> endpoints_of(const std::vector<queue::due_delivery>& taken) {
  std::vector<std::int64_t> out;
  for (const auto& d : taken)
    out.push_back(d.endpoint_number);
  return out;
}

// Something that cannot be opened leaves it without.
void add_part(due_webhook& to, const parts::part& p, const secret_ring& secrets) {
  const auto plain = secrets.open(purpose_of_parts, p.id, p.sealed);
  const auto key = plain && p.is_key ? domain::webhook_key::of_bytes(*plain) : std::nullopt;
  auto headers = plain && !p.is_key ? domain::unpack_webhook_headers(*plain) : std::nullopt;
  if (key) to.keys.push_back(*key);
  if (headers) to.headers = std::move(*headers);
  to.is_whole = to.is_whole && (key || headers);
}

result<void> announce_disabled(executor& in, const queue::noted& n, timestamp now) {
  contract::domain_event e;
  e.type = contract::event_type::webhook_endpoint_disabled;
  e.id = contract::event_id(n.disabled->id, n.disabled->version, e.type);
  e.time = now;
  if (n.disabled->tenant_id) e.tenant = tenant_id::parse(*n.disabled->tenant_id);
  e.subject = n.disabled->id;
  e.principal = principal;
  e.data = announced_endpoint_json(*n.disabled);
  e.before = announced_endpoint_json(*n.before);
  auto said = postgres::outbox::append(in, e, n.disabled->tenant_number);
  if (!said) return std::unexpected(said.error());
  return {};
}

}  // namespace

result<std::vector<due_webhook>> postgres_delivery_queue::take(std::int32_t most) {
  auto l = limits;
  l.most = most;
  std::vector<queue::signing_secret> sealed;
  std::vector<parts::part> also;
  auto taken = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::nobody(),
                                      [&](executor& in) -> result<std::vector<queue::due_delivery>> {
                                        auto rows = queue::take(in, l);
                                        if (!rows || rows->empty()) return rows;
                                        auto found = queue::signing_secrets(in, endpoints_of(*rows));
                                        if (!found) return std::unexpected(found.error());
                                        sealed = std::move(*found);
                                        auto more = parts::of_endpoints(in, endpoints_of(*rows));
                                        if (!more) return std::unexpected(more.error());
                                        also = std::move(*more);
                                        return rows;
                                      });
  if (!taken) return std::unexpected(taken.error());
  std::vector<due_webhook> out;
  for (auto& d : *taken) {
    due_webhook one{.delivery = std::move(d)};
    for (const auto& s : sealed) {
      if (s.endpoint_number != one.delivery.endpoint_number) continue;
      if (auto bytes = secrets_.open(purpose, s.id, s.sealed))
        one.secrets.push_back(domain::webhook_secret::of_bytes(std::move(*bytes)));
    }
    for (const auto& p : also)
      if (p.endpoint_number == one.delivery.endpoint_number) add_part(one, p, secrets_);
    out.push_back(std::move(one));
  }
  return out;
}

// A database that is away is found out by whoever takes.
std::chrono::milliseconds postgres_delivery_queue::rest(std::chrono::milliseconds most) {
  const auto left = pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::nobody(), [&](executor& in) {
    return queue::rest_ms(in, std::int64_t{most.count()});
  });
  return left ? std::min(most, std::chrono::milliseconds(*left)) : most;
}

result<void> postgres_delivery_queue::note(const std::vector<ended>& all) {
  return pool_.with_transaction(postgres::role::worker, postgres::tenant_scope::platform(),
                                [&](executor& in) -> result<void> {
                                  auto noted = queue::note(in, all, patience_s);
                                  if (!noted) return std::unexpected(noted.error());
                                  for (const auto& n : *noted) {
                                    if (!n.disabled) continue;
                                    if (auto said = announce_disabled(in, n, clock_.now()); !said) return said;
                                  }
                                  return {};
                                });
}

}  // namespace weir::webhooks
