// The newest remembered event identities of one partition: an exact set in memory.
//
// 20 bytes an entry (128-bit identity hash, 32-bit content hash) in an open-addressing table indexed by the hash's high
// bits. It grows by a quarter, and gives the old memory back while the entries move, so that growing never doubles it:
// 24 to 30 bytes for each id. Nothing is ever evicted. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include <weir/base/hash.hpp>

namespace weir::usage {

using content_hash = std::uint32_t;

namespace detail {
// Zeroed memory for slots; large ones stand in huge pages.
class slot_memory {
 public:
  slot_memory() = default;
  explicit slot_memory(std::size_t bytes);
  slot_memory(slot_memory&& other) noexcept;
  slot_memory& operator=(slot_memory&& other) noexcept;
  ~slot_memory();

  std::uint8_t* get() const { return at_; }
  std::size_t bytes() const { return bytes_; }

  // What stands before `end` is not needed any more.
  void release_before(std::size_t end);

 private:
  std::uint8_t* at_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t released_ = 0;
};
}  // namespace detail

class claim_table {
 public:
  // The content remembered under this identity; when there is none, remembers `content` and returns nothing.
  std::optional<content_hash> insert(const hash128& identity, content_hash content);

  std::optional<content_hash> find(const hash128& identity) const;

  // Forgets one identity that is there (an event whose flush did not happen).
  void erase(const hash128& identity);

  // Hints that `identity` will be looked up soon.
  void prefetch(const hash128& identity) const;

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const { return slots_.bytes(); }
  void clear();

  // In ascending order of identity.
  void for_each(const std::function<void(const hash128&, content_hash)>& visit) const;

 private:
  std::uint64_t home_of(const hash128& identity) const;
  std::uint64_t locate(const hash128& identity, bool& found) const;
  bool make_room(std::uint64_t at);
  void grow();

  detail::slot_memory slots_;
  std::uint64_t home_slots_ = 0;  // an entry's home is below this; the tail behind it takes what overflows
  std::uint64_t slot_count_ = 0;
  std::size_t size_ = 0;
};

}  // namespace weir::usage
