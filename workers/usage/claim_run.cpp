#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <iterator>
#include <limits>
#include <numeric>

#include <workers/usage/claim_run.hpp>

namespace weir::usage {
namespace {

// A run is copied six times on its way into PostgreSQL's pages. With 800 KB the copies stay in the processor's cache,
// and no copy is made in memory that the kernel has to clear first.
constexpr std::size_t entries_most = claim_list::block_entries;

template<class T>
void put(char*& at, T value) {
  value = std::byteswap(value);
  std::memcpy(at, &value, sizeof value);
  at += sizeof value;
}

template<class T>
T get(const char*& at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  at += sizeof value;
  return std::byteswap(value);
}

using packed_entry = std::array<char, claim_entry_bytes>;

void pack(char* at, const claim_entry& e, stream::offset first_offset) {
  put(at, e.identity.high);
  put(at, e.identity.low);
  put(at, e.content);
  put(at, static_cast<std::uint32_t>(e.offset - first_offset));
}

// Numbers are big-endian: the order of the bytes is that of identities.
bool before(const packed_entry& x, const packed_entry& y) {
  return std::memcmp(x.data(), y.data(), sizeof(hash128)) < 0;
}

// Identities are uniform hashes: their top bits tell almost where an entry stands, and neighbors settle the rest.
void pack_sorted(std::span<const claim_entry> entries, stream::offset first_offset, char* out) {
  const int bits = std::clamp(static_cast<int>(std::bit_width(entries.size())) - 2, 1, 20);
  const auto bucket = [&](const claim_entry& e) { return e.identity.high >> (64 - bits); };
  std::vector<std::uint32_t> ends(std::size_t{1} << bits);  // first where a bucket begins, then where it ends
  for (const auto& e : entries)
    ++ends[bucket(e)];
  std::exclusive_scan(ends.begin(), ends.end(), ends.begin(), std::uint32_t{0});
  for (const auto& e : entries)
    pack(out + ends[bucket(e)]++ * claim_entry_bytes, e, first_offset);
  static_assert(sizeof(packed_entry) == claim_entry_bytes && alignof(packed_entry) == 1);
  auto* const packed = reinterpret_cast<packed_entry*>(out);
  std::uint32_t begin = 0;
  for (const auto end : ends) {
    if (end - begin > 1) std::sort(packed + begin, packed + end, before);
    begin = end;
  }
}

encoded_run encode(std::span<const claim_entry> entries) {
  encoded_run run;
  run.first_offset = entries.front().offset;  // entries come in log order
  run.last_offset = entries.back().offset;
  claim_sum sum;
  for (const auto& e : entries)
    sum.add(e);
  run.digest = sum.digest;
  const auto bytes = entries.size() * claim_entry_bytes;
  // The second argument of libstdc++ 12 is the capacity, which is larger than what was asked for.
  run.entries.resize_and_overwrite(bytes, [&](char* out, std::size_t) {
    pack_sorted(entries, run.first_offset, out);
    return bytes;
  });
  return run;
}

}  // namespace

// The identity is a keyed hash already; the multiplication keeps (identity, content) pairs from trading parts. Offsets
// are left out: they move when a partition goes back, and the claims stay.
void claim_sum::add(const claim_entry& entry) {
  auto mixed = (entry.identity.high ^ std::rotl(entry.identity.low, 32) ^ entry.content) * 0x9e3779b97f4a7c15ULL;
  mixed ^= mixed >> 32;
  mixed = (mixed ^ entry.identity.low) * 0xd6e8feb86659fd93ULL;
  digest = (digest + (mixed ^ (mixed >> 32))) & claim_digest_mask;
  ++count;
}

void claim_sum::add(const claim_sum& other) {
  count += other.count;
  digest = (digest + other.digest) & claim_digest_mask;
}

std::vector<encoded_run> encode_claim_runs(const claim_list& claims) {
  const auto& blocks = claims.blocks();
  // A block is a run; but the last one, which may be short, shares with the one before it.
  const auto whole = std::max<std::size_t>(blocks.size(), 2) - 2;
  std::vector<encoded_run> runs;
  for (std::size_t i = 0; i < whole; ++i)
    runs.push_back(encode(blocks[i]));
  std::vector<claim_entry> rest;
  for (auto i = whole; i < blocks.size(); ++i)
    rest.insert(rest.end(), blocks[i].begin(), blocks[i].end());
  std::ranges::move(encode_claim_runs(rest), std::back_inserter(runs));
  return runs;
}

std::vector<encoded_run> encode_claim_runs(const std::vector<claim_entry>& entries) {
  std::vector<encoded_run> runs;
  for (std::size_t begin = 0; begin < entries.size();) {
    // Of about the same size: a short rest would be merged with what comes next.
    const auto left = entries.size() - begin;
    const auto pieces = (left + entries_most - 1) / entries_most;
    const auto most = (left + pieces - 1) / pieces;
    auto end = begin;
    while (end < entries.size() && end - begin < most &&
           entries[end].offset - entries[begin].offset <= std::numeric_limits<std::uint32_t>::max()) {
      ++end;
    }
    // Runs of one day are told apart by their first offset: one record's entries stay together.
    if (end < entries.size()) {
      auto cut = end;
      while (cut > begin && entries[cut - 1].offset == entries[end].offset)
        --cut;
      if (cut > begin) end = cut;
    }
    runs.push_back(encode(std::span(entries).subspan(begin, end - begin)));
    begin = end;
  }
  return runs;
}

bool decode_claim_run(std::string_view bytes, stream::offset first_offset,
                      const std::function<void(const claim_entry&)>& take) {
  if (bytes.size() % claim_entry_bytes != 0) return false;
  const auto* at = bytes.data();
  const auto* end = at + bytes.size();
  while (at != end) {
    claim_entry e;
    e.identity.high = get<std::uint64_t>(at);
    e.identity.low = get<std::uint64_t>(at);
    e.content = get<std::uint32_t>(at);
    e.offset = first_offset + get<std::uint32_t>(at);
    take(e);
  }
  return true;
}

}  // namespace weir::usage
