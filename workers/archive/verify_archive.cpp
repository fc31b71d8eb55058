#include <fmt/format.h>
#include <workers/archive/read_segment.hpp>
#include <workers/archive/segment_name.hpp>
#include <workers/archive/verify_archive.hpp>

namespace weir::archive {
namespace {

class partition_check {
 public:
  partition_check(archive_index& index, object_store& store, archive_verdict& into)
      : index_(index), store_(store), into_(into) {}

  result<void> look_at(const archived_segment& s) {
    if (auto done = look_at_place(s); !done) return done;
    before_ = s;
    if (s.object != segment_name(s.manifest, s.manifest_sha256)) found(s, "its name is not the one of its manifest");
    auto manifest = read_manifest(store_, s);
    if (!manifest && manifest.error().retryable()) return std::unexpected(manifest.error());
    if (!manifest) {
      found(s, manifest.error().detail);
    } else if (*manifest != s.manifest) {
      found(s, "its manifest says something else than its row");
    }
    auto segment = read_segment(store_, s);
    if (!segment && segment.error().retryable()) return std::unexpected(segment.error());
    if (!segment) {
      found(s, segment.error().detail);
      return {};
    }
    ++into_.segments;
    into_.records += s.manifest.records;
    into_.raw_bytes += s.manifest.raw_bytes;
    into_.stored_bytes += s.manifest.stored_bytes;
    return {};
  }

 private:
  void found(const archived_segment& s, std::string what) { into_.problems.push_back({s.object, std::move(what)}); }

  // Whether it goes on where the one before ended.
  result<void> look_at_place(const archived_segment& s) {
    const auto& m = s.manifest;
    if (!before_) {
      if (m.sequence != 1) found(s, fmt::format("the segments before its sequence {} are missing", m.sequence));
      return {};
    }
    const auto& b = before_->manifest;
    if (m.sequence != b.sequence + 1) found(s, fmt::format("the segment {} is missing before it", b.sequence + 1));
    if (m.previous_sha256 != before_->manifest_sha256) found(s, "it does not name the manifest before it");
    const auto goes_on = b.last_offset + 1;
    if (m.first_offset == goes_on && m.log_number == b.log_number) return {};
    auto accepted = index_.is_accepted(m.topic, m.partition, goes_on, m.first_offset);
    if (!accepted) return std::unexpected(accepted.error());
    if (*accepted) return {};
    if (m.first_offset > goes_on) {
      found(s, fmt::format("the records {} to {} before it are missing", goes_on, m.first_offset - 1));
    } else {
      found(s,
            fmt::format("it begins at {}, although the segment before it ends at {}", m.first_offset, b.last_offset));
    }
    return {};
  }

  archive_index& index_;
  object_store& store_;
  archive_verdict& into_;
  std::optional<archived_segment> before_;
};

}  // namespace

result<archive_verdict> verify_archive(archive_index& index, object_store& store, const verify_scope& scope,
                                       const std::function<void(const archive_verdict&)>& progress) {
  archive_verdict out;
  auto partitions = index.partitions();
  if (!partitions) return std::unexpected(partitions.error());
  for (const auto& [topic, partition] : *partitions) {
    if (!scope.topic.empty() && topic != scope.topic) continue;
    if (scope.partition >= 0 && partition != scope.partition) continue;
    ++out.partitions;
    partition_check check(index, store, out);
    for (std::int64_t after = 0;;) {
      auto page = index.list(topic, partition, after);
      if (!page) return std::unexpected(page.error());
      if (page->empty()) break;
      for (const auto& s : *page) {
        after = s.manifest.sequence;
        if (auto done = check.look_at(s); !done) return std::unexpected(done.error());
        if (progress) progress(out);
      }
    }
  }
  return out;
}

}  // namespace weir::archive
