#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include <workers/usage/claim_run.hpp>

namespace weir::usage {
namespace {

// PostgreSQL keeps a value below 1 GB; a run of this many entries is 48 MB.
constexpr std::size_t entries_most = 2'000'000;

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

struct keyed {
  std::uint64_t high;
  std::uint32_t index;
};

// A counting sort by the top bits, then a sort of each small bucket: identities are uniform hashes.
std::vector<keyed> sorted_order(std::span<const claim_entry> entries) {
  const int bits = std::clamp(static_cast<int>(std::bit_width(entries.size())) - 3, 1, 20);
  std::vector<std::uint32_t> starts((std::size_t{1} << bits) + 1);
  for (const auto& e : entries)
    ++starts[(e.identity.high >> (64 - bits)) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i)
    starts[i] += starts[i - 1];
  std::vector<keyed> order(entries.size());
  auto next = starts;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    order[next[entries[i].identity.high >> (64 - bits)]++] = {entries[i].identity.high, i};
  }
  for (std::size_t b = 0; b + 1 < starts.size(); ++b) {
    std::sort(order.begin() + starts[b], order.begin() + starts[b + 1], [&](const keyed& x, const keyed& y) {
      return x.high != y.high ? x.high < y.high : entries[x.index].identity < entries[y.index].identity;
    });
  }
  return order;
}

encoded_run encode(std::span<const claim_entry> entries) {
  encoded_run run;
  run.first_offset = entries.front().offset;  // entries come in log order
  run.last_offset = entries.back().offset;
  run.entries.resize(entries.size() * claim_entry_bytes);
  auto* at = run.entries.data();
  claim_sum sum;
  for (const auto& [high, index] : sorted_order(entries)) {
    const auto& e = entries[index];
    sum.add(e);
    put(at, e.identity.high);
    put(at, e.identity.low);
    put(at, e.content);
    put(at, static_cast<std::uint32_t>(e.offset - run.first_offset));
  }
  run.digest = sum.digest;
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

std::vector<encoded_run> encode_claim_runs(const std::vector<claim_entry>& entries) {
  std::vector<encoded_run> runs;
  for (std::size_t begin = 0; begin < entries.size();) {
    auto end = begin;
    while (end < entries.size() && end - begin < entries_most &&
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
