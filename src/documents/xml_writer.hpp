// Writes XML of elements, texts and attributes, indented by one blank a level.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::documents {

struct xml_attribute {
  std::string_view name;
  std::string_view value;
};

class xml_writer {
 public:
  explicit xml_writer(std::size_t expected_bytes);

  // Names outlive the element.
  xml_writer& open(std::string_view name);
  xml_writer& open_root(std::string_view name, const std::vector<xml_attribute>& attributes);
  xml_writer& close();

  // An element with a text. Characters that XML cannot have become U+FFFD.
  xml_writer& text(std::string_view name, std::string_view content, xml_attribute attribute = {});
  // The same, unless the text is empty.
  xml_writer& given(std::string_view name, std::string_view content);

  std::string take();

 private:
  void indent();

  std::string out_;
  std::vector<std::string_view> open_;
};

}  // namespace weir::documents
