#include <workers/archive/read_segment.hpp>
#include <workers/archive/segment_name.hpp>
#include <workers/archive/zstd_frames.hpp>

namespace weir::archive {
namespace {

constexpr std::size_t manifest_most = 64 * 1024;
constexpr std::int64_t raw_most = std::int64_t{2} << 30;  // beyond every ARCHIVE_SEGMENT_MB

std::unexpected<error> corrupt(const std::string& object, const std::string& why) {
  return fail(error_code::archive_corrupt, object + ": " + why);
}

result<std::string> fetch(object_store& store, const std::string& name, std::size_t most) {
  auto found = store.get(name, most);
  if (!found) return std::unexpected(found.error());
  if (!*found) return corrupt(name, "it is not in the archive");
  return std::move(**found);
}

}  // namespace

result<std::unique_ptr<const loaded_segment>> read_segment(object_store& store, const archived_segment& what) {
  const auto& m = what.manifest;
  auto stored = fetch(store, what.object, static_cast<std::size_t>(m.stored_bytes));
  if (!stored) return std::unexpected(stored.error());
  if (std::ssize(*stored) != m.stored_bytes) return corrupt(what.object, "it has another size than its manifest says");
  if (sha256(*stored) != m.stored_sha256) return corrupt(what.object, "its SHA-256 is not the one of its manifest");
  if (m.raw_bytes > raw_most) return corrupt(what.object, "its manifest says that it is larger than segments are");
  auto raw = expand_frames(*stored, static_cast<std::size_t>(m.raw_bytes));
  if (!raw) return corrupt(what.object, raw.error().detail);
  if (sha256(*raw) != m.raw_sha256) return corrupt(what.object, "its records' SHA-256 is not the one of its manifest");
  auto out = std::make_unique<loaded_segment>();
  out->raw = std::move(*raw);
  auto records = segment_records::parse(out->raw, {m.topic, m.partition, m.first_offset, m.last_offset});
  if (!records) return corrupt(what.object, records.error().detail);
  out->records = std::move(*records);
  const auto& all = out->records.all();
  if (std::ssize(all) != m.records || all.front().appended_ms != m.first_appended_at.ms() ||
      all.back().appended_ms != m.last_appended_at.ms()) {
    return corrupt(what.object, "its records are not as its manifest counts and dates them");
  }
  return out;
}

result<contract::archive_manifest> read_manifest(object_store& store, const archived_segment& what) {
  const auto name = manifest_name(what.object);
  auto text = fetch(store, name, manifest_most);
  if (!text) return std::unexpected(text.error());
  if (sha256(*text) != what.manifest_sha256) return corrupt(name, "its SHA-256 is not the one that is expected");
  auto read = contract::read_archive_manifest(*text);
  if (!read) return corrupt(name, read.error().detail);
  return read;
}

}  // namespace weir::archive
