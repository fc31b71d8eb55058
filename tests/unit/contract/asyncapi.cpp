// schemas/asyncapi.yaml names the topics and headers that the code writes. It is read line by line: no YAML library is
// worth it, and a file that leaves its regular form fails here too.
#include <map>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>
#include <tests/support/http_fixture.hpp>

#include <weir/contract/topics.hpp>

namespace contract = weir::contract;

namespace {

struct described {
  std::map<std::string, std::string> addresses;  // channel → topic
  std::map<std::string, std::vector<std::string>> headers;
  std::map<std::string, std::string> required;  // the list as written
  std::map<std::string, std::string> content_types;
};

described read_document() {
  described out;
  std::istringstream text(weir::testing::read_whole(WEIR_SOURCE_DIR "/schemas/asyncapi.yaml"));
  std::string line, section, block;
  while (std::getline(text, line)) {
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) continue;
    const auto colon = line.find(':');
    const auto key = line.substr(indent, colon - indent);
    const auto value = colon + 2 < line.size() ? line.substr(colon + 2) : std::string{};
    if (indent == 0) section = key;
    if (section == "channels" && indent == 2) block = key;
    if (section == "components" && indent == 4) block = key;
    if (section == "channels" && key == "address") out.addresses[block] = value;
    if (section == "components" && indent == 6 && key == "contentType") out.content_types[block] = value;
    if (section == "components" && block.ends_with("_headers")) {
      if (indent == 8) out.headers[block].push_back(key);
      if (indent == 6 && key == "required") out.required[block] = value;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the AsyncAPI document names the topics of the code and their headers") {
  const auto document = read_document();
  CHECK(document.addresses.size() == contract::topic_contracts().size());
  for (const auto& topic : contract::topic_contracts()) {
    const auto channel = std::string(topic.name.substr(topic.name.find('.') + 1));
    CAPTURE(channel);
    REQUIRE(document.addresses.contains(channel));
    CHECK(document.addresses.at(channel) == topic.name);
    CHECK(document.content_types.at(channel) == topic.content_type);
    std::vector<std::string> names;
    std::string required;
    for (const auto& header : topic.headers) {
      names.emplace_back(header.name);
      if (header.required) required += (required.empty() ? "[" : ", ") + std::string(header.name);
    }
    CHECK(document.headers.at(channel + "_headers") == names);
    CHECK(document.required.at(channel + "_headers") == required + "]");
  }
}
