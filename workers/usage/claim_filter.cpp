#include <algorithm>

#include <workers/usage/claim_filter.hpp>

namespace weir::usage {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr std::uint64_t bits_of_key = 18;
constexpr std::uint64_t bits_of_line = 512;
constexpr int probes = 6;
constexpr int bits_of_probe = 9;  // 2⁹ bits in a line; six times nine of the 64 low bits

}  // namespace

std::uint64_t claim_filter::bytes_for(std::uint64_t keys) {
  return std::max<std::uint64_t>(1, (keys * bits_of_key + bits_of_line - 1) / bits_of_line) * sizeof(line);
}

claim_filter::claim_filter(std::uint64_t keys) : lines_(bytes_for(keys) / sizeof(line)) {}

std::uint64_t claim_filter::line_of(const hash128& identity) const {
  return static_cast<std::uint64_t>((static_cast<uint128>(identity.high) * lines_.size()) >> 64);
}

void claim_filter::add(const hash128& identity) {
  auto& words = lines_[line_of(identity)].words;
  auto bits = identity.low;
  for (int i = 0; i < probes; ++i, bits >>= bits_of_probe)
    words[(bits >> 6) & 7] |= std::uint64_t{1} << (bits & 63);
}

bool claim_filter::may_have(const hash128& identity) const {
  const auto& words = lines_[line_of(identity)].words;
  auto bits = identity.low;
  for (int i = 0; i < probes; ++i, bits >>= bits_of_probe) {
    if ((words[(bits >> 6) & 7] >> (bits & 63) & 1) == 0) return false;
  }
  return true;
}

void claim_filter::prefetch(const hash128& identity) const {
  __builtin_prefetch(&lines_[line_of(identity)]);
}

std::span<std::uint8_t> claim_filter::bytes() {
  return {reinterpret_cast<std::uint8_t*>(lines_.data()), lines_.size() * sizeof(line)};
}

std::span<const std::uint8_t> claim_filter::bytes() const {
  return {reinterpret_cast<const std::uint8_t*>(lines_.data()), lines_.size() * sizeof(line)};
}

}  // namespace weir::usage
