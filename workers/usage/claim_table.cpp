#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include <sys/mman.h>
#include <workers/usage/claim_table.hpp>

#include <weir/base/assert.hpp>

namespace weir::usage {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr std::size_t slot_bytes = 20;
constexpr std::uint64_t first_home_slots = 32;
constexpr std::uint64_t tail_slots = 16;  // at least so many behind the last home
constexpr std::size_t line_bytes = 64;
constexpr std::uint64_t released_every = 1 << 16;  // slots
// Addresses, not memory: a table moves when it outgrows them, into memory that the kernel has to clear.
constexpr std::size_t reserved_times = 4;
constexpr std::size_t reserved_least = std::size_t{64} << 20;

// A look-up goes anywhere in the table, and with 4 kB pages nearly each one also misses the TLB: huge pages, of which
// a large table fills whole ones.
constexpr std::size_t huge_page = std::size_t{2} << 20;

bool is_large(std::size_t bytes) {
  return bytes >= huge_page;
}

std::size_t rounded(std::size_t bytes) {
  return is_large(bytes) ? (bytes + huge_page - 1) / huge_page * huge_page : bytes;
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

detail::slot_memory::slot_memory(std::size_t bytes) : bytes_(bytes) {
  if (!is_large(bytes)) {
    at_ = new std::uint8_t[bytes]();
    return;
  }
  reserved_ = std::max(rounded(bytes) * reserved_times, reserved_least);
  // One page more than is needed, so that an aligned part can be cut out.
  void* got =
      mmap(nullptr, reserved_ + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (got == MAP_FAILED) throw std::bad_alloc();
  auto* begin = static_cast<std::uint8_t*>(got);
  const auto skipped = huge_page - reinterpret_cast<std::uintptr_t>(begin) % huge_page;
  munmap(begin, skipped);
  at_ = begin + skipped;
  if (skipped < huge_page) munmap(at_ + reserved_, huge_page - skipped);
  madvise(at_, reserved_, MADV_HUGEPAGE);
}

bool detail::slot_memory::extend(std::size_t bytes) {
  if (bytes > reserved_) return false;
  bytes_ = bytes;
  return true;
}

detail::slot_memory::slot_memory(slot_memory&& other) noexcept {
  *this = std::move(other);
}

detail::slot_memory& detail::slot_memory::operator=(slot_memory&& other) noexcept {
  std::swap(at_, other.at_);
  std::swap(bytes_, other.bytes_);
  std::swap(reserved_, other.reserved_);
  std::swap(released_, other.released_);
  return *this;
}

detail::slot_memory::~slot_memory() {
  if (reserved_ == 0) {
    delete[] at_;
  } else {
    munmap(at_ + released_, reserved_ - released_);
  }
}

void detail::slot_memory::release_before(std::size_t end) {
  if (reserved_ == 0) return;
  const auto whole = end / huge_page * huge_page;
  if (whole <= released_) return;
  munmap(at_ + released_, whole - released_);
  released_ = whole;
}

// Keeps the order of identities: a scan of the slots is almost sorted, and a sorted run loads in memory order.
std::uint64_t claim_table::home_of(const hash128& identity) const {
  return static_cast<std::uint64_t>((static_cast<uint128>(identity.high) * home_slots_) >> 64);
}

// The identity's slot, or the slot where it belongs: empty, or held by a greater one. Entries stand in ascending order
// within each run of occupied slots, so a search that finds nothing ends as early as one that finds.
std::uint64_t claim_table::locate(const hash128& identity, bool& found) const {
  found = false;
  for (auto at = home_of(identity); at < slot_count_; ++at) {
    const auto there = load(slots_.get() + at * slot_bytes);
    if (empty(there)) return at;
    if (there.identity < identity) continue;
    found = there.identity == identity;
    return at;
  }
  return slot_count_;
}

// Makes room at `at` by moving the rest of its run up by one. False: the run reaches the end of the table.
bool claim_table::make_room(std::uint64_t at) {
  auto free = at;
  while (free < slot_count_ && !empty(load(slots_.get() + free * slot_bytes)))
    ++free;
  if (free >= slot_count_) return false;
  auto* from = slots_.get() + at * slot_bytes;
  std::memmove(from + slot_bytes, from, (free - at) * slot_bytes);
  return true;
}

std::optional<content_hash> claim_table::insert(const hash128& wanted, content_hash content) {
  const auto identity = storable(wanted);
  while (true) {
    if (size_ * 6 >= home_slots_ * 5) grow();  // load 0.83 at most
    bool found = false;
    const auto at = locate(identity, found);
    if (found) return load(slots_.get() + at * slot_bytes).content;
    if (at < slot_count_ && make_room(at)) {
      save(slots_.get() + at * slot_bytes, {identity, content});
      ++size_;
      return {};
    }
    grow();
  }
}

std::optional<content_hash> claim_table::find(const hash128& wanted) const {
  const auto identity = storable(wanted);
  bool found = false;
  const auto at = locate(identity, found);
  if (!found) return {};
  return load(slots_.get() + at * slot_bytes).content;
}

void claim_table::erase(const hash128& wanted) {
  const auto identity = storable(wanted);
  bool found = false;
  auto hole = locate(identity, found);
  WEIR_ASSERT(found, "only a remembered identity can be forgotten");
  // Backward shift: what stands behind the hole and is not at home moves down, so that no search ends too early.
  for (auto next = hole + 1; next < slot_count_; ++next) {
    const auto there = load(slots_.get() + next * slot_bytes);
    if (empty(there) || home_of(there.identity) == next) break;
    save(slots_.get() + hole * slot_bytes, there);
    hole = next;
  }
  save(slots_.get() + hole * slot_bytes, {});
  --size_;
}

void claim_table::prefetch(const hash128& identity) const {
  if (!slots_.get()) return;
  const auto* home = slots_.get() + home_of(identity) * slot_bytes;
  __builtin_prefetch(home);
  __builtin_prefetch(home + line_bytes);  // within the tail for the last home
}

void claim_table::grow() {
  auto home_slots = home_slots_ == 0 ? first_home_slots : home_slots_ + home_slots_ / 4;
  // Runs at the very end need room; a fuller table overflows further.
  const auto bytes = rounded((home_slots + tail_slots + home_slots / 64) * slot_bytes);
  const auto slot_count = bytes / slot_bytes;
  // Pages that are there anyway are used.
  home_slots = std::max(home_slots, (slot_count - tail_slots) / 65 * 64);
  const bool fits_behind = slot_count - slot_count_ >= home_slots - home_slots_;
  if (fits_behind && slots_.extend(bytes)) return spread(home_slots, slot_count);
  claim_table larger;
  larger.slots_ = detail::slot_memory(bytes);
  larger.home_slots_ = home_slots;
  larger.slot_count_ = slot_count;
  move_to(larger);
  *this = std::move(larger);
}

// Entries come in ascending order, and a home never stands before a smaller one's: each goes to its home, or right
// behind the one before.
void claim_table::move_to(claim_table& larger) {
  std::uint64_t next = 0;
  for (std::uint64_t i = 0; i < slot_count_; ++i) {
    const auto moved = load(slots_.get() + i * slot_bytes);
    if (empty(moved)) continue;
    const auto at = std::max(next, larger.home_of(moved.identity));
    WEIR_ASSERT(at < larger.slot_count_, "a larger table takes what the smaller one held");
    save(larger.slots_.get() + at * slot_bytes, moved);
    next = at + 1;
    ++larger.size_;
    if (i % released_every == 0) slots_.release_before(i * slot_bytes);
  }
}

// The same within one memory: all entries go to its end, and from there to their places, each of which stands before
// where it is read. A home moves by at most as much as there are more homes, and an entry behind its home by no more
// than before, so it is enough that the end moves by as much.
void claim_table::spread(std::uint64_t home_slots, std::uint64_t slot_count) {
  auto* slots = slots_.get();
  const auto shift = slot_count - slot_count_;
  std::memmove(slots + shift * slot_bytes, slots, slot_count_ * slot_bytes);
  home_slots_ = home_slots;
  slot_count_ = slot_count;
  auto clear = [&](std::uint64_t begin, std::uint64_t end) {
    std::memset(slots + begin * slot_bytes, 0, (end - begin) * slot_bytes);
  };
  std::uint64_t next = 0;
  for (auto i = shift; i < slot_count; ++i) {
    const auto moved = load(slots + i * slot_bytes);
    if (empty(moved)) continue;
    const auto at = std::max(next, home_of(moved.identity));
    WEIR_ASSERT(at <= i, "nothing is overwritten that has not been read");
    clear(next, at);
    save(slots + at * slot_bytes, moved);
    next = at + 1;
  }
  clear(next, slot_count);
}

void claim_table::clear() {
  *this = {};
}

void claim_table::for_each(const std::function<void(const hash128&, content_hash)>& visit) const {
  for (std::uint64_t i = 0; i < slot_count_; ++i) {
    if (auto there = load(slots_.get() + i * slot_bytes); !empty(there)) visit(there.identity, there.content);
  }
}

}  // namespace weir::usage
