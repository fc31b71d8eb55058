#include <memory>

#include <api/feature_flags.hpp>
#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>
#include <api/handlers/usage_reads.hpp>
#include <api/usage/progress.hpp>
#include <api/usage/usage_streams.hpp>

namespace weir::api {

result<http::response> stream_usage(const call& c) {
  if (!c.with().flags->on(feature_flag::usage_stream)) return fail(error_code::feature_disabled);
  auto partition = look(c, [&](postgres::executor& in) -> result<std::int32_t> {
    auto tenant = one_tenant(in, c);
    if (!tenant) return std::unexpected(tenant.error());
    return partition_of_bucket(in, tenant->bucket);
  });
  if (!partition) return std::unexpected(partition.error());
  auto body = c.with().streams->open(*partition);
  if (!body) return fail(error_code::overloaded);
  auto out = http::response::of(200, "text/event-stream", std::move(*body));
  out.add_header("Cache-Control", "no-store").add_header("X-Accel-Buffering", "no");  // nginx would hold it back
  return out;
}

}  // namespace weir::api
