#include <algorithm>
#include <cstring>
#include <new>

#include <sys/mman.h>
#include <workers/usage/claim_table.hpp>

#include <weir/base/assert.hpp>

namespace weir::usage {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr std::size_t slot_bytes = 20;
constexpr std::uint64_t first_home_slots = 32;
constexpr std::uint64_t tail_slots = 16;  // at least so many behind the last home

// A look-up goes anywhere in the table, and with 4 kB pages nearly each one also misses the TLB: large shards ask for
// huge pages.
constexpr std::size_t huge_page = std::size_t{2} << 20;

bool is_large(std::size_t bytes) {
  return bytes >= 2 * huge_page;
}

std::uint8_t* allocate(std::size_t bytes) {
  if (!is_large(bytes)) return new std::uint8_t[bytes]();
  void* at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  madvise(at, bytes, MADV_HUGEPAGE);
  return static_cast<std::uint8_t*>(at);
}

struct slot {
  hash128 identity;
  content_hash content;
};

slot load(const std::uint8_t* at) {
  slot out;
  std::memcpy(&out.identity.high, at, 8);
  std::memcpy(&out.identity.low, at + 8, 8);
  std::memcpy(&out.content, at + 16, 4);
  return out;
}

void save(std::uint8_t* at, const slot& s) {
  std::memcpy(at, &s.identity.high, 8);
  std::memcpy(at + 8, &s.identity.low, 8);
  std::memcpy(at + 16, &s.content, 4);
}

bool empty(const slot& s) {
  return s.identity.high == 0 && s.identity.low == 0;
}

// All zeros marks an empty slot; the one identity in 2¹²⁸ that is all zeros shares its place with its neighbor.
hash128 storable(const hash128& identity) {
  return identity.high == 0 && identity.low == 0 ? hash128{0, 1} : identity;
}

}  // namespace

void detail::release_slots::operator()(std::uint8_t* slots) const {
  if (is_large(bytes)) {
    munmap(slots, bytes);
  } else {
    delete[] slots;
  }
}

claim_table::claim_table() : shards_(std::size_t{1} << shard_bits) {}

// Keeps the order of identities: a scan of the slots is almost sorted, and a sorted run loads in memory order.
std::uint64_t claim_table::home_of(const shard& s, const hash128& identity) {
  const auto within = identity.high << shard_bits;
  return static_cast<std::uint64_t>((static_cast<uint128>(within) * s.home_slots) >> 64);
}

// The identity's slot, or the slot where it belongs: empty, or held by a greater one. Entries stand in ascending order
// within each run of occupied slots, so a search that finds nothing ends as early as one that finds.
std::uint64_t claim_table::locate(const shard& s, const hash128& identity, bool& found) const {
  found = false;
  for (auto at = home_of(s, identity); at < s.slot_count; ++at) {
    const auto there = load(s.slots.get() + at * slot_bytes);
    if (empty(there)) return at;
    if (there.identity < identity) continue;
    found = there.identity == identity;
    return at;
  }
  return s.slot_count;
}

// Makes room at `at` by moving the rest of its run up by one. False: the run reaches the end of the shard.
bool claim_table::make_room(shard& s, std::uint64_t at) {
  auto free = at;
  while (free < s.slot_count && !empty(load(s.slots.get() + free * slot_bytes)))
    ++free;
  if (free >= s.slot_count) return false;
  auto* from = s.slots.get() + at * slot_bytes;
  std::memmove(from + slot_bytes, from, (free - at) * slot_bytes);
  return true;
}

std::optional<content_hash> claim_table::insert(const hash128& wanted, content_hash content) {
  const auto identity = storable(wanted);
  auto& s = shard_of(identity);
  while (true) {
    if (s.used * 6 >= s.home_slots * 5) grow(s);  // load 0.83 at most
    bool found = false;
    const auto at = locate(s, identity, found);
    if (found) return load(s.slots.get() + at * slot_bytes).content;
    if (at < s.slot_count && make_room(s, at)) {
      save(s.slots.get() + at * slot_bytes, {identity, content});
      ++s.used;
      ++size_;
      return {};
    }
    grow(s);
  }
}

std::optional<content_hash> claim_table::find(const hash128& wanted) const {
  const auto identity = storable(wanted);
  const auto& s = shard_of(identity);
  bool found = false;
  const auto at = locate(s, identity, found);
  if (!found) return {};
  return load(s.slots.get() + at * slot_bytes).content;
}

void claim_table::erase(const hash128& wanted) {
  const auto identity = storable(wanted);
  auto& s = shard_of(identity);
  bool found = false;
  auto hole = locate(s, identity, found);
  WEIR_ASSERT(found, "only a remembered identity can be forgotten");
  // Backward shift: what stands behind the hole and is not at home moves down, so that no search ends too early.
  for (auto next = hole + 1; next < s.slot_count; ++next) {
    const auto there = load(s.slots.get() + next * slot_bytes);
    if (empty(there) || home_of(s, there.identity) == next) break;
    save(s.slots.get() + hole * slot_bytes, there);
    hole = next;
  }
  save(s.slots.get() + hole * slot_bytes, {});
  --s.used;
  --size_;
}

void claim_table::prefetch(const hash128& identity) const {
  const auto& s = shard_of(identity);
  if (s.slots) __builtin_prefetch(s.slots.get() + home_of(s, identity) * slot_bytes);
}

void claim_table::grow(shard& s) {
  shard larger;
  larger.home_slots = s.home_slots == 0 ? first_home_slots : s.home_slots + s.home_slots / 3;
  // Runs at the very end need room; a fuller table overflows further.
  larger.slot_count = larger.home_slots + tail_slots + larger.home_slots / 64;
  const auto bytes = larger.slot_count * slot_bytes;
  larger.slots = {allocate(bytes), detail::release_slots{bytes}};
  // Entries come in ascending order, and a home never stands before a smaller one's: each goes to its home, or right
  // behind the one before.
  std::uint64_t next = 0;
  for (std::uint64_t i = 0; i < s.slot_count; ++i) {
    const auto moved = load(s.slots.get() + i * slot_bytes);
    if (empty(moved)) continue;
    const auto at = std::max(next, home_of(larger, moved.identity));
    WEIR_ASSERT(at < larger.slot_count, "a larger table takes what the smaller one held");
    save(larger.slots.get() + at * slot_bytes, moved);
    next = at + 1;
    ++larger.used;
  }
  s = std::move(larger);
}

std::size_t claim_table::memory_bytes() const {
  std::size_t bytes = shards_.size() * sizeof(shard);
  for (const auto& s : shards_)
    bytes += s.slot_count * slot_bytes;
  return bytes;
}

void claim_table::clear() {
  for (auto& s : shards_)
    s = {};
  size_ = 0;
}

void claim_table::for_each(const std::function<void(const hash128&, content_hash)>& visit) const {
  for (const auto& s : shards_) {
    for (std::uint64_t i = 0; i < s.slot_count; ++i) {
      if (auto there = load(s.slots.get() + i * slot_bytes); !empty(there)) visit(there.identity, there.content);
    }
  }
}

}  // namespace weir::usage
