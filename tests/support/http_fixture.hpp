// A stored request: "name: value" lines, an empty line, the body as it is. A .json file is a body of application/json.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <weir/contract/cloudevents_decode.hpp>

namespace weir::testing {

struct http_fixture {
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;

  std::vector<contract::http_header> headers() const {
    std::vector<contract::http_header> out;
    for (const auto& [name, value] : fields)
      out.push_back({name, value});
    return out;
  }
};

inline std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline http_fixture read_http_fixture(const std::filesystem::path& path) {
  http_fixture out;
  auto text = read_whole(path);
  if (path.extension() == ".json") {
    out.content_type = "application/json";
    out.body = std::move(text);
    return out;
  }
  std::size_t at = 0;
  while (at < text.size() && text[at] != '\n') {
    const auto end = text.find('\n', at);
    const auto colon = text.find(':', at);
    std::string name = text.substr(at, colon - at);
    std::string value = text.substr(colon + 1, end - colon - 1);
    value.erase(0, value.find_first_not_of(' '));
    if (name == "content-type") out.content_type = value;
    out.fields.emplace_back(std::move(name), std::move(value));
    at = end + 1;
  }
  out.body = text.substr(std::min(at + 1, text.size()));
  return out;
}

}  // namespace weir::testing
