// The index read from the archive itself, without a database: all manifests of one installation, and of each partition
// the chain that reaches furthest. A segment whose owner was killed before it committed is passed over, since its
// successor took its place; the last one of a partition may be such, and then is what the log had all the same.
#pragma once

#include <map>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>

namespace weir::archive {

class manifest_index final : public archive_index {
 public:
  // `installation`: ins_…; empty when the archive has only one. Errors: archive_unavailable, archive_corrupt (a
  // manifest makes no sense), validation_failed (several installations, or none of that name).
  static result<manifest_index> load(object_store& store, std::string installation);

  found_segment newest(const std::string& topic, std::int32_t partition) override;
  found_segment reaching(const std::string& topic, std::int32_t partition, std::int32_t log_number,
                         stream::offset at) override;
  result<std::vector<archived_segment>> list(const std::string& topic, std::int32_t partition,
                                             std::int64_t after) override;
  result<std::vector<std::pair<std::string, std::int32_t>>> partitions() override;
  result<bool> is_accepted(const std::string&, std::int32_t, stream::offset, stream::offset) override { return false; }

 private:
  std::map<std::pair<std::string, std::int32_t>, std::vector<archived_segment>> chains_;
};

}  // namespace weir::archive
