#include <workers/archive/postgres_archive_index.hpp>

#include <weir/postgres/flush_store.hpp>

namespace weir::archive {

namespace rows = postgres::archive_segments;
using postgres::executor;

namespace {

constexpr std::int32_t page = 1000;

template<class F>
auto ask(postgres::pool& pool, F&& f) {
  return pool.read(postgres::role::worker, postgres::tenant_scope::platform(), std::forward<F>(f));
}

}  // namespace

archived_segment postgres_archive_index::segment_of(rows::row r) const {
  r.manifest.installation = installation_;
  return {std::move(r.manifest), r.manifest_sha256, std::move(r.object)};
}

archive_index::found_segment postgres_archive_index::one(result<std::optional<rows::row>> r) const {
  if (!r) return std::unexpected(r.error());
  if (!*r) return std::optional<archived_segment>{};
  return segment_of(std::move(**r));
}

archive_index::found_segment postgres_archive_index::newest(const std::string& topic, std::int32_t partition) {
  return one(ask(pool_, [&](executor& in) { return rows::newest(in, topic, partition); }));
}

archive_index::found_segment postgres_archive_index::reaching(const std::string& topic, std::int32_t partition,
                                                              std::int32_t log_number, stream::offset at) {
  return one(ask(pool_, [&](executor& in) { return rows::reaching(in, topic, partition, log_number, at); }));
}

result<std::vector<archived_segment>> postgres_archive_index::list(const std::string& topic, std::int32_t partition,
                                                                   std::int64_t after) {
  auto found = ask(pool_, [&](executor& in) { return rows::list(in, topic, partition, after, page); });
  if (!found) return std::unexpected(found.error());
  std::vector<archived_segment> out;
  for (auto& r : *found)
    out.push_back(segment_of(std::move(r)));
  return out;
}

result<std::vector<std::pair<std::string, std::int32_t>>> postgres_archive_index::partitions() {
  return ask(pool_, [](executor& in) { return rows::partitions(in); });
}

result<bool> postgres_archive_index::is_accepted(const std::string& topic, std::int32_t partition, stream::offset from,
                                                 stream::offset next) {
  return ask(pool_, [&](executor& in) { return rows::is_accepted(in, topic, partition, from, next); });
}

result<void> postgres_archive_index::write(stream::transaction& tx, const archived_segment& what) {
  executor& in = postgres::flush_transaction::of(tx).connection();
  return rows::add(in, {what.manifest, what.manifest_sha256, what.object});
}

}  // namespace weir::archive
