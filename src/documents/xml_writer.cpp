#include <src/documents/xml_writer.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/json_text.hpp>

namespace weir::documents {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// Of XML 1.0 §2.2, all that UTF-8 can have but most controls, U+FFFE and U+FFFF.
bool is_xml_character(std::string_view c) {
  if (c.size() > 1) return c != "\xef\xbf\xbe" && c != "\xef\xbf\xbf";
  return static_cast<unsigned char>(c.front()) >= 0x20 || c == "\t" || c == "\n" || c == "\r";
}

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto size = utf8_character_size(text);
    const auto c = text.substr(0, size == 0 ? 1 : size);
    if (size == 0 || !is_xml_character(c)) {
      out += replacement;
    } else if (c == "&") {
      out += "&amp;";
    } else if (c == "<") {
      out += "&lt;";
    } else if (c == ">") {
      out += "&gt;";
    } else if (c == "\"") {
      out += "&quot;";
    } else if (c == "\r") {
      out += "&#13;";
    } else {
      out += c;
    }
    text.remove_prefix(c.size());
  }
}

void append_attribute(std::string& out, const xml_attribute& a) {
  out += ' ';
  out += a.name;
  out += "=\"";
  append_escaped(out, a.value);
  out += '"';
}

}  // namespace

xml_writer::xml_writer(std::size_t expected_bytes) {
  out_.reserve(expected_bytes);
  out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
}

void xml_writer::indent() {
  out_.append(open_.size(), ' ');
}

xml_writer& xml_writer::open(std::string_view name) {
  return open_root(name, {});
}

xml_writer& xml_writer::open_root(std::string_view name, const std::vector<xml_attribute>& attributes) {
  indent();
  out_ += '<';
  out_ += name;
  for (const auto& a : attributes)
    append_attribute(out_, a);
  out_ += ">\n";
  open_.push_back(name);
  return *this;
}

xml_writer& xml_writer::close() {
  WEIR_ASSERT(!open_.empty(), "closes what is not open");
  const auto name = open_.back();
  open_.pop_back();
  indent();
  out_ += "</";
  out_ += name;
  out_ += ">\n";
  return *this;
}

xml_writer& xml_writer::text(std::string_view name, std::string_view content, xml_attribute attribute) {
  indent();
  out_ += '<';
  out_ += name;
  if (!attribute.name.empty()) append_attribute(out_, attribute);
  out_ += '>';
  append_escaped(out_, content);
  out_ += "</";
  out_ += name;
  out_ += ">\n";
  return *this;
}

xml_writer& xml_writer::given(std::string_view name, std::string_view content) {
  return content.empty() ? *this : text(name, content);
}

std::string xml_writer::take() {
  WEIR_ASSERT(open_.empty(), "the XML is not finished");
  return std::move(out_);
}

}  // namespace weir::documents
