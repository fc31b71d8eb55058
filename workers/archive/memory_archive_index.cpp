#include <workers/archive/memory_archive_index.hpp>

#include <weir/base/assert.hpp>

namespace weir::archive {
namespace {

archive_table& table_in(std::any& tables) {
  if (!tables.has_value()) tables = archive_table{};
  return std::any_cast<archive_table&>(tables);
}

}  // namespace

archive_table& memory_archive_index::table(stream::memory_database& database) {
  return table_in(database.rows().tables);
}

archive_index::found_segment memory_archive_index::newest(const std::string& topic, std::int32_t partition) {
  const auto& all = table(database_)[{topic, partition}];
  return all.empty() ? std::nullopt : std::optional(all.back());
}

archive_index::found_segment memory_archive_index::reaching(const std::string& topic, std::int32_t partition,
                                                            std::int32_t log_number, stream::offset at) {
  for (const auto& s : table(database_)[{topic, partition}]) {
    if (s.manifest.log_number == log_number && s.manifest.last_offset >= at) return std::optional(s);
  }
  return std::optional<archived_segment>{};
}

result<std::vector<archived_segment>> memory_archive_index::list(const std::string& topic, std::int32_t partition,
                                                                 std::int64_t after) {
  std::vector<archived_segment> out;
  for (const auto& s : table(database_)[{topic, partition}]) {
    if (s.manifest.sequence > after) out.push_back(s);
  }
  return out;
}

result<std::vector<std::pair<std::string, std::int32_t>>> memory_archive_index::partitions() {
  std::vector<std::pair<std::string, std::int32_t>> out;
  for (const auto& [where, all] : table(database_)) {
    if (!all.empty()) out.push_back(where);
  }
  return out;
}

result<void> memory_archive_index::write(stream::transaction& tx, const archived_segment& what) {
  auto* mine = dynamic_cast<stream::memory_transaction*>(&tx);
  WEIR_ASSERT(mine != nullptr, "the twin's effects run on the twin's transaction");
  return mine->stage([what](std::any& tables) {
    auto& all = table_in(tables)[{what.manifest.topic, what.manifest.partition}];
    WEIR_ASSERT(all.empty() ? what.manifest.sequence == 1 : what.manifest.sequence == all.back().manifest.sequence + 1,
                "a sequence is given once");
    all.push_back(what);
  });
}

}  // namespace weir::archive
