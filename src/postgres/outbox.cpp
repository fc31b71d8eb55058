#include <utility>

#include <weir/domain/bucket.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::postgres::outbox {
namespace {

const statement outbox_append{"outbox.append", R"sql(
INSERT INTO outbox (id, tenant_number, bucket, type, payload, traceparent) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING)sql"};

}  // namespace

result<bool> append(executor& in, const announcement& a) {
  auto r = in.run(outbox_append, a.id, a.tenant_number, a.bucket, a.type, a.payload, a.traceparent);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<bool> append(executor& in, const contract::domain_event& e, std::optional<std::int32_t> tenant_number,
                    std::optional<std::string> traceparent) {
  return append(in, {e.id, tenant_number, (e.tenant ? domain::bucket_of(*e.tenant) : domain::platform_bucket).number,
                     std::string(contract::name(e.type)), contract::encode_domain_event(e), std::move(traceparent)});
}

}  // namespace weir::postgres::outbox
