#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <src/contract/json_escapes.hpp>
#include <src/contract/json_walker.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/text.hpp>
#include <weir/domain/draft_checks.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t few_keys = 12;         // compared pairwise; more are sorted
constexpr std::int64_t most_exponent = 307;  // every number below 10³⁰⁸ is a finite double

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool ends_scalar(char c) {
  return is_json_blank(c) || c == ',' || c == '}' || c == ']';
}

// Most objects are let off without their keys being compared: equal ones have the same length, ends and
// middle. The factor keeps the names of CloudEvents apart.
bool all_look_different(const std::string_view* keys, std::size_t count) {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto key = keys[i];
    auto look = key.size();
    for (const auto at : {std::size_t{0}, key.size() / 2, key.size() - 1}) {
      if (!key.empty()) look = look * 7 + static_cast<unsigned char>(key[at]);
    }
    const auto bit = std::uint64_t{1} << (look & 63);
    if ((seen & bit) != 0) return false;
    seen |= bit;
  }
  return true;
}

}  // namespace

bool json_walker::fail_with(error_code code, std::string detail) {
  failure_.emplace(code, std::move(detail));
  return false;
}

bool json_walker::malformed(const char* at) {
  return fail_with(error_code::json_malformed, fmt::format("at byte {}", at - text_));
}

void json_walker::flaw(error_code code, std::string detail, std::string pointer) {
  if (!flaw_) flaw_.emplace(code, std::move(detail), std::move(pointer));
}

bool json_walker::load(std::string_view text, std::string_view pointer_prefix, std::size_t levels) {
  failure_.reset();
  flaw_.reset();
  depth_ = depth_base_ = 0;
  levels_around_ = levels;
  keys_.clear();
  scratch_.clear();
  pointer_prefix_ = pointer_prefix;
  text_ = text.data();
  next_ = last_ = nullptr;

  while (!text.empty() && is_json_blank(text.back()))
    text.remove_suffix(1);
  if (text.empty()) return fail_with(error_code::body_missing, {});

  switch (index_.load(text)) {
    case json_index::outcome::good:
      break;
    case json_index::outcome::utf8:
      return fail_with(error_code::json_utf8_invalid, {});
    case json_index::outcome::control_character:
      return fail_with(error_code::json_malformed, "a control character stands unescaped in a string");
    case json_index::outcome::open_string:
      return fail_with(error_code::json_malformed, "a string is not closed");
    case json_index::outcome::malformed:
      return fail_with(error_code::json_malformed, {});
  }
  // From here on every scan of a scalar stops at this bracket at the latest.
  if (text.back() != '}' && text.back() != ']') return malformed(text.data() + text.size());

  next_ = index_.tokens().data();
  last_ = next_ + index_.tokens().size();
  has_backslash_ = std::memchr(text.data(), '\\', text.size()) != nullptr;
  if (has_backslash_ && scratch_.capacity() < text.size()) scratch_.reserve(text.size());
  return true;
}

bool json_walker::push(bool is_object) {
  if (depth_ == hard_depth) {
    return fail_with(error_code::json_too_deep, fmt::format("at most {} levels are accepted", most_depth));
  }
  frames_[depth_++] = {is_object, 0, static_cast<std::uint32_t>(keys_.size())};
  if (depth_ - depth_base_ + levels_around_ == most_depth + 1) [[unlikely]] {
    flaw(error_code::json_too_deep, fmt::format("at most {} levels are accepted", most_depth), pointer());
  }
  return true;
}

void json_walker::pop() {
  const auto& top = frames_[--depth_];
  if (top.is_object) {
    if (top.count > 1) check_keys(top.key_base);
    keys_.resize(top.key_base);
  }
}

void json_walker::check_keys(std::uint32_t base) {
  const std::string_view* twice = nullptr;
  const auto count = keys_.size() - base;
  const auto* first = keys_.data() + base;
  if (all_look_different(first, count)) return;
  if (count <= few_keys) {
    for (std::size_t i = 1; i < count && !twice; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (first[i].size() == first[j].size() && std::memcmp(first[i].data(), first[j].data(), first[i].size()) == 0) {
          twice = &first[i];
          break;
        }
      }
    }
  } else {
    sorted_.assign(first, first + count);
    std::ranges::sort(sorted_);
    const auto found = std::ranges::adjacent_find(sorted_);
    if (found != sorted_.end()) twice = &*found;
  }
  if (!twice || flaw_) return;
  flaw(error_code::json_duplicate_key, {}, pointer_at(depth_, base) + '/' + domain::escape_pointer_token(*twice));
}

// The path through the first `depth` frames, whose keys are those before `keys_end`.
std::string json_walker::pointer_at(std::size_t depth, std::size_t keys_end) const {
  std::string out = pointer_prefix_;
  for (std::size_t i = 0; i < depth; ++i) {
    if (frames_[i].count == 0) break;
    out += '/';
    if (frames_[i].is_object) {
      const auto end = i + 1 < depth ? frames_[i + 1].key_base : keys_end;
      out += domain::escape_pointer_token(keys_[end - 1]);
    } else {
      out += std::to_string(frames_[i].count - 1);
    }
  }
  return out;
}

bool json_walker::take_string(const char* quote, std::string_view& raw, bool& escaped, bool is_key) {
  // The next token starts after this string's closing quote and white space: so the quote is found backwards.
  const char* end = text_ + (next_ < last_ ? *next_ : *(next_ - 1));
  if (next_ == last_) [[unlikely]]
    return malformed(quote);
  do
    --end;
  while (is_json_blank(*end));
  raw = {quote, static_cast<std::size_t>(end - quote) + 1};
  escaped = false;
  if (has_backslash_) {
    const auto content = raw.substr(1, raw.size() - 2);
    if (std::memchr(content.data(), '\\', content.size())) {
      escaped = true;
      return check_escapes(content, is_key);
    }
  }
  return true;
}

bool json_walker::check_escapes(std::string_view content, bool is_key) {
  for (std::size_t at = content.find('\\'); at != std::string_view::npos; at = content.find('\\', at)) {
    const char* begin = content.data() + at;
    std::uint32_t character = 0;
    switch (take_escape(content, at, character)) {
      case escape_outcome::good:
        break;
      case escape_outcome::malformed:
        return malformed(begin);
      case escape_outcome::half_surrogate_pair:
        return fail_with(error_code::json_utf8_invalid,
                         fmt::format("at byte {}: half a surrogate pair", begin - text_));
    }
    if (character == 0) {
      flaw(error_code::json_nul, {}, is_key ? pointer_at(depth_ - 1, frames_[depth_ - 1].key_base) : pointer());
    }
  }
  return true;
}

std::string_view json_walker::unescape(std::string_view content) {
  const auto begin = scratch_.size();
  WEIR_ASSERT(begin + content.size() <= scratch_.capacity(), "unescaped text is never longer than the text itself");
  const bool done = append_unescaped(scratch_, content);
  WEIR_ASSERT(done, "escapes are checked when their string is taken");
  return std::string_view(scratch_).substr(begin);
}

const char* json_walker::scan_number(const char* at) {
  const char* begin = at;
  if (*at == '-') ++at;
  if (*at == '0') {
    ++at;
  } else {
    if (!is_digit(*at)) return nullptr;
    while (is_digit(*at))
      ++at;
  }
  if (*at == '.') {
    if (!is_digit(*++at)) return nullptr;
    while (is_digit(*at))
      ++at;
  }
  const bool has_exponent = *at == 'e' || *at == 'E';
  if (has_exponent) {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return nullptr;
    while (is_digit(*at))
      ++at;
  }
  if (!ends_scalar(*at)) return nullptr;
  if (has_exponent || at - begin > most_exponent) [[unlikely]] {
    check_number_range({begin, static_cast<std::size_t>(at - begin)});
  }
  return at;
}

// The exponent of the first digit that is not 0. RFC 8259 §6 names 1E400 as what others cannot read.
void json_walker::check_number_range(std::string_view number) {
  const auto mark = number.find_first_of("eE");
  auto digits = number.substr(0, mark);
  if (digits.front() == '-') digits.remove_prefix(1);
  const auto first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return;  // 0e400 is 0
  const auto point = std::min(digits.find('.'), digits.size());
  auto exponent =
      first < point ? static_cast<std::int64_t>(point - first) - 1 : -static_cast<std::int64_t>(first - point);
  if (mark != std::string_view::npos) {
    auto text = number.substr(mark + 1);
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    std::int64_t written = 0;
    for (char c : text)
      written = std::min<std::int64_t>(written * 10 + (c - '0'), 1'000'000'000'000);
    exponent += negative ? -written : written;
  }
  if (exponent > most_exponent) flaw(error_code::json_number_range, {}, pointer());
}

bool json_walker::take_key(const char* quote, std::string_view& key) {
  std::string_view raw;
  bool escaped = false;
  if (!take_string(quote, raw, escaped, true)) return false;
  if (peek() != ':') return malformed(quote + raw.size());
  ++next_;
  key = raw.substr(1, raw.size() - 2);
  if (escaped) key = unescape(key);
  keys_.push_back(key);
  return true;
}

void json_walker::enter() {
  WEIR_ASSERT(peek() == '{' || peek() == '[', "enter() follows a look at peek()");
  const bool pushed = push(peek() == '{');
  WEIR_ASSERT(pushed, "a caller enters the outermost levels only");
  ++next_;
}

json_walker::step json_walker::next_member(std::string_view& key) {
  auto& top = frames_[depth_ - 1];
  const char* at = next_ < last_ ? text_ + *next_ : nullptr;
  if (at && *at == ',' && top.count > 0) {
    ++next_;
    at = next_ < last_ ? text_ + *next_ : nullptr;
  } else if (at && *at == '}') {
    ++next_;
    closed_at_ = at + 1;
    pop();
    return step::end;
  } else if (top.count > 0) {
    malformed(at ? at : text_);
    return step::failed;
  }
  if (!at || *at != '"') {
    malformed(at ? at : text_);
    return step::failed;
  }
  ++next_;
  if (!take_key(at, key)) return step::failed;
  ++top.count;
  return step::item;
}

json_walker::step json_walker::next_element() {
  auto& top = frames_[depth_ - 1];
  const char c = peek();
  if (c == ']') {
    closed_at_ = text_ + *next_++ + 1;
    pop();
    return step::end;
  }
  if (top.count > 0) {
    if (c != ',') {
      malformed(next_ < last_ ? position() : text_);
      return step::failed;
    }
    ++next_;
    if (peek() == ']') {
      malformed(position());
      return step::failed;
    }
  }
  ++top.count;
  return step::item;
}

bool json_walker::walk(json_slice& out) {
  const auto base = depth_;
  out.escaped = false;
  const char* begin = next_ < last_ ? text_ + *next_ : nullptr;
  const char* end = nullptr;
  if (!begin) return malformed(text_);
  for (;;) {
    if (next_ == last_) [[unlikely]]
      return malformed(text_);
    const char* at = text_ + *next_++;
    auto kind = json_kind::null;
    switch (*at) {
      case '"': {
        std::string_view raw;
        bool escaped = false;
        if (!take_string(at, raw, escaped, false)) return false;
        end = at + raw.size();
        kind = json_kind::string;
        if (depth_ == base) out.escaped = escaped;
        break;
      }
      case '{':
      case '[': {
        kind = *at == '{' ? json_kind::object : json_kind::array;
        if (!push(kind == json_kind::object)) return false;
        end = at;  // stays open: the loop below takes its first item or its bracket
        break;
      }
      case 't':
        if (at[1] != 'r' || at[2] != 'u' || at[3] != 'e' || !ends_scalar(at[4])) return malformed(at);
        end = at + 4;
        kind = json_kind::boolean;
        break;
      case 'f':
        if (at[1] != 'a' || at[2] != 'l' || at[3] != 's' || at[4] != 'e' || !ends_scalar(at[5])) return malformed(at);
        end = at + 5;
        kind = json_kind::boolean;
        break;
      case 'n':
        if (at[1] != 'u' || at[2] != 'l' || at[3] != 'l' || !ends_scalar(at[4])) return malformed(at);
        end = at + 4;
        break;
      case '-':
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        end = scan_number(at);
        if (!end) return malformed(at);
        kind = json_kind::number;
        break;
      default:
        return malformed(at);
    }
    if (at == begin) out.kind = kind;
    for (;;) {
      if (depth_ == base) {
        out.raw = {begin, static_cast<std::size_t>(end - begin)};
        return true;
      }
      std::string_view key;
      const auto next = frames_[depth_ - 1].is_object ? next_member(key) : next_element();
      if (next == step::item) break;
      if (next == step::failed) return false;
      end = closed_at_;
    }
  }
}

bool json_walker::finish() {
  return next_ == last_ ? true : malformed(position());
}

}  // namespace weir::contract
