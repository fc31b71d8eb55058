// The canonical encoding: what is hashed when two documents must be equal bit for bit (invoice inputs, audit entries,
// causes of derived ids). One value has one encoding, and no two values share one. It is written, hashed and kept,
// never parsed on a hot path. Golden vectors: tests/unit/domain/canonical.cpp.
//
//   null n · true t · false f · text s<bytes>:… · bytes b<bytes>:… · integer i<bytes>:-12 · decimal d<bytes>:12.5
//   instant z<bytes>:2026-11-20T10:00:00.000000000Z · list [ items ] · object { key value … }, keys as text, sorted
//   bytewise
//
// Lengths are decimal and count bytes; decimals are weir::decimal::text(). Not RFC 8785, which formats doubles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>

namespace weir::domain {

// Writes one value. Misuse (a member without a key, a key twice, an unclosed list) is a bug and asserts.
class canonical_writer {
 public:
  void null();
  void boolean(bool b);
  void text(std::string_view utf8);
  void bytes(std::string_view raw);
  void integer(std::int64_t n);
  void number(decimal d);
  void instant(timestamp t);

  void begin_list();
  void end_list();

  // Members may come in any order.
  void begin_object();
  void key(std::string_view name);
  void end_object();

  std::string take();

 private:
  struct frame {
    bool is_object = false;
    bool has_key = false;
    std::string key;
    std::string items;                                         // of a list
    std::vector<std::pair<std::string, std::string>> members;  // of an object
  };

  void put(std::string_view encoded);
  void put_sized(char kind, std::string_view payload);

  std::vector<frame> open_;
  std::string out_;
  bool done_ = false;
};

}  // namespace weir::domain
