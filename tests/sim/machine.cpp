#include <iterator>
#include <memory>

#include <tests/sim/machine.hpp>

namespace weir::sim {

machine& choose_machine(std::span<machine> all, rng& random, bool shared) {
  auto at = below(random, all.size());
  while (!shared && all[at].workers > 0)
    at = (at + 1) % all.size();
  return all[at];
}

std::string_view hurt_a_disk(std::span<machine> all, rng& random, stream::partition_number partitions) {
  auto& disk = all[below(random, all.size())];
  if (chance(random, 30)) {
    disk.copy.clear();
    for (const auto& [partition, files] : disk.folders) {
      for (const auto& [name, bytes] : files)
        disk.copy[partition][name] = std::make_shared<std::string>(*bytes);
    }
    return {};
  }
  if (chance(random, 20)) {
    for (auto& [partition, files] : disk.folders)  // in place: ledgers hold on to their folders
      files = disk.copy[partition];
    return "claim files of an earlier moment";
  }
  auto& files =
      disk.folders[static_cast<stream::partition_number>(below(random, static_cast<std::uint64_t>(partitions)))];
  if (files.empty()) return {};
  auto it = std::next(files.begin(), static_cast<std::ptrdiff_t>(below(random, files.size())));
  auto& bytes = *it->second;
  switch (below(random, 3)) {
    case 0:
      files.erase(it);
      return "claim file deleted";
    case 1:
      if (!bytes.empty()) bytes[below(random, bytes.size())] ^= static_cast<char>(1 << below(random, 8));
      return "claim file flipped";
    default:
      bytes.resize(below(random, bytes.size() + 1));
      return "claim file torn";
  }
}

}  // namespace weir::sim
