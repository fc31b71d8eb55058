// The newest remembered event identities of one partition: an exact set in memory.
//
// 20 bytes an entry (128-bit identity hash, 32-bit content hash) in open-addressing tables indexed by the hash's high
// bits. The set is split into shards that grow by a third one after another, so that growing never doubles the memory:
// 24 to 33 bytes for each id, 28 on average. Nothing is ever evicted. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <weir/base/hash.hpp>

namespace weir::usage {

using content_hash = std::uint32_t;

namespace detail {
struct release_slots {
  std::size_t bytes = 0;
  void operator()(std::uint8_t* slots) const;
};
}  // namespace detail

class claim_table {
 public:
  claim_table();

  // The content remembered under this identity; when there is none, remembers `content` and returns nothing.
  std::optional<content_hash> insert(const hash128& identity, content_hash content);

  std::optional<content_hash> find(const hash128& identity) const;

  // Forgets one identity that is there (an event whose flush did not happen).
  void erase(const hash128& identity);

  // Hints that `identity` will be looked up soon.
  void prefetch(const hash128& identity) const;

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const;
  void clear();

  // In ascending order of identity.
  void for_each(const std::function<void(const hash128&, content_hash)>& visit) const;

 private:
  struct shard {
    std::unique_ptr<std::uint8_t, detail::release_slots> slots;
    std::uint64_t home_slots = 0;  // an entry's home is below this; the tail behind it takes what overflows
    std::uint64_t slot_count = 0;
    std::uint64_t used = 0;
  };

  static std::uint64_t home_of(const shard& s, const hash128& identity);
  std::uint64_t locate(const shard& s, const hash128& identity, bool& found) const;
  static bool make_room(shard& s, std::uint64_t at);
  static void grow(shard& s);
  shard& shard_of(const hash128& identity) { return shards_[identity.high >> shard_shift]; }
  const shard& shard_of(const hash128& identity) const { return shards_[identity.high >> shard_shift]; }

  static constexpr int shard_bits = 4;
  static constexpr int shard_shift = 64 - shard_bits;

  std::vector<shard> shards_;
  std::size_t size_ = 0;
};

}  // namespace weir::usage
