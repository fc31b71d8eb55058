#include <array>
#include <cstring>

#include <workers/usage/claim_manifest.hpp>

#include <weir/base/failpoint.hpp>

namespace weir::usage {
namespace {

constexpr std::array<char, 8> magic{'W', 'E', 'I', 'R', 'C', 'L', 'M', 'F'};

struct head {
  std::array<char, 8> magic;
  std::uint64_t installation[2];
  std::int64_t epoch;
  std::int64_t next;
  std::int32_t partition;
  std::int32_t since;
  std::uint64_t runs;
};
constexpr std::size_t entry_bytes = 16;
constexpr std::size_t checksum_bytes = 8;
constexpr std::size_t bytes_most = sizeof(head) + manifest_runs_most * entry_bytes + checksum_bytes;

}  // namespace

std::string encode_claim_manifest(const claim_manifest& m) {
  const head h{magic, {m.installation.high, m.installation.low}, m.epoch, m.next, m.partition, m.since, m.runs.size()};
  std::string out(reinterpret_cast<const char*>(&h), sizeof h);
  for (const auto& run : m.runs) {
    out.append(reinterpret_cast<const char*>(&run.id), sizeof run.id);
    out.append(reinterpret_cast<const char*>(&run.checksum), sizeof run.checksum);
  }
  const auto checksum = hash64(out);
  return out.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
}

std::optional<claim_manifest> decode_claim_manifest(std::string_view bytes) {
  head h;
  if (bytes.size() < sizeof h + checksum_bytes || bytes.size() > bytes_most) return {};
  std::memcpy(&h, bytes.data(), sizeof h);
  if (h.magic != magic || h.runs > manifest_runs_most ||
      bytes.size() != sizeof h + h.runs * entry_bytes + checksum_bytes) {
    return {};
  }
  std::uint64_t checksum;
  std::memcpy(&checksum, bytes.data() + bytes.size() - checksum_bytes, sizeof checksum);
  if (checksum != hash64(bytes.substr(0, bytes.size() - checksum_bytes))) return {};
  claim_manifest out{{h.installation[0], h.installation[1]}, h.partition, h.epoch, h.next, h.since, {}};
  out.runs.resize(h.runs);
  for (std::size_t i = 0; i < out.runs.size(); ++i) {
    const auto* at = bytes.data() + sizeof h + i * entry_bytes;
    std::memcpy(&out.runs[i].id, at, 8);
    std::memcpy(&out.runs[i].checksum, at + 8, 8);
  }
  return out;
}

result<void> write_claim_manifest(claim_folder& folder, const claim_manifest& manifest) {
  auto file = folder.create(claim_manifest_name);
  if (!file) return std::unexpected(file.error());
  if (auto done = (*file)->append(encode_claim_manifest(manifest)); !done) return done;
  WEIR_FAILPOINT("claims.before_manifest");
  return (*file)->finish({});
}

result<std::optional<claim_manifest>> read_claim_manifest(claim_folder& folder) {
  auto file = folder.open(claim_manifest_name);
  if (!file) return std::unexpected(file.error());
  if (!*file) return std::optional<claim_manifest>{};
  std::string bytes((*file)->size() <= bytes_most ? (*file)->size() : 0, '\0');
  if (auto done = (*file)->read(0, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}); !done)
    return std::unexpected(done.error());
  auto out = decode_claim_manifest(bytes);
  if (!out) return fail(error_code::claim_file_corrupt, "the manifest is not whole");
  return out;
}

}  // namespace weir::usage
