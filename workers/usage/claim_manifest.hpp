// Which sealed runs of a partition belong together, and up to where: the file `manifest`, replaced as a whole after the
// runs that it names are durable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <workers/usage/claim_folder.hpp>
#include <workers/usage/sealed_run.hpp>

namespace weir::usage {

struct claim_manifest {
  hash128 installation;
  stream::partition_number partition = 0;
  stream::epoch epoch = 0;  // under which it was written: for people
  stream::offset next = 0;  // the runs have every claim before this, but for forgotten days
  arrival_day since = 0;    // days before it may be gone from the runs
  struct entry {
    std::uint64_t id = 0;
    std::uint64_t checksum = 0;
    bool operator==(const entry&) const = default;
  };
  std::vector<entry> runs;

  bool operator==(const claim_manifest&) const = default;
};

inline constexpr const char* claim_manifest_name = "manifest";
inline constexpr std::size_t manifest_runs_most = 4096;

std::string encode_claim_manifest(const claim_manifest& manifest);
// Nothing when it is not whole.
std::optional<claim_manifest> decode_claim_manifest(std::string_view bytes);

result<void> write_claim_manifest(claim_folder& folder, const claim_manifest& manifest);
// Nothing when there is none. Errors: claim_file_corrupt, claim_file_io.
result<std::optional<claim_manifest>> read_claim_manifest(claim_folder& folder);

}  // namespace weir::usage
