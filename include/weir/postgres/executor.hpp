// How SQL is run, whichever driver is beneath: repositories take an executor, so that the same statement serves inside
// a flush (libpq) and inside a request (libpqxx).
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/errors.hpp>
#include <weir/postgres/rows.hpp>

namespace weir::postgres {

// A parameter ($1, $2, …). Text may not contain NUL: PostgreSQL has no such text, the query then fails with
// database_data_invalid. Instants are cut down to microseconds, never rounded up.
class param {
 public:
  enum class form : std::uint8_t { null, text, bytes };

  param(std::nullopt_t) {}
  param(std::string v) : form_(form::text), value_(std::move(v)) {}
  param(std::string_view v) : form_(form::text), value_(v) {}
  param(const char* v) : form_(form::text), value_(v) {}
  param(bool v) : form_(form::text), value_(v ? "t" : "f") {}
  template<std::integral T>
    requires(!std::same_as<T, bool>)
  param(T v) : form_(form::text), value_(std::to_string(v)) {}
  param(timestamp v);
  param(decimal v) : form_(form::text), value_(v.text()) {}
  template<class T>
  param(const std::optional<T>& v) : param(v ? param(*v) : param(std::nullopt)) {}

  static param bytes(std::string_view v);
  static param bytes(std::span<const std::uint8_t> v);
  static param array(std::span<const std::int64_t> v);  // bigint[]: cast where another type is wanted
  static param array(std::span<const std::int32_t> v);
  static param array(std::span<const std::string> v);

  form kind() const { return form_; }
  const std::string& value() const { return value_; }

 private:
  form form_ = form::null;
  std::string value_;
};

// A named SQL constant. Every one of the program is in one list, so that a test prepares them all on a migrated
// database. Define them at namespace scope in the .cpp that runs them.
class statement {
 public:
  statement(const char* name, const char* text);
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;

  const char* name() const { return name_; }
  const char* text() const { return text_; }
  operator const char*() const { return text_; }

  static const statement* first();
  const statement* next() const { return next_; }

 private:
  const char* name_;
  const char* text_;
  const statement* next_;
};

class executor {
 public:
  virtual ~executor() = default;

  // One statement, results in text form. Errors: translate().
  virtual result<rows> query(const char* sql, std::span<const param> params = {}) = 0;

  // About the last query that failed; what repositories need to tell one constraint from another.
  virtual const server_error& last_error() const = 0;

  template<class... Args>
  result<rows> run(const statement& s, const Args&... args) {
    if constexpr (sizeof...(args) == 0) {
      return query(s.text());
    } else {
      const std::array<param, sizeof...(args)> params{param(args)...};
      return query(s.text(), params);
    }
  }
};

}  // namespace weir::postgres
