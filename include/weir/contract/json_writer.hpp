// Writes JSON without a library in the header: what handlers and encoders share. Members come in the order of the
// calls. Misuse (a value without a key, an unclosed object) is a bug and asserts. Texts that are not UTF-8 are mended,
// so the result always is JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>

namespace weir::contract {

class json_writer {
 public:
  explicit json_writer(std::size_t expected_bytes = 256) { out_.reserve(expected_bytes); }

  json_writer& begin_object();
  json_writer& end_object();
  json_writer& begin_array();
  json_writer& end_array();
  json_writer& key(std::string_view name);

  json_writer& text(std::string_view utf8);
  json_writer& integer(std::int64_t n);
  json_writer& boolean(bool b);
  json_writer& null();
  json_writer& instant(timestamp t);        // RFC 3339, UTC
  json_writer& decimal_text(decimal d);     // "12.5": what the API answers
  json_writer& decimal_number(decimal d);   // 12.5: what OpenMeter's clients expect, beside an exact text
  json_writer& raw(std::string_view json);  // one JSON value, as it is

  // A member in one call.
  json_writer& member(std::string_view name, std::string_view utf8) { return key(name).text(utf8); }
  json_writer& member(std::string_view name, const char* utf8) { return key(name).text(utf8); }
  json_writer& member(std::string_view name, bool b) { return key(name).boolean(b); }
  json_writer& member(std::string_view name, std::int64_t n) { return key(name).integer(n); }
  json_writer& member(std::string_view name, std::int32_t n) { return key(name).integer(n); }
  json_writer& member(std::string_view name, timestamp t) { return key(name).instant(t); }
  json_writer& member(std::string_view name, decimal d) { return key(name).decimal_text(d); }
  // null when there is none.
  template<class T>
  json_writer& member(std::string_view name, const std::optional<T>& value) {
    return value ? member(name, *value) : key(name).null();
  }

  std::size_t size() const { return out_.size(); }
  std::string take();

 private:
  static constexpr int most_depth = 63;

  void before_value();
  void open(char bracket, bool is_object);
  void close(char bracket, bool is_object);

  std::string out_;
  std::uint64_t objects_ = 0;   // bit d: level d is an object
  std::uint64_t nonempty_ = 0;  // bit d: level d has an item
  int depth_ = 0;
  bool after_key_ = false;
};

}  // namespace weir::contract
