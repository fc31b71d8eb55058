// What counting the log once more takes beside the database: the archive, a reader of the log, and room on disk for the
// identities that are remembered meanwhile.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <src/app/program.hpp>
#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>
#include <workers/usage/claim_storage.hpp>

#include <weir/postgres/pool.hpp>
#include <weir/stream/log.hpp>

namespace weir::app {

class recount_tool {
 public:
  // Errors: setting_invalid, installation_mismatch (nothing was installed yet), the database's, claim_file_io.
  static result<std::unique_ptr<recount_tool>> open(const program& p, postgres::pool& database,
                                                    const std::string& topic);
  ~recount_tool();

  archive::archive_index& index() { return *index_; }
  archive::object_store& store() { return *store_; }
  stream::log_reader& log() { return *log_; }
  usage::claim_storage& claims() { return *claims_; }
  std::int32_t partitions() const { return partitions_; }

 private:
  recount_tool() = default;

  archive::object_contents nothing_;  // of the archive, when it is off
  std::unique_ptr<archive::object_store> store_;
  std::unique_ptr<archive::archive_index> index_;
  std::unique_ptr<stream::log_reader> log_;
  std::filesystem::path folder_;  // ends with this
  std::unique_ptr<usage::claim_chores> chores_;
  std::unique_ptr<usage::claim_storage> claims_;
  std::int32_t partitions_ = 0;
};

}  // namespace weir::app
