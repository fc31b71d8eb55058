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

}  // namespace weir::postgres::outbox
