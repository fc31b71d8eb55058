// The in-memory twin of index and ledger, on stream::memory_database: for histories. One thread.
#pragma once

#include <map>

#include <workers/archive/archive_index.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::archive {

// Lives in memory_database::contents::tables: by topic and partition, then in order of sequence.
using archive_table = std::map<std::pair<std::string, std::int32_t>, std::vector<archived_segment>>;

class memory_archive_index final : public archive_index, public archive_ledger {
 public:
  explicit memory_archive_index(stream::memory_database& database) : database_(database) {}

  static archive_table& table(stream::memory_database& database);

  found_segment newest(const std::string& topic, std::int32_t partition) override;
  found_segment reaching(const std::string& topic, std::int32_t partition, std::int32_t log_number,
                         stream::offset at) override;
  result<std::vector<archived_segment>> list(const std::string& topic, std::int32_t partition,
                                             std::int64_t after) override;
  result<std::vector<std::pair<std::string, std::int32_t>>> partitions() override;
  result<bool> is_accepted(const std::string&, std::int32_t, stream::offset, stream::offset) override { return false; }
  result<void> write(stream::transaction& tx, const archived_segment& what) override;

 private:
  stream::memory_database& database_;
};

}  // namespace weir::archive
