#include <algorithm>
#include <cstring>
#include <deque>
#include <string>

#include <src/contract/json_escapes.hpp>
#include <src/contract/json_index.hpp>

#include <weir/base/hash.hpp>
#include <weir/base/text.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::contract {

std::uint32_t extraction_plan::add(const domain::json_path& path) {
  std::uint32_t at = 0;
  auto child = [this](auto& children, const auto& name) {
    for (const auto& [known, index] : children) {
      if (known == name) return index;
    }
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    children.emplace_back(name, made);
    return made;
  };
  for (const auto& step : path.steps()) {
    std::uint32_t next = 0;
    if (const auto* member = std::get_if<std::string>(&step)) {
      next = child(nodes_[at].members, *member);
    } else {
      next = child(nodes_[at].elements, std::get<std::uint32_t>(step));
    }
    if (next == nodes_.size()) nodes_.emplace_back();
    at = next;
  }
  if (nodes_[at].slot == none) nodes_[at].slot = slot_count_++;
  return nodes_[at].slot;
}

namespace {

constexpr int depth_most = 64;

// Odd constants that keep the kinds of values apart.
enum class tag : std::uint64_t {
  null = 0x9e3779b97f4a7c15,
  boolean = 0xbf58476d1ce4e5b9,
  number = 0x94d049bb133111eb,
  string = 0xd6e8feb86659fd93,
  object = 0xa0761d6478bd642f,
  array = 0xe7037ed1a0b428db,
};

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  a ^= b;
  a *= 0xff51afd7ed558ccdULL;
  a ^= a >> 32;
  a *= 0xc4ceb9fe1a85ec53ULL;
  return a ^ (a >> 29);
}

std::uint64_t mix(tag t, std::uint64_t b) {
  return mix(static_cast<std::uint64_t>(t), b);
}

// The comparison of a constant's bytes, without a call.
template<std::size_t Size>
bool is(std::string_view text, const char (&constant)[Size]) {
  return text.size() == Size - 1 && std::memcmp(text.data(), constant, Size - 1) == 0;
}

// The tokens of a text, one after another. Every look is bounded by the index.
class token_cursor {
 public:
  token_cursor(const char* text, std::span<const std::uint32_t> tokens)
      : text_(text), next_(tokens.data()), last_(tokens.data() + tokens.size()) {}

  bool at_end() const { return next_ == last_; }
  char peek() const { return next_ < last_ ? text_[*next_] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++next_;
    return true;
  }

  const char* position() const { return text_ + *next_; }  // of what peek() shows
  // What stands from there up to the bracket that was taken last.
  std::string_view since(const char* begin) const {
    return {begin, static_cast<std::size_t>(text_ + *(next_ - 1) - begin) + 1};
  }

  // The string that peek() shows to begin, between its quotes and still escaped.
  bool take_string(std::string_view& content) {
    std::string_view token;
    if (peek() != '"' || !take_token(token) || token.size() < 2 || token.back() != '"') return false;
    content = token.substr(1, token.size() - 2);
    return true;
  }

  // A string or scalar as it stands. Another token follows each but the last, which is a bracket in what is read here.
  bool take_token(std::string_view& token) {
    if (last_ - next_ < 2) return false;
    const char* begin = text_ + *next_++;
    const char* end = text_ + *next_;
    while (is_json_blank(*(end - 1)))
      --end;
    token = {begin, static_cast<std::size_t>(end - begin)};
    return true;
  }

  // Any value, whose inside is not looked at.
  bool skip() {
    std::size_t depth = 0;
    do {
      switch (peek()) {
        case '\0':
          return false;
        case '{':
        case '[':
          ++depth;
          break;
        case '}':
        case ']':
          if (depth-- == 0) return false;
          break;
        case ',':
        case ':':
          if (depth == 0) return false;
          break;
        default:
          break;
      }
      ++next_;
    } while (depth > 0);
    return true;
  }

 private:
  const char* text_;
  const std::uint32_t* next_;
  const std::uint32_t* last_;
};

// Strings as they are meant: those with escapes live in the reader's memory, the others in the record.
class unescaper {
 public:
  void clear() { used_ = 0; }
  void look_at(std::string_view record) { needed_ = std::memchr(record.data(), '\\', record.size()) != nullptr; }

  bool operator()(std::string_view& content) { return !needed_ || unescape(content); }

  bool needed() const { return needed_; }

 private:
  bool unescape(std::string_view& content) {
    if (std::memchr(content.data(), '\\', content.size()) == nullptr) return true;
    if (used_ == texts_.size()) texts_.emplace_back();
    auto& text = texts_[used_++];
    text.clear();
    if (!append_unescaped(text, content)) return false;
    content = text;
    return true;
  }

  std::deque<std::string> texts_;  // stay where they are
  std::size_t used_ = 0;
  bool needed_ = false;
};

// Walks one event's data: hashes every value and fills the slots of the plan on the way.
class data_walk {
 public:
  data_walk(token_cursor& tokens, unescaper& unescape, const extraction_plan* plan, json_scalar* slots)
      : tokens_(tokens), unescape_(unescape), plan_(plan), slots_(slots) {}

  bool failed() const { return failed_; }

  std::uint64_t visit(std::uint32_t node, int depth) {
    if (depth > depth_most) return fail();
    std::string_view text;
    switch (tokens_.peek()) {
      case '{':
        return visit_object(node, depth);
      case '[':
        return visit_array(node, depth);
      case '"':
        if (!tokens_.take_string(text) || !unescape_(text)) return fail();
        found(node, {json_scalar::type::string, text, {}});
        return mix(tag::string, hash64(text));
      default:
        return tokens_.take_token(text) ? visit_scalar(node, text) : fail();
    }
  }

 private:
  std::uint64_t visit_scalar(std::uint32_t node, std::string_view text) {
    if (is(text, "true") || is(text, "false")) {
      found(node, {json_scalar::type::boolean, text, {}});
      return mix(tag::boolean, text.size() == 4 ? 1 : 2);
    }
    if (is(text, "null")) {
      found(node, {json_scalar::type::null, {}, {}});
      return static_cast<std::uint64_t>(tag::null);
    }
    // By value where Weir can count it, by its text beyond.
    const auto value = decimal::parse_event_value(text);
    if (!value) {
      if (value.error().code == error_code::decimal_malformed) return fail();
      found(node, {json_scalar::type::number, text, {}});
      return mix(tag::number, hash64(text));
    }
    found(node, {json_scalar::type::number, text, *value});
    const auto units = value->units();
    char bytes[sizeof units];
    std::memcpy(bytes, &units, sizeof units);
    return mix(tag::number, hash64(std::string_view(bytes, sizeof bytes)));
  }

  std::uint64_t visit_object(std::uint32_t node, int depth) {
    found(node, {json_scalar::type::composite, {}, {}});
    tokens_.take('{');
    std::uint64_t sum = 0;
    if (!tokens_.take('}')) {
      do {
        std::string_view key;
        if (!tokens_.take_string(key) || !unescape_(key) || !tokens_.take(':')) return fail();
        // A sum does not depend on the order of members.
        sum += mix(hash64(key), visit(member(node, key), depth + 1));
        if (failed_) return 0;
      } while (tokens_.take(','));
      if (!tokens_.take('}')) return fail();
    }
    return mix(tag::object, sum);
  }

  std::uint64_t visit_array(std::uint32_t node, int depth) {
    found(node, {json_scalar::type::composite, {}, {}});
    tokens_.take('[');
    auto folded = static_cast<std::uint64_t>(tag::array);
    if (!tokens_.take(']')) {
      std::uint32_t index = 0;
      do {
        folded = mix(folded, visit(element(node, index++), depth + 1));
        if (failed_) return 0;
      } while (tokens_.take(','));
      if (!tokens_.take(']')) return fail();
    }
    return folded;
  }

  std::uint32_t member(std::uint32_t node, std::string_view key) const {
    if (node == extraction_plan::none) return extraction_plan::none;
    for (const auto& [name, child] : plan_->at(node).members) {
      if (name == key) return child;
    }
    return extraction_plan::none;
  }

  std::uint32_t element(std::uint32_t node, std::uint32_t index) const {
    if (node == extraction_plan::none) return extraction_plan::none;
    for (const auto& [position, child] : plan_->at(node).elements) {
      if (position == index) return child;
    }
    return extraction_plan::none;
  }

  void found(std::uint32_t node, const json_scalar& value) {
    if (node == extraction_plan::none) return;
    const auto slot = plan_->at(node).slot;
    if (slot != extraction_plan::none) slots_[slot] = value;
  }

  std::uint64_t fail() {
    failed_ = true;
    return 0;
  }

  token_cursor& tokens_;
  unescaper& unescape_;
  const extraction_plan* plan_;
  json_scalar* slots_;
  bool failed_ = false;
};

}  // namespace

struct usage_record_reader::state {
  json_index index;
  unescaper unescape;
  std::vector<usage_event> events;
  std::deque<std::vector<json_scalar>> slot_blocks;  // spans into them stay where they are
  std::size_t block = 0;
  std::size_t block_used = 0;

  std::span<json_scalar> take_slots(std::size_t count) {
    constexpr std::size_t block_size = 4096;
    if (block < slot_blocks.size() && block_used + count > slot_blocks[block].size()) {
      ++block;
      block_used = 0;
    }
    if (block == slot_blocks.size()) slot_blocks.emplace_back(std::max(block_size, count));
    std::span<json_scalar> out(slot_blocks[block].data() + block_used, count);
    block_used += count;
    std::ranges::fill(out, json_scalar{});
    return out;
  }

  bool read_events(std::string_view value, const plan_source& plans);
  bool read_event(token_cursor& tokens, const plan_source& plans);
  bool read_attribute(token_cursor& tokens, std::string_view& out);
  bool read_data(token_cursor& tokens, const plan_source& plans, usage_event& event);
};

bool usage_record_reader::state::read_attribute(token_cursor& tokens, std::string_view& out) {
  if (!tokens.take_string(out) || !unescape(out)) return false;
  // U+0000 stands only escaped in JSON, and is no text in PostgreSQL.
  return !unescape.needed() || out.find('\0') == std::string_view::npos;
}

// Which values of the data are wanted is known by the event's type. `content` is the data's alone afterwards.
bool usage_record_reader::state::read_data(token_cursor& tokens, const plan_source& plans, usage_event& event) {
  const auto chosen = plans(event.type);
  event.tag = chosen.tag;
  std::span<json_scalar> slots;
  if (chosen.plan) slots = take_slots(chosen.plan->slot_count());
  event.slots = slots;
  event.content = static_cast<std::uint64_t>(tag::null);
  if (tokens.at_end()) return true;
  data_walk walk(tokens, unescape, chosen.plan, slots.data());
  event.content = walk.visit(chosen.plan ? 0 : extraction_plan::none, 1);
  return !walk.failed();
}

bool usage_record_reader::state::read_event(token_cursor& tokens, const plan_source& plans) {
  if (tokens.peek() != '{') return false;
  const char* begin = tokens.position();
  tokens.take('{');
  auto& event = events.emplace_back();
  bool has_time = false;
  bool has_data = false;
  token_cursor late_data({}, {});
  if (!tokens.take('}')) {
    do {
      std::string_view key;
      if (!tokens.take_string(key) || !tokens.take(':')) return false;
      if (is(key, "id")) {
        if (!read_attribute(tokens, event.id)) return false;
      } else if (is(key, "source")) {
        if (!read_attribute(tokens, event.source)) return false;
      } else if (is(key, "type")) {
        if (has_data || !read_attribute(tokens, event.type)) return false;
      } else if (is(key, "subject")) {
        if (!read_attribute(tokens, event.subject)) return false;
      } else if (is(key, "time")) {
        std::string_view written;
        if (!read_attribute(tokens, written)) return false;
        auto time = parse_rfc3339(written);
        if (!time) return false;
        event.time = *time;
        has_time = true;
      } else if (is(key, "data") && !event.type.empty() && !has_data) {
        if (!read_data(tokens, plans, event)) return false;
        has_data = true;
      } else {
        // Data before its type, which Weir itself never writes.
        if (is(key, "data")) {
          if (has_data) return false;
          late_data = tokens;
        }
        if (!tokens.skip()) return false;
      }
    } while (tokens.take(','));
    if (!tokens.take('}')) return false;
  }
  event.json = tokens.since(begin);
  if (event.id.empty() || event.source.empty() || event.type.empty() || !has_time) return false;
  if (!has_data && !read_data(late_data, plans, event)) return false;
  event.content = mix(mix(mix(hash64(event.type), hash64(event.subject)), 1), event.content);
  return true;
}

bool usage_record_reader::state::read_events(std::string_view value, const plan_source& plans) {
  // Up to the last bracket, so that no look at a token leaves the record.
  value = trimmed(value, json_blanks);
  if (value.empty() || value.back() != ']' || index.load(value) != json_index::outcome::good) return false;
  unescape.look_at(value);
  token_cursor tokens(value.data(), index.tokens());
  if (!tokens.take('[')) return false;
  do {
    if (!read_event(tokens, plans)) return false;
  } while (tokens.take(','));
  return tokens.take(']') && tokens.at_end();
}

usage_record_reader::usage_record_reader() : state_(std::make_unique<state>()) {}
usage_record_reader::~usage_record_reader() = default;

void usage_record_reader::clear() {
  auto& s = *state_;
  s.events.clear();
  s.unescape.clear();
  s.block = 0;
  s.block_used = 0;
}

result<usage_record_reader::event_range> usage_record_reader::read(std::string_view value, const plan_source& plans) {
  auto& s = *state_;
  const auto first = s.events.size();
  if (!s.read_events(value, plans)) {
    s.events.resize(first);
    return fail(error_code::record_malformed);
  }
  return event_range{first, s.events.size() - first};
}

std::span<const usage_event> usage_record_reader::events(event_range range) const {
  return std::span<const usage_event>(state_->events).subspan(range.first, range.count);
}

}  // namespace weir::contract
