#include <algorithm>
#include <cstring>
#include <deque>

#include <simdjson.h>

#include <weir/base/decimal.hpp>
#include <weir/base/hash.hpp>
#include <weir/contract/usage_record_reader.hpp>

namespace weir::contract {

namespace ondemand = simdjson::ondemand;

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

// By value where Weir can count it, by its text beyond. False: the token is no number.
bool hash_number(std::string_view text, std::uint64_t& out) {
  const auto value = decimal::parse_event_value(text);
  if (!value) {
    if (value.error().code == error_code::decimal_malformed) return false;
    out = mix(tag::number, hash64(text));
    return true;
  }
  const auto units = value->units();
  char bytes[sizeof units];
  std::memcpy(bytes, &units, sizeof units);
  out = mix(tag::number, hash64(std::string_view(bytes, sizeof bytes)));
  return true;
}

std::string_view trimmed(std::string_view token) {
  while (!token.empty() &&
         (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t')) {
    token.remove_suffix(1);
  }
  return token;
}

// Walks one event's data: hashes every value and fills the slots of the plan on the way.
class data_walk {
 public:
  data_walk(const extraction_plan* plan, json_scalar* slots) : plan_(plan), slots_(slots) {}

  bool failed() const { return failed_; }

  template<class Value>
  std::uint64_t visit(Value&& value, std::uint32_t node, int depth) {
    ondemand::json_type type{};
    if (depth > depth_most || value.type().get(type)) return fail();
    switch (type) {
      case ondemand::json_type::object:
        return visit_object(value, node, depth);
      case ondemand::json_type::array:
        return visit_array(value, node, depth);
      case ondemand::json_type::string: {
        std::string_view text;
        if (value.get_string().get(text)) return fail();
        found(node, json_scalar::type::string, text);
        return mix(tag::string, hash64(text));
      }
      case ondemand::json_type::number: {
        const auto text = trimmed(value.raw_json_token());
        std::uint64_t hash = 0;
        if (!hash_number(text, hash)) return fail();
        found(node, json_scalar::type::number, text);
        return hash;
      }
      case ondemand::json_type::boolean: {
        bool b = false;
        if (value.get_bool().get(b)) return fail();
        found(node, json_scalar::type::boolean, b ? "true" : "false");
        return mix(tag::boolean, b ? 1 : 2);
      }
      case ondemand::json_type::null: {
        if (!value.is_null()) return fail();
        found(node, json_scalar::type::null, {});
        return static_cast<std::uint64_t>(tag::null);
      }
    }
    return fail();
  }

 private:
  template<class Value>
  std::uint64_t visit_object(Value&& value, std::uint32_t node, int depth) {
    found(node, json_scalar::type::composite, {});
    ondemand::object object;
    if (value.get_object().get(object)) return fail();
    std::uint64_t sum = 0;
    for (auto field : object) {
      std::string_view key;
      if (field.unescaped_key().get(key)) return fail();
      const auto key_hash = hash64(key);
      const auto child = member(node, key);
      ondemand::value inner;
      if (field.value().get(inner)) return fail();
      // A sum does not depend on the order of members.
      sum += mix(key_hash, visit(inner, child, depth + 1));
      if (failed_) return 0;
    }
    return mix(tag::object, sum);
  }

  template<class Value>
  std::uint64_t visit_array(Value&& value, std::uint32_t node, int depth) {
    found(node, json_scalar::type::composite, {});
    ondemand::array array;
    if (value.get_array().get(array)) return fail();
    auto folded = static_cast<std::uint64_t>(tag::array);
    std::uint32_t index = 0;
    for (auto element : array) {
      ondemand::value inner;
      if (element.get(inner)) return fail();
      folded = mix(folded, visit(inner, this->element(node, index++), depth + 1));
      if (failed_) return 0;
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

  void found(std::uint32_t node, json_scalar::type kind, std::string_view text) {
    if (node == extraction_plan::none) return;
    const auto slot = plan_->at(node).slot;
    if (slot != extraction_plan::none) slots_[slot] = {kind, text};
  }

  std::uint64_t fail() {
    failed_ = true;
    return 0;
  }

  const extraction_plan* plan_;
  json_scalar* slots_;
  bool failed_ = false;
};

}  // namespace

struct usage_record_reader::state {
  ondemand::parser parser;
  // For data that stands before its event's type, which Weir itself never writes. One for each such event of a record:
  // a parser owns the texts that it gave out until its next document.
  std::deque<ondemand::parser> late_parsers;
  std::size_t late_used = 0;
  bool has_nul = false;  // U+0000 stands escaped somewhere in the record
  std::vector<char> buffer;
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

  bool read_event(ondemand::object object, const plan_source& plans);
};

bool usage_record_reader::state::read_event(ondemand::object object, const plan_source& plans) {
  usage_event event;
  bool has_time = false;
  bool has_type = false;
  std::string_view late_data;
  chosen_plan chosen;
  std::span<json_scalar> slots;
  std::uint64_t data_hash = static_cast<std::uint64_t>(tag::null);

  auto choose = [&] {
    chosen = plans(event.type);
    event.tag = chosen.tag;
    if (chosen.plan) slots = take_slots(chosen.plan->slot_count());
    event.slots = slots;
  };

  for (auto field : object) {
    ondemand::raw_json_string raw_key;
    if (field.key().get(raw_key)) return false;
    ondemand::value value;
    if (field.value().get(value)) return false;
    auto text = [&](std::string_view& out) { return value.get_string().get(out) == simdjson::SUCCESS; };
    if (raw_key == "id") {
      if (!text(event.id)) return false;
    } else if (raw_key == "source") {
      if (!text(event.source)) return false;
    } else if (raw_key == "type") {
      if (!text(event.type)) return false;
      has_type = true;
      choose();
    } else if (raw_key == "subject") {
      if (!text(event.subject)) return false;
    } else if (raw_key == "time") {
      std::string_view written;
      if (!text(written)) return false;
      auto time = parse_rfc3339(written);
      if (!time) return false;
      event.time = *time;
      has_time = true;
    } else if (raw_key == "data") {
      if (!has_type) {
        if (value.is_null()) continue;
        ondemand::object whole;
        if (value.get_object().get(whole) || whole.raw_json().get(late_data)) return false;
        continue;
      }
      data_walk walk(chosen.plan, slots.data());
      data_hash = walk.visit(value, chosen.plan ? 0 : extraction_plan::none, 1);
      if (walk.failed()) return false;
    }
  }
  if (!late_data.empty()) {
    ondemand::document document;
    const auto capacity = static_cast<std::size_t>(buffer.data() + buffer.size() - late_data.data());
    if (late_used == late_parsers.size()) late_parsers.emplace_back();
    if (late_parsers[late_used++].iterate(late_data.data(), late_data.size(), capacity).get(document)) return false;
    ondemand::value value;
    if (document.get_value().get(value)) return false;
    data_walk walk(chosen.plan, slots.data());
    data_hash = walk.visit(value, chosen.plan ? 0 : extraction_plan::none, 1);
    if (walk.failed()) return false;
  }
  if (event.id.empty() || event.source.empty() || event.type.empty() || !has_time) return false;
  if (has_nul) {
    for (auto attribute : {event.id, event.source, event.type, event.subject}) {
      if (attribute.find('\0') != std::string_view::npos) return false;  // no text in PostgreSQL
    }
  }
  event.content = mix(mix(mix(hash64(event.type), hash64(event.subject)), 1), data_hash);
  events.push_back(event);
  return true;
}

usage_record_reader::usage_record_reader() : state_(std::make_unique<state>()) {}
usage_record_reader::~usage_record_reader() = default;

result<std::span<const usage_event>> usage_record_reader::read(std::string_view value, const plan_source& plans) {
  auto& s = *state_;
  auto malformed = [] { return fail(error_code::record_malformed); };
  s.events.clear();
  s.block = 0;
  s.block_used = 0;
  s.late_used = 0;
  s.has_nul = value.find("\\u0000") != std::string_view::npos;
  const auto needed = value.size() + simdjson::SIMDJSON_PADDING;
  if (s.buffer.size() < needed) s.buffer.resize(needed + needed / 2);
  std::memcpy(s.buffer.data(), value.data(), value.size());
  std::memset(s.buffer.data() + value.size(), 0, simdjson::SIMDJSON_PADDING);

  ondemand::document document;
  if (s.parser.iterate(s.buffer.data(), value.size(), s.buffer.size()).get(document)) return malformed();
  ondemand::array array;
  if (document.get_array().get(array)) return malformed();
  for (auto element : array) {
    ondemand::object object;
    if (element.get_object().get(object) || !s.read_event(object, plans)) return malformed();
  }
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) return malformed();  // something follows the array
  if (s.events.empty()) return malformed();
  return std::span<const usage_event>(s.events);
}

}  // namespace weir::contract
