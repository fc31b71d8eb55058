// The hourly cells that one batch touches in one partition, while the batch is open.
//
// A cell is found by the bytes of its key (tenant, meter, hour, subject, group values); the table is dropped as a whole
// when its batch is sealed. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/hash.hpp>
#include <weir/base/time.hpp>
#include <weir/domain/meter.hpp>
#include <weir/stream/log.hpp>

namespace weir::usage {

struct cell_key {
  std::int32_t tenant_number = 0;
  std::int32_t meter_number = 0;
  std::int32_t generation = 0;
  std::int32_t hour_minutes = 0;  // start of the hour, minutes since 1970
  std::string_view subject;
  std::string_view dimensions;  // canonical JSON object
};

struct cell {
  cell_key key;  // views into the table's memory
  domain::aggregation aggregation{};
  std::int64_t events = 0;
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::uint64_t id_sum = 0;  // modulo 2⁶²
  decimal sum;               // SUM, AVG
  decimal least;             // MIN
  decimal most;              // MAX
  decimal latest;            // LATEST: of the greatest (time, identity)
  std::int64_t latest_ns = 0;
  std::int64_t latest_hash = 0;
};

// One event's part in a cell.
struct contribution {
  decimal value;  // without meaning for COUNT and UNIQUE_COUNT
  std::int64_t time_ns = 0;
  std::uint64_t identity_bits = 0;  // low bits of the identity hash
  stream::offset offset = 0;
};

inline constexpr std::uint64_t id_sum_mask = (std::uint64_t{1} << 62) - 1;

class cell_table {
 public:
  cell_table();

  static std::uint64_t hash_of(const cell_key& key);

  // Index of the cell, made when it is new. Stays valid until take(). `hash` is the key's.
  std::uint32_t find_or_make(const cell_key& key, std::uint64_t hash, domain::aggregation aggregation);

  // Hints that a cell will be looked up soon, each of use when what the one before asked for has come: its slot,
  // itself, its texts.
  void prefetch_slot(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  void prefetch_cell(std::uint64_t hash) const;
  void prefetch_texts(std::uint64_t hash) const;

  // False when the sum leaves numeric(38,9): the cell is then as before.
  [[nodiscard]] bool add(std::uint32_t index, const contribution& c);

  const cell& at(std::uint32_t index) const { return cells_[index]; }
  std::size_t size() const { return cells_.size(); }

  // The cells with the memory that their keys live in; the table is empty afterwards.
  struct contents {
    std::vector<cell> cells;
    std::vector<std::uint64_t> hashes;  // of the keys, in the order of cells
    std::vector<std::unique_ptr<char[]>> memory;
  };
  contents take();

 private:
  const cell* find(std::uint64_t hash) const;
  std::string_view keep(std::string_view text);
  void grow();

  std::vector<cell> cells_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint64_t> slots_;  // upper half of the hash, index + 1; 0: empty
  std::vector<std::unique_ptr<char[]>> memory_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t last_count_ = 0;  // of the batch before: the next one is likely of the same size
};

}  // namespace weir::usage
