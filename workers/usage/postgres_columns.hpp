// What the files of the usage writer share: results without rows, arrays for unnest, the key of a cell.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <workers/usage/cell_table.hpp>

#include <weir/postgres/copy_writer.hpp>

namespace weir::usage {

inline result<void> done(result<postgres::rows> r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

inline result<void> done(result<std::uint64_t> r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

// Columns of unnest: one array for each, a row at a time.
template<class T>
class column {
 public:
  void add(T value) { values_.push_back(std::move(value)); }
  operator postgres::param() const { return postgres::param::array(std::span<const T>(values_)); }

 private:
  std::vector<T> values_;
};

// The six columns of a cell's primary key.
inline void append_key(postgres::copy_writer& out, const cell_key& key) {
  out.int4(key.tenant_number);
  out.int4(key.meter_number);
  out.int4(key.generation);
  out.timestamptz(timestamp{static_cast<std::int64_t>(key.hour_minutes) * 60'000'000'000});
  out.text(key.subject);
  out.text(key.dimensions);
}

}  // namespace weir::usage
