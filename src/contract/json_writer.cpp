#include <charconv>

#include <weir/base/assert.hpp>
#include <weir/base/json_text.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {
namespace {

constexpr std::uint64_t bit(int depth) {
  return std::uint64_t{1} << depth;
}

}  // namespace

void json_writer::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) {
    WEIR_ASSERT(out_.empty(), "a JSON text is one value");
    return;
  }
  WEIR_ASSERT(!(objects_ & bit(depth_)), "a member needs a key");
  if (nonempty_ & bit(depth_)) out_ += ',';
  nonempty_ |= bit(depth_);
}

void json_writer::open(char bracket, bool is_object) {
  before_value();
  WEIR_ASSERT(depth_ < most_depth, "nested too deeply");
  ++depth_;
  nonempty_ &= ~bit(depth_);
  objects_ = is_object ? objects_ | bit(depth_) : objects_ & ~bit(depth_);
  out_ += bracket;
}

void json_writer::close(char bracket, bool is_object) {
  WEIR_ASSERT(depth_ > 0 && !after_key_ && static_cast<bool>(objects_ & bit(depth_)) == is_object,
              "closes what is not open");
  --depth_;
  out_ += bracket;
}

json_writer& json_writer::begin_object() {
  open('{', true);
  return *this;
}
json_writer& json_writer::end_object() {
  close('}', true);
  return *this;
}
json_writer& json_writer::begin_array() {
  open('[', false);
  return *this;
}
json_writer& json_writer::end_array() {
  close(']', false);
  return *this;
}

json_writer& json_writer::key(std::string_view name) {
  WEIR_ASSERT(depth_ > 0 && (objects_ & bit(depth_)) && !after_key_, "a key stands in an object, before its value");
  if (nonempty_ & bit(depth_)) out_ += ',';
  nonempty_ |= bit(depth_);
  append_json_string(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

json_writer& json_writer::text(std::string_view utf8) {
  before_value();
  append_json_string(out_, utf8);
  return *this;
}

json_writer& json_writer::integer(std::int64_t n) {
  char buffer[24];
  const auto [end, status] = std::to_chars(buffer, buffer + sizeof buffer, n);
  return raw({buffer, static_cast<std::size_t>(end - buffer)});
}

json_writer& json_writer::boolean(bool b) {
  return raw(b ? "true" : "false");
}
json_writer& json_writer::null() {
  return raw("null");
}
json_writer& json_writer::instant(timestamp t) {
  return text(format_rfc3339(t));
}

json_writer& json_writer::decimal_text(decimal d) {
  before_value();
  out_ += '"';
  d.append_to(out_);
  out_ += '"';
  return *this;
}

json_writer& json_writer::decimal_number(decimal d) {
  before_value();
  d.append_to(out_);
  return *this;
}

json_writer& json_writer::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

std::string json_writer::take() {
  WEIR_ASSERT(depth_ == 0 && !out_.empty() && !after_key_, "the JSON text is not finished");
  return std::move(out_);
}

}  // namespace weir::contract
