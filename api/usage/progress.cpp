#include <api/usage/progress.hpp>

namespace weir::api {
namespace {

using postgres::executor;
using postgres::statement;

const statement select_data_through{"reads.data_through", R"sql(
SELECT min(l.data_through), count(l.data_through) = CASE WHEN $2::int IS NULL THEN (SELECT partitions FROM installation) ELSE 1 END
FROM leases AS l WHERE l.consumer = $1 AND ($2::int IS NULL OR l.partition = $2 % (SELECT partitions FROM installation)))sql"};

const statement select_progress{"reads.usage_progress", R"sql(
SELECT partition, next_offset, data_through, halt IS NOT NULL
FROM leases WHERE consumer = $1 AND ($2::int IS NULL OR partition = $2) ORDER BY partition)sql"};

const statement select_partitions{"reads.partitions", "SELECT partitions FROM installation"};

}  // namespace

result<std::optional<timestamp>> data_through(executor& in, std::optional<std::int32_t> bucket) {
  auto r = in.run(select_data_through, usage_consumer, bucket);
  if (!r) return std::unexpected(r.error());
  // NULL: the installation has no row yet.
  if (r->at(0, 1).is_null() || !r->at(0, 1).boolean()) return std::optional<timestamp>{};
  return r->at(0, 0).optional_timestamp();
}

result<std::vector<partition_progress>> usage_progress(executor& in, std::optional<std::int32_t> partition) {
  auto r = in.run(select_progress, usage_consumer, partition);
  if (!r) return std::unexpected(r.error());
  std::vector<partition_progress> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int8(), r->at(i, 2).optional_timestamp(), r->at(i, 3).boolean()});
  }
  return out;
}

result<std::int32_t> partition_of_bucket(executor& in, std::int32_t bucket) {
  auto r = in.run(select_partitions);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::installation_mismatch, "The installation has no row: run weir migrate.");
  return bucket % r->at(0, 0).int4();
}

}  // namespace weir::api
