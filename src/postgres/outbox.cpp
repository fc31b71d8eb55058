#include <utility>

#include <src/postgres/arrays.hpp>

#include <weir/domain/bucket.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::postgres::outbox {
namespace {

const statement outbox_append{"outbox.append", R"sql(
INSERT INTO outbox (id, tenant_number, bucket, type, payload, traceparent) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING)sql"};

const statement outbox_append_all{"outbox.append_all", R"sql(
INSERT INTO outbox (id, tenant_number, bucket, type, payload)
SELECT a.id, a.tenant, a.bucket, a.type, a.payload FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[])
  WITH ORDINALITY AS a (id, tenant, bucket, type, payload, place) ORDER BY a.place
ON CONFLICT (id) DO NOTHING)sql"};

std::int32_t bucket_of(const contract::domain_event& e) {
  return (e.tenant ? domain::bucket_of(*e.tenant) : domain::platform_bucket).number;
}

}  // namespace

result<bool> append(executor& in, const announcement& a) {
  auto r = in.run(outbox_append, a.id, a.tenant_number, a.bucket, a.type, a.payload, a.traceparent);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<bool> append(executor& in, const contract::domain_event& e, std::optional<std::int32_t> tenant_number,
                    std::optional<std::string> traceparent) {
  return append(in, {e.id, tenant_number, bucket_of(e), std::string(contract::name(e.type)),
                     contract::encode_domain_event(e), std::move(traceparent)});
}

result<void> append(executor& in, std::span<const tenant_event> events) {
  if (events.empty()) return {};
  auto r = in.run(outbox_append_all, array_of(events, [](const auto& e) { return e.event.id; }),
                  array_of(events, [](const auto& e) { return e.tenant_number; }),
                  array_of(events, [](const auto& e) { return bucket_of(e.event); }),
                  array_of(events, [](const auto& e) { return contract::name(e.event.type); }),
                  array_of(events, [](const auto& e) { return contract::encode_domain_event(e.event); }));
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres::outbox
