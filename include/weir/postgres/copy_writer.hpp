// Rows for COPY … FROM STDIN (FORMAT binary), as PostgreSQL 15 documents it (sql-copy, "Binary Format").
//
// Values are appended column by column in the order of the COPY's column list; their types must be the columns' own:
// the server checks lengths only. The first failure is kept and returned by finish(); appending after it does nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/decimal.hpp>
#include <weir/base/hash.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/connection.hpp>

namespace weir::postgres {

// Appends the binary form of numeric(38,9), length word included.
void append_numeric(std::string& out, decimal value);

class copy_writer {
 public:
  static constexpr std::size_t buffer_size = 128 * 1024;

  // Starts the COPY. `sql` is the whole statement; the connection is not usable for anything else until finish().
  copy_writer(connection& to, const char* sql);
  ~copy_writer();  // unfinished: the COPY is aborted, and with it its transaction
  copy_writer(const copy_writer&) = delete;
  copy_writer& operator=(const copy_writer&) = delete;

  void row(std::int16_t columns);  // begins a row; exactly so many values must follow

  void int2(std::int16_t v);
  void int4(std::int32_t v);
  void int8(std::int64_t v);
  void boolean(bool v);
  void text(std::string_view v);  // valid UTF-8 without NUL, or the server refuses
  void bytea(std::string_view v);
  void timestamptz(timestamp v);  // cut down to microseconds
  void date(std::int32_t days_since_1970);
  void numeric(decimal v);
  void uuid(hash128 v);  // high, low, big endian
  void null();

  template<class T, class Append>
  void optional(const std::optional<T>& v, Append append) {
    v ? (this->*append)(*v) : null();
  }

  std::uint64_t rows() const { return rows_; }

  // Ends the COPY and returns what went wrong, if anything did. Errors as connection::query.
  result<std::uint64_t> finish();

 private:
  void value_done();
  void send();

  connection& to_;
  std::string buffer_;
  std::uint64_t rows_ = 0;
  int due_ = 0;  // values that the current row still needs
  bool open_ = false;
  bool sent_ = false;  // a buffer has gone
  std::optional<error> failure_;
};

}  // namespace weir::postgres
