// Visits every value of a JSON text once, in order, on simdjson's structural index: the grammar of RFC 8259 is checked
// in full, numbers stay text, and what is handed out are slices of the text itself. No allocation in the usual case.
//
// simdjson's On-Demand would leave unvisited values, duplicate keys and trailing text unchecked and cost more than this
// walk; so the walk is ours.
//
// Two kinds of error: a text that is no JSON ends the walk (walk() and friends return false, failure() says why); what
// is JSON but not accepted (keys twice, depth, U+0000, numbers beyond any range) is remembered once and the walk goes
// on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <src/contract/json_index.hpp>

#include <weir/base/error.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {

struct json_slice {
  json_kind kind = json_kind::null;
  bool escaped = false;  // a string with at least one backslash
  std::string_view raw;  // as in the text; strings with their quotes

  std::string_view content() const { return raw.substr(1, raw.size() - 2); }  // of a string, still escaped
};

class json_walker {
 public:
  static constexpr std::size_t most_depth = 32;  // of one event, or of one request

  json_walker() = default;
  json_walker(const json_walker&) = delete;
  json_walker& operator=(const json_walker&) = delete;

  // Starts on a text that must outlive the walk. Pointers of errors begin with `pointer_prefix`. The text's last
  // visible character must be } or ]: a scalar alone is not for this walker. `levels` stand around the text already.
  // Codes: body_missing, json_malformed, json_utf8_invalid.
  bool load(std::string_view text, std::string_view pointer_prefix = {}, std::size_t levels = 0);

  // First character of the next token; '\0' at the end.
  char peek() const { return next_ < last_ ? text_[*next_] : '\0'; }
  const char* position() const { return text_ + *next_; }

  bool walk(json_slice& out);  // any value

  // Objects and arrays that the caller goes through by itself.
  void enter();  // takes the { or [ that peek() shows
  enum class step : std::uint8_t { item, end, failed };
  step next_member(std::string_view& key);  // of the innermost object: its next key, unescaped, the value stands next
  step next_element();                      // of the innermost array
  const char* closed_at() const { return closed_at_; }  // one past the bracket that the last `end` took

  bool finish();  // nothing may follow

  // The string's text. Valid until the next load().
  std::string_view text_of(const json_slice& s) { return s.escaped ? unescape(s.content()) : s.content(); }

  error failure() { return std::move(*failure_); }
  std::optional<error> take_flaw() { return std::exchange(flaw_, std::nullopt); }
  void count_depth_from_here() { depth_base_ = depth_; }
  std::string pointer() const { return pointer_at(depth_, keys_.size()); }  // RFC 6901, of the value being walked

 private:
  static constexpr std::size_t hard_depth = 1024;

  struct frame {
    bool is_object;
    std::uint32_t count;     // members or elements begun
    std::uint32_t key_base;  // first of this object's keys in keys_
  };

  std::string pointer_at(std::size_t depth, std::size_t keys_end) const;
  bool malformed(const char* at);
  bool fail_with(error_code code, std::string detail);
  void flaw(error_code code, std::string detail, std::string pointer);

  bool push(bool is_object);
  void pop();
  bool take_key(const char* quote, std::string_view& key);
  void check_keys(std::uint32_t base);
  bool take_string(const char* quote, std::string_view& raw, bool& escaped, bool is_key);
  bool check_escapes(std::string_view content, bool is_key);
  const char* scan_number(const char* at);
  void check_number_range(std::string_view number);
  std::string_view unescape(std::string_view content);

  json_index index_;
  const char* text_ = nullptr;
  const std::uint32_t* next_ = nullptr;
  const std::uint32_t* last_ = nullptr;
  const char* closed_at_ = nullptr;
  bool has_backslash_ = false;
  std::size_t depth_ = 0;
  std::size_t depth_base_ = 0;
  std::size_t levels_around_ = 0;
  std::array<frame, hard_depth> frames_;
  std::vector<std::string_view> keys_;
  std::vector<std::string_view> sorted_;
  std::string scratch_;  // unescaped strings; never grows during a walk, so that views into it stay
  std::string pointer_prefix_;
  std::optional<error> failure_;
  std::optional<error> flaw_;
};

}  // namespace weir::contract
