// The disks of a history's workers, and what happens to disks.
#pragma once

#include <map>
#include <span>
#include <string_view>

#include <tests/sim/usage_log.hpp>
#include <workers/usage/claim_folder.hpp>

namespace weir::sim {

// What stays of a worker when its process ends: its disk.
struct machine {
  std::map<stream::partition_number, usage::claim_file_contents> folders;
  std::map<stream::partition_number, usage::claim_file_contents> copy;  // of an earlier moment
  int workers = 0;
};

// One that no living worker has, unless they share.
machine& choose_machine(std::span<machine> all, rng& random, bool shared);

// Lets a disk forget, flip a bit, tear a file, or come back with what it had before. Returns what was done; empty when
// no file is wrong now.
std::string_view hurt_a_disk(std::span<machine> all, rng& random, stream::partition_number partitions);

}  // namespace weir::sim
