// What a query returned. Fields point into the driver's own result, which lives as long as any copy of the rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>

namespace weir::postgres {

// One value in PostgreSQL's text form (or in binary form, from query_binary: then only text() and is_null() make
// sense). The typed accessors assert: a column that is not what its SQL says is a bug of that SQL.
class field {
 public:
  field() = default;
  field(const char* data, std::int32_t size) : data_(data), size_(size) {}

  bool is_null() const { return size_ < 0; }
  std::string_view text() const {
    WEIR_ASSERT(size_ >= 0, "a NULL was read as a value");
    return {data_, static_cast<std::size_t>(size_)};
  }
  std::string string() const { return std::string(text()); }
  std::int64_t int8() const;
  std::int32_t int4() const;
  bool boolean() const { return text() == "t"; }
  weir::timestamp timestamp() const;  // ±infinity are the ends of the representable range
  weir::decimal decimal() const;      // numeric(38,9)
  std::string bytes() const;          // bytea
  std::vector<std::string> text_array() const;

  std::optional<std::string> optional_string() const;
  std::optional<std::int64_t> optional_int8() const;
  std::optional<std::int32_t> optional_int4() const;
  std::optional<weir::timestamp> optional_timestamp() const;

 private:
  const char* data_ = nullptr;
  std::int32_t size_ = -1;
};

class rows {
 public:
  // `keep` owns what the fields point to.
  rows(std::shared_ptr<const void> keep, std::size_t columns, std::vector<field> fields, std::uint64_t affected)
      : keep_(std::move(keep)), columns_(columns), fields_(std::move(fields)), affected_(affected) {}
  rows() = default;

  std::size_t size() const { return columns_ == 0 ? 0 : fields_.size() / columns_; }
  bool empty() const { return size() == 0; }
  std::size_t columns() const { return columns_; }
  const field& at(std::size_t row, std::size_t column) const {
    WEIR_ASSERT(column < columns_ && row < size(), "a row or column that the query did not return");
    return fields_[row * columns_ + column];
  }
  std::uint64_t affected() const { return affected_; }  // rows that INSERT, UPDATE, DELETE or SELECT touched

 private:
  std::shared_ptr<const void> keep_;
  std::size_t columns_ = 0;
  std::vector<field> fields_;
  std::uint64_t affected_ = 0;
};

}  // namespace weir::postgres
