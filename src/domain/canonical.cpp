#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/domain/canonical.hpp>

namespace weir::domain {
namespace {

void append_sized(std::string& out, char kind, std::string_view payload) {
  out += kind;
  out += std::to_string(payload.size());
  out += ':';
  out += payload;
}

}  // namespace

void canonical_writer::put(std::string_view encoded) {
  if (open_.empty()) {
    WEIR_ASSERT(!done_, "a canonical document is one value");
    out_ = encoded;
    done_ = true;
    return;
  }
  auto& top = open_.back();
  if (!top.is_object) {
    top.items += encoded;
    return;
  }
  WEIR_ASSERT(top.has_key, "a member needs a key");
  top.members.emplace_back(std::move(top.key), encoded);
  top.has_key = false;
}

void canonical_writer::put_sized(char kind, std::string_view payload) {
  std::string encoded;
  append_sized(encoded, kind, payload);
  put(encoded);
}

void canonical_writer::null() {
  put("n");
}
void canonical_writer::boolean(bool b) {
  put(b ? "t" : "f");
}
void canonical_writer::text(std::string_view utf8) {
  put_sized('s', utf8);
}
void canonical_writer::bytes(std::string_view raw) {
  put_sized('b', raw);
}
void canonical_writer::integer(std::int64_t n) {
  put_sized('i', std::to_string(n));
}
void canonical_writer::number(decimal d) {
  put_sized('d', d.text());
}
void canonical_writer::instant(timestamp t) {
  put_sized('z', format_rfc3339_nanoseconds(t));
}

void canonical_writer::begin_list() {
  open_.emplace_back();
}

void canonical_writer::end_list() {
  WEIR_ASSERT(!open_.empty() && !open_.back().is_object, "no list is open");
  const std::string encoded = "[" + open_.back().items + "]";
  open_.pop_back();
  put(encoded);
}

void canonical_writer::begin_object() {
  open_.emplace_back().is_object = true;
}

void canonical_writer::key(std::string_view name) {
  WEIR_ASSERT(!open_.empty() && open_.back().is_object && !open_.back().has_key, "a key stands before each member");
  open_.back().key = name;
  open_.back().has_key = true;
}

void canonical_writer::end_object() {
  WEIR_ASSERT(!open_.empty() && open_.back().is_object && !open_.back().has_key,
              "no object is open, or a key has no value");
  auto members = std::move(open_.back().members);
  open_.pop_back();
  std::ranges::sort(members, {}, &std::pair<std::string, std::string>::first);
  std::string encoded = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    WEIR_ASSERT(i == 0 || members[i - 1].first != members[i].first, "a key stands twice");
    append_sized(encoded, 's', members[i].first);
    encoded += members[i].second;
  }
  encoded += '}';
  put(encoded);
}

std::string canonical_writer::take() {
  WEIR_ASSERT(done_ && open_.empty(), "the document is not finished");
  done_ = false;
  return std::move(out_);
}

}  // namespace weir::domain
