// Index and ledger in PostgreSQL. Reads go through the pool as weir_worker; write() runs inside the flush's
// transaction.
#pragma once

#include <workers/archive/archive_index.hpp>

#include <weir/postgres/archive_segments.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::archive {

class postgres_archive_index final : public archive_index, public archive_ledger {
 public:
  // `installation`: the database's own.
  postgres_archive_index(postgres::pool& pool, std::string installation)
      : pool_(pool), installation_(std::move(installation)) {}

  found_segment newest(const std::string& topic, std::int32_t partition) override;
  found_segment reaching(const std::string& topic, std::int32_t partition, std::int32_t log_number,
                         stream::offset at) override;
  result<std::vector<archived_segment>> list(const std::string& topic, std::int32_t partition,
                                             std::int64_t after) override;
  result<std::vector<std::pair<std::string, std::int32_t>>> partitions() override;
  result<bool> is_accepted(const std::string& topic, std::int32_t partition, stream::offset from,
                           stream::offset next) override;
  result<void> write(stream::transaction& tx, const archived_segment& what) override;

 private:
  archived_segment segment_of(postgres::archive_segments::row r) const;
  found_segment one(result<std::optional<postgres::archive_segments::row>> r) const;

  postgres::pool& pool_;
  std::string installation_;
};

}  // namespace weir::archive
