// Any bytes as a sealed run and as a manifest. They are also given right checksums, so that what lies behind these is
// reached: no byte of memory is read that is not the file's, and what is found carries the identity that was asked for.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include <workers/usage/claim_manifest.hpp>
#include <workers/usage/sealed_run.hpp>

#include <weir/base/assert.hpp>

namespace {

using namespace weir;
using namespace weir::usage;

constexpr std::size_t block = 4096;
constexpr std::uint64_t id = 1;

template<class T>
T peek(const std::string& bytes, std::size_t at) {
  T out;
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return out;
}
template<class T>
void poke(std::string& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

// Where the head has its fields (sealed_run.cpp).
constexpr std::size_t at_partition = 12, at_installation = 16, at_id = 32, at_week = 56, at_count = 64;
constexpr std::size_t at_blocks = 72, at_filter_keys = 80;
constexpr std::size_t at_index_checksum = 200, at_filter_checksum = 208, at_checksum = 216;

// A file of the size that its head asks for, with checksums that fit.
std::string mended(std::string bytes) {
  bytes.resize(std::max(bytes.size(), block));
  std::memcpy(bytes.data(), "WEIRCLM1", 8);
  poke<std::uint32_t>(bytes, 8, 1);
  poke<std::int32_t>(bytes, at_partition, 0);
  poke<std::uint64_t>(bytes, at_installation, 1);
  poke<std::uint64_t>(bytes, at_installation + 8, 2);
  poke<std::uint64_t>(bytes, at_id, id);
  const auto blocks = peek<std::uint64_t>(bytes, at_blocks) % 5;
  const auto keys = peek<std::uint64_t>(bytes, at_filter_keys) % 2000;
  poke(bytes, at_blocks, blocks);
  poke(bytes, at_filter_keys, keys);
  const auto index_at = block * (1 + blocks);
  const auto filter_at = index_at + 8 * blocks;
  bytes.resize(filter_at + claim_filter::bytes_for(keys));
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const auto at = block * (1 + i);
    const auto sum = hash64(std::string_view(bytes).substr(at, block - 8)) ^ (id + (i + 1) * 0x9e3779b97f4a7c15ULL);
    poke(bytes, at + block - 8, sum);
  }
  poke(bytes, at_index_checksum, hash64(std::string_view(bytes).substr(index_at, 8 * blocks)));
  poke(bytes, at_filter_checksum, hash64(std::string_view(bytes).substr(filter_at)));
  poke(bytes, at_checksum, hash64(std::string_view(bytes).substr(0, at_checksum)));
  return bytes;
}

bool read_all(const std::string& bytes) {
  claim_file_contents files{{sealed_run::file_name(id), std::make_shared<std::string>(bytes)}};
  auto folder = make_memory_claim_folder(files);
  const auto run = sealed_run::open(*folder, {1, 2}, 0, id);
  if (!run) return false;
  sealed_run::cursor cursor(**run);
  for (auto claim = cursor.next(); claim && *claim; claim = cursor.next()) {
    const auto found = (*run)->find((*claim)->identity);
    WEIR_ASSERT(!found || !*found || (*found)->identity == (*claim)->identity, "only what was asked for is found");
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read_all(bytes);
  const auto whole = mended(bytes);
  const bool opened = read_all(whole);
  const bool plain = peek<std::int32_t>(whole, at_week) == 0 && peek<std::uint64_t>(whole, at_count) == 0;
  WEIR_ASSERT(opened || !plain, "a file with right checksums and sizes is opened");
  if (const auto manifest = decode_claim_manifest(bytes))
    WEIR_ASSERT(encode_claim_manifest(*manifest) == bytes, "a manifest has one form");
  return 0;
}
