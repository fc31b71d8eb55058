#include <algorithm>
#include <set>

#include <workers/archive/segment_name.hpp>
#include <workers/archive/sweep_orphans.hpp>

namespace weir::archive {
namespace {

struct committed {
  std::set<std::string> names;
  std::int64_t newest = 0;
  std::int32_t log_number = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;  // of offsets, first and last, none beside the next

  void add(const archived_segment& s) {
    const auto& m = s.manifest;
    newest = m.sequence;
    log_number = m.log_number;
    names.insert(manifest_name(s.object));
    names.insert(s.object);
    if (!ranges.empty() && ranges.back().second + 1 == m.first_offset) {
      ranges.back().second = m.last_offset;
    } else {
      ranges.emplace_back(m.first_offset, m.last_offset);
    }
  }

  bool replaces(const parsed_name& orphan) const {
    return orphan.sequence <= newest && log_number == 0 && std::ranges::any_of(ranges, [&](const auto& r) {
             return r.first <= orphan.first_offset && orphan.last_offset <= r.second;
           });
  }
};

result<committed> committed_of(archive_index& index, const std::string& topic, std::int32_t partition) {
  committed out;
  for (;;) {
    auto page = index.list(topic, partition, out.newest);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) return out;
    for (const auto& s : *page)
      out.add(s);
  }
}

}  // namespace

result<std::uint64_t> sweep_orphans(archive_index& index, object_store& store, const std::string& installation) {
  auto partitions = index.partitions();
  if (!partitions) return std::unexpected(partitions.error());
  std::uint64_t removed = 0;
  for (const auto& [topic, partition] : *partitions) {
    // Listed first: what is committed meanwhile has a sequence of its own.
    auto objects = store.list(name_prefix(installation, topic, partition));
    if (!objects) return std::unexpected(objects.error());
    auto known = committed_of(index, topic, partition);
    if (!known) return std::unexpected(known.error());
    for (const auto& name : *objects) {
      const auto parsed = parse_name(name);
      if (!parsed || known->names.contains(name) || !known->replaces(*parsed)) continue;
      if (auto done = store.remove(name); !done) return std::unexpected(done.error());
      ++removed;
    }
  }
  return removed;
}

}  // namespace weir::archive
