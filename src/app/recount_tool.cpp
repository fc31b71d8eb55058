#include <cstdlib>
#include <system_error>

#include <src/app/archive_stores.hpp>
#include <src/app/recount_tool.hpp>
#include <workers/archive/manifest_index.hpp>
#include <workers/archive/postgres_archive_index.hpp>

#include <weir/base/log.hpp>
#include <weir/kafka/topic_reader.hpp>
#include <weir/postgres/installation.hpp>

namespace weir::app {
namespace {

// Of nobody but this process and its account.
result<std::filesystem::path> make_folder() {
  std::error_code failed;
  const auto top = std::filesystem::temp_directory_path(failed);
  if (failed) return fail(error_code::claim_file_io, failed.message());
  auto name = (top / "weir-recount-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    return fail(error_code::claim_file_io, "no folder can be made in " + top.string());
  return std::filesystem::path(name);
}

usage::claim_storage_options claim_options(const program& p, const std::filesystem::path& root) {
  usage::claim_storage_options out;
  out.hot_most = static_cast<std::size_t>(p.config().claim_seal_count);
  out.memory_bytes_most = static_cast<std::size_t>(p.config().claim_memory_mb) << 20;
  out.report = [](std::string_view what, stream::partition_number partition, const error& why) {
    log::warning(what, {{"partition", partition}, {"error", why}});
  };
  out.folder = [root](const hash128&, stream::partition_number partition) {
    return usage::open_disk_claim_folder(root / std::to_string(partition));
  };
  return out;
}

}  // namespace

result<std::unique_ptr<recount_tool>> recount_tool::open(const program& p, postgres::pool& database,
                                                         const std::string& topic) {
  std::unique_ptr<recount_tool> out(new recount_tool);
  auto installed = database.read(postgres::role::worker, postgres::tenant_scope::platform(),
                                 [](postgres::executor& in) { return postgres::installation::find(in); });
  if (!installed) return std::unexpected(installed.error());
  if (!*installed) return fail(error_code::installation_mismatch, "nothing was installed yet");
  out->partitions_ = (*installed)->partitions;
  if (archive_is_off(p.config())) {
    out->store_ = archive::make_memory_object_store(out->nothing_);
    out->index_ = std::make_unique<archive::manifest_index>();
  } else {
    auto store = open_archive(p.config());
    if (!store) return std::unexpected(store.error());
    out->store_ = std::move(*store);
    out->index_ = std::make_unique<archive::postgres_archive_index>(database, (*installed)->id);
  }
  auto reader = kafka::topic_reader::open(p.kafka("weir-recount"), topic);
  if (!reader) return std::unexpected(reader.error());
  out->log_ = std::move(*reader);
  auto folder = make_folder();
  if (!folder) return std::unexpected(folder.error());
  out->folder_ = std::move(*folder);
  out->chores_ = usage::make_threaded_claim_chores();
  out->claims_ = std::make_unique<usage::claim_storage>(claim_options(p, out->folder_), *out->chores_);
  return out;
}

recount_tool::~recount_tool() {
  claims_.reset();
  chores_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace weir::app
