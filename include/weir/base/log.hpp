// JSON lines on stderr, from any thread: {"timestamp","level","service","message", then the fields as given}.
// The usual field names are request_id, tenant_id, user_id, error, duration_ms.
//
// After start() lines go through a bounded queue to one writing thread; when it is full the oldest line is dropped and
// counted, so that a slow terminal never holds up a server. Before start() and after stop() lines are written at once.
//
// Secrets never get out: the values given to start() and hide() are replaced wherever they stand, and so is the value
// of a field that is called like a secret (password, secret, token, authorization, cookie, api_key).
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::log {

enum class level : std::uint8_t { debug, info, warning, error };
level level_from_name(std::string_view name);  // of LOG_LEVEL; anything else is info

// A field's value; texts are borrowed for the time of the call.
class value {
 public:
  using storage = std::variant<std::string_view, std::int64_t, std::uint64_t, bool, double, std::string>;

  value(std::string_view text) : value_(text) {}                                   // NOLINT: implicit by design
  value(const char* text) : value_(std::string_view(text)) {}                      // NOLINT
  value(const std::string& text) : value_(std::string_view(text)) {}               // NOLINT
  value(bool b) : value_(b) {}                                                     // NOLINT
  value(double d) : value_(d) {}                                                   // NOLINT
  value(std::signed_integral auto n) : value_(static_cast<std::int64_t>(n)) {}     // NOLINT
  value(std::unsigned_integral auto n) : value_(static_cast<std::uint64_t>(n)) {}  // NOLINT
  value(const weir::error& e);                                                     // NOLINT: "code: detail"

  const storage& get() const { return value_; }

 private:
  storage value_;
};

struct field {
  std::string_view key;
  log::value value;
};

using fields = std::initializer_list<field>;

void write(level l, std::string_view message, std::span<const field> with);
bool enabled(level l);

inline void debug(std::string_view message, fields with = {}) {
  if (enabled(level::debug)) write(level::debug, message, {with.begin(), with.size()});
}
inline void info(std::string_view message, fields with = {}) {
  write(level::info, message, {with.begin(), with.size()});
}
inline void warning(std::string_view message, fields with = {}) {
  write(level::warning, message, {with.begin(), with.size()});
}
inline void error(std::string_view message, fields with = {}) {
  write(level::error, message, {with.begin(), with.size()});
}

struct options {
  std::string service = "weir";
  level least = level::info;
  std::vector<std::string> secrets;
};

// Composition roots call start() once and stop() before they end: it writes what is queued.
void start(options o);
void stop();
void hide(std::string secret);  // texts shorter than 8 characters are left alone: they would match everywhere
std::uint64_t dropped();        // lines given up since start()

// Collects this process's lines instead of writing them, while it lives: for tests. Level: debug.
class capture {
 public:
  capture();
  ~capture();
  capture(const capture&) = delete;
  capture& operator=(const capture&) = delete;

  std::vector<std::string> lines() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace weir::log
