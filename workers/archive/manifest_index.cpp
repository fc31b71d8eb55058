#include <algorithm>
#include <set>

#include <workers/archive/manifest_index.hpp>
#include <workers/archive/segment_name.hpp>

namespace weir::archive {
namespace {

constexpr std::size_t manifest_most = 64 * 1024;

// Of all that were ever written of a partition, the chain to the highest sequence.
std::vector<archived_segment> chain_of(const std::vector<archived_segment>& all) {
  std::map<bytes32, const archived_segment*> by_digest;
  const archived_segment* last = nullptr;
  for (const auto& s : all) {
    by_digest[s.manifest_sha256] = &s;
    const auto rank = [](const archived_segment& a) { return std::pair(a.manifest.sequence, a.manifest.last_offset); };
    if (last == nullptr || rank(*last) < rank(s)) last = &s;
  }
  std::vector<archived_segment> out;
  while (last != nullptr) {
    out.push_back(*last);
    const auto before =
        last->manifest.previous_sha256 ? by_digest.find(*last->manifest.previous_sha256) : by_digest.end();
    // Digests make no circles, but a manifest that was written by hand might name a later one.
    last = before != by_digest.end() && before->second->manifest.sequence < out.back().manifest.sequence
               ? before->second
               : nullptr;
  }
  std::ranges::reverse(out);
  return out;
}

}  // namespace

result<manifest_index> manifest_index::load(object_store& store, std::string installation) {
  auto listed = store.list(installation.empty() ? "" : installation + "/");
  if (!listed) return std::unexpected(listed.error());
  std::set<std::string> installations;
  std::map<std::pair<std::string, std::int32_t>, std::vector<archived_segment>> all;
  for (const auto& name : *listed) {
    const auto parsed = parse_name(name);
    if (!parsed || !parsed->is_manifest) continue;
    installations.insert(parsed->installation);
    if (installations.size() > 1) {
      return fail(error_code::validation_failed, "the archive holds several installations (" + *installations.begin() +
                                                     ", " + *installations.rbegin() + "): say which");
    }
    auto text = store.get(name, manifest_most);
    if (!text) return std::unexpected(text.error());
    if (!*text) continue;  // removed meanwhile
    auto m = contract::read_archive_manifest(**text);
    if (!m) return fail(error_code::archive_corrupt, name + ": " + m.error().detail);
    const auto digest = sha256(**text);
    auto segment = segment_name(*m, digest);
    if (manifest_name(segment) != name) {
      return fail(error_code::archive_corrupt, name + ": its content belongs to another name");
    }
    all[{m->topic, m->partition}].push_back({std::move(*m), digest, std::move(segment)});
  }
  if (!installation.empty() && installations.empty()) {
    return fail(error_code::validation_failed, "the archive has nothing of " + installation);
  }
  manifest_index out;
  for (const auto& [where, segments] : all)
    out.chains_[where] = chain_of(segments);
  return out;
}

archive_index::found_segment manifest_index::newest(const std::string& topic, std::int32_t partition) {
  const auto it = chains_.find({topic, partition});
  return it == chains_.end() ? std::nullopt : std::optional(it->second.back());
}

archive_index::found_segment manifest_index::reaching(const std::string& topic, std::int32_t partition,
                                                      std::int32_t log_number, stream::offset at) {
  const auto it = chains_.find({topic, partition});
  if (it == chains_.end()) return std::optional<archived_segment>{};
  const auto found = std::ranges::find_if(it->second, [&](const archived_segment& s) {
    return s.manifest.log_number == log_number && s.manifest.last_offset >= at;
  });
  return found == it->second.end() ? std::nullopt : std::optional(*found);
}

result<std::vector<archived_segment>> manifest_index::list(const std::string& topic, std::int32_t partition,
                                                           std::int64_t after) {
  std::vector<archived_segment> out;
  const auto it = chains_.find({topic, partition});
  if (it == chains_.end()) return out;
  std::ranges::copy_if(it->second, std::back_inserter(out),
                       [&](const archived_segment& s) { return s.manifest.sequence > after; });
  return out;
}

result<std::vector<std::pair<std::string, std::int32_t>>> manifest_index::partitions() {
  std::vector<std::pair<std::string, std::int32_t>> out;
  for (const auto& [where, chain] : chains_)
    out.push_back(where);
  return out;
}

}  // namespace weir::archive
