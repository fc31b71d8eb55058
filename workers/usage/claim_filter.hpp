// Which of many identities may be in a sealed run: a Bloom filter whose six bits for a key stand in one cache line
// (Putze, Sanders, Singler: "Cache-, Hash- and Space-Efficient Bloom Filters", 2007). 18 bits a key; about one absent
// key in 900 passes. Never forgets a key. The cache line is chosen by an identity's top bits, so that sorted keys fill
// it from front to back.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <weir/base/hash.hpp>

namespace weir::usage {

class claim_filter {
 public:
  // Room for so many keys; more make it pass more.
  explicit claim_filter(std::uint64_t keys);

  void add(const hash128& identity);
  bool may_have(const hash128& identity) const;
  void prefetch(const hash128& identity) const;

  // As stored: whole cache lines.
  std::span<std::uint8_t> bytes();
  std::span<const std::uint8_t> bytes() const;
  static std::uint64_t bytes_for(std::uint64_t keys);

 private:
  struct alignas(64) line {
    std::uint64_t words[8] = {};
  };
  std::uint64_t line_of(const hash128& identity) const;

  std::vector<line> lines_;
};

}  // namespace weir::usage
