#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/postgres/archive_segments.hpp>

namespace weir::postgres::archive_segments {
namespace {

const statement archive_add{"archive.add", R"sql(
INSERT INTO archive_segments (topic, partition, sequence, log_number, first_offset, last_offset, records, first_appended_at,
  last_appended_at, raw_bytes, stored_bytes, raw_sha256, stored_sha256, manifest_sha256, previous_sha256, object)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16))sql"};

#define WEIR_ARCHIVE_SELECT                                                                                         \
  "SELECT topic, partition, sequence, log_number, first_offset, last_offset, records, first_appended_at, "          \
  "last_appended_at, raw_bytes, stored_bytes, raw_sha256, stored_sha256, manifest_sha256, previous_sha256, object " \
  "FROM archive_segments WHERE topic = $1 AND partition = $2 "

const statement archive_newest{"archive.newest", WEIR_ARCHIVE_SELECT "ORDER BY sequence DESC LIMIT 1"};

const statement archive_reaching{
    "archive.reaching", WEIR_ARCHIVE_SELECT "AND log_number = $3 AND last_offset >= $4 ORDER BY last_offset LIMIT 1"};

const statement archive_list{"archive.list", WEIR_ARCHIVE_SELECT "AND sequence > $3 ORDER BY sequence LIMIT $4"};

#undef WEIR_ARCHIVE_SELECT

const statement archive_partitions{"archive.partitions",
                                   "SELECT DISTINCT topic, partition FROM archive_segments ORDER BY topic, partition"};

const statement archive_is_accepted{"archive.is_accepted", R"sql(
SELECT EXISTS (SELECT FROM accepted_losses WHERE consumer = 'archive' AND topic = $1 AND partition = $2
  AND from_offset = $3 AND next_offset = $4))sql"};

bytes32 digest(const field& f) {
  const auto bytes = f.bytes();
  bytes32 out{};
  WEIR_ASSERT(bytes.size() == out.size(), "a digest has 32 bytes");
  std::ranges::copy(bytes, out.begin());
  return out;
}

row read(const rows& r, std::size_t i) {
  row out;
  auto& m = out.manifest;
  m.topic = r.at(i, 0).string();
  m.partition = r.at(i, 1).int4();
  m.sequence = r.at(i, 2).int8();
  m.log_number = r.at(i, 3).int4();
  m.first_offset = r.at(i, 4).int8();
  m.last_offset = r.at(i, 5).int8();
  m.records = r.at(i, 6).int8();
  m.first_appended_at = r.at(i, 7).timestamp();
  m.last_appended_at = r.at(i, 8).timestamp();
  m.raw_bytes = r.at(i, 9).int8();
  m.stored_bytes = r.at(i, 10).int8();
  m.raw_sha256 = digest(r.at(i, 11));
  m.stored_sha256 = digest(r.at(i, 12));
  out.manifest_sha256 = digest(r.at(i, 13));
  if (!r.at(i, 14).is_null()) m.previous_sha256 = digest(r.at(i, 14));
  out.object = r.at(i, 15).string();
  return out;
}

result<std::optional<row>> first(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::optional<row>{};
  return std::optional(read(*r, 0));
}

}  // namespace

result<void> add(executor& in, const row& r) {
  const auto& m = r.manifest;
  auto done = in.run(archive_add, m.topic, m.partition, m.sequence, m.log_number, m.first_offset, m.last_offset,
                     m.records, m.first_appended_at, m.last_appended_at, m.raw_bytes, m.stored_bytes,
                     param::bytes(m.raw_sha256), param::bytes(m.stored_sha256), param::bytes(r.manifest_sha256),
                     m.previous_sha256 ? param::bytes(*m.previous_sha256) : param(std::nullopt), r.object);
  if (!done) return std::unexpected(done.error());
  return {};
}

result<std::optional<row>> newest(executor& in, const std::string& topic, std::int32_t partition) {
  return first(in.run(archive_newest, topic, partition));
}

result<std::optional<row>> reaching(executor& in, const std::string& topic, std::int32_t partition,
                                    std::int32_t log_number, std::int64_t at) {
  return first(in.run(archive_reaching, topic, partition, log_number, at));
}

result<std::vector<row>> list(executor& in, const std::string& topic, std::int32_t partition, std::int64_t after,
                              std::int32_t most) {
  auto r = in.run(archive_list, topic, partition, after, most);
  if (!r) return std::unexpected(r.error());
  std::vector<row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::vector<std::pair<std::string, std::int32_t>>> partitions(executor& in) {
  auto r = in.run(archive_partitions);
  if (!r) return std::unexpected(r.error());
  std::vector<std::pair<std::string, std::int32_t>> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.emplace_back(r->at(i, 0).string(), r->at(i, 1).int4());
  return out;
}

result<bool> is_accepted(executor& in, const std::string& topic, std::int32_t partition, std::int64_t from,
                         std::int64_t next) {
  auto r = in.run(archive_is_accepted, topic, partition, from, next);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).boolean();
}

}  // namespace weir::postgres::archive_segments
