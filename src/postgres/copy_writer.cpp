#include <array>
#include <bit>
#include <utility>

#include <weir/base/assert.hpp>
#include <weir/base/failpoint.hpp>
#include <weir/postgres/copy_writer.hpp>

namespace weir::postgres {
namespace {

template<class T>
void append_big_endian(std::string& out, T value) {
  using U = std::make_unsigned_t<T>;
  auto u = static_cast<U>(value);
  if constexpr (sizeof(T) == 2) u = __builtin_bswap16(u);
  if constexpr (sizeof(T) == 4) u = __builtin_bswap32(u);
  if constexpr (sizeof(T) == 8) u = __builtin_bswap64(u);
  out.append(reinterpret_cast<const char*>(&u), sizeof u);
}
static_assert(std::endian::native == std::endian::little);

template<class T>
void append_sized(std::string& out, T value) {
  append_big_endian(out, static_cast<std::int32_t>(sizeof value));
  append_big_endian(out, value);
}

void append_bytes(std::string& out, std::string_view v) {
  WEIR_ASSERT(v.size() < (std::size_t{1} << 30), "a value of 1 GB or more does not fit a row");
  append_big_endian(out, static_cast<std::int32_t>(v.size()));
  out.append(v);
}

constexpr std::int64_t epoch_2000_us = 946'684'800'000'000;
constexpr std::int32_t epoch_2000_days = 10'957;

}  // namespace

// ndigits, weight, sign, dscale, then base-10000 digits: src/backend/utils/adt/numeric.c, numeric_send().
void append_numeric(std::string& out, decimal value) {
  const int128 units = value.units();
  const bool negative = units < 0;
  // |most negative int128| does not fit int128, so magnitudes are unsigned.
  __extension__ typedef unsigned __int128 uint128;
  const uint128 magnitude = negative ? -static_cast<uint128>(units) : static_cast<uint128>(units);
  auto whole = magnitude / static_cast<uint128>(decimal::one);
  // Nine digits after the point are three groups of four when three zeros are added.
  auto fraction = static_cast<std::uint64_t>(magnitude % static_cast<uint128>(decimal::one)) * 1000;

  std::array<std::int16_t, 12> digits{};  // 30 digits before the point: 8 groups; after it: 3
  int first = 9;                          // digits[8] is the group of ones, 9 … 11 the fraction
  for (int i = 11; i >= 9; --i) {
    digits[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(fraction % 10'000);
    fraction /= 10'000;
  }
  while (whole != 0) {
    WEIR_ASSERT(first > 0, "the decimal leaves numeric(38,9)");
    digits[static_cast<std::size_t>(--first)] = static_cast<std::int16_t>(whole % 10'000);
    whole /= 10'000;
  }
  while (first < 12 && digits[static_cast<std::size_t>(first)] == 0)
    ++first;
  int last = 12;
  while (last > first && digits[static_cast<std::size_t>(last - 1)] == 0)
    --last;

  const int count = last - first;
  append_big_endian(out, static_cast<std::int32_t>(8 + 2 * count));
  append_big_endian(out, static_cast<std::int16_t>(count));
  append_big_endian(out, static_cast<std::int16_t>(count == 0 ? 0 : 8 - first));
  append_big_endian(out, static_cast<std::int16_t>(negative ? 0x4000 : 0));
  append_big_endian(out, static_cast<std::int16_t>(decimal::scale));
  for (int i = first; i < last; ++i)
    append_big_endian(out, digits[static_cast<std::size_t>(i)]);
}

copy_writer::copy_writer(connection& to, const char* sql) : to_(to) {
  if (auto begun = to_.copy_begin(sql); !begun) {
    failure_ = begun.error();
    return;
  }
  open_ = true;
  buffer_.reserve(buffer_size + 4096);
  buffer_.append("PGCOPY\n\377\r\n\0", 11);
  append_big_endian<std::int32_t>(buffer_, 0);  // flags
  append_big_endian<std::int32_t>(buffer_, 0);  // header extension
}

copy_writer::~copy_writer() {
  if (open_) to_.copy_abort();
}

void copy_writer::row(std::int16_t columns) {
  WEIR_ASSERT(due_ == 0, "the row before has fewer values than it announced");
  WEIR_ASSERT(columns > 0, "a row has values");
  append_big_endian(buffer_, columns);
  due_ = columns;
  ++rows_;
}

void copy_writer::value_done() {
  WEIR_ASSERT(due_ > 0, "the row has more values than it announced");
  --due_;
  if (buffer_.size() >= buffer_size) send();
}

void copy_writer::send() {
  if (!failure_) {
    if (auto sent = to_.copy_data(buffer_); !sent) {
      failure_ = sent.error();
      open_ = false;  // copy_data fails only with its connection
    } else if (!std::exchange(sent_, true)) {
      WEIR_FAILPOINT("copy.first_buffer");
    }
  }
  buffer_.clear();
}

void copy_writer::int2(std::int16_t v) {
  append_sized(buffer_, v), value_done();
}
void copy_writer::int4(std::int32_t v) {
  append_sized(buffer_, v), value_done();
}
void copy_writer::int8(std::int64_t v) {
  append_sized(buffer_, v), value_done();
}
void copy_writer::text(std::string_view v) {
  append_bytes(buffer_, v), value_done();
}
void copy_writer::bytea(std::string_view v) {
  append_bytes(buffer_, v), value_done();
}
void copy_writer::numeric(decimal v) {
  append_numeric(buffer_, v), value_done();
}
void copy_writer::null() {
  append_big_endian<std::int32_t>(buffer_, -1), value_done();
}

void copy_writer::boolean(bool v) {
  append_bytes(buffer_, v ? std::string_view("\1", 1) : std::string_view("\0", 1));
  value_done();
}

void copy_writer::timestamptz(timestamp v) {
  auto us = v.ns / 1000;
  if (us * 1000 > v.ns) --us;
  append_sized(buffer_, us - epoch_2000_us);
  value_done();
}

void copy_writer::date(std::int32_t days_since_1970) {
  append_sized(buffer_, days_since_1970 - epoch_2000_days);
  value_done();
}

void copy_writer::uuid(hash128 v) {
  append_big_endian<std::int32_t>(buffer_, 16);
  append_big_endian(buffer_, v.high);
  append_big_endian(buffer_, v.low);
  value_done();
}

result<std::uint64_t> copy_writer::finish() {
  WEIR_ASSERT(due_ == 0, "the last row has fewer values than it announced");
  append_big_endian<std::int16_t>(buffer_, -1);
  send();
  if (failure_) {
    if (open_) to_.copy_abort();
    open_ = false;
    return std::unexpected(*failure_);
  }
  open_ = false;
  return to_.copy_end();
}

}  // namespace weir::postgres
