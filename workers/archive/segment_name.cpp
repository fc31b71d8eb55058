#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <workers/archive/segment_name.hpp>

namespace weir::archive {
namespace {

template<class T>
bool read_number(std::string_view text, T& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size() && out >= 0;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find(at, from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

}  // namespace

std::string name_prefix(std::string_view installation, std::string_view topic, std::int32_t partition) {
  return fmt::format("{}/{}/{:05}/", installation, topic, partition);
}

std::string segment_name(const contract::archive_manifest& m, const bytes32& manifest_sha256) {
  return fmt::format("{}{:010}-{:019}-{:019}-{}{}", name_prefix(m.installation, m.topic, m.partition), m.sequence,
                     m.first_offset, m.last_offset, hex(manifest_sha256).substr(0, 32), segment_ending);
}

std::string manifest_name(std::string_view segment) {
  segment.remove_suffix(segment_ending.size());
  return std::string(segment) + std::string(manifest_ending);
}

std::optional<parsed_name> parse_name(std::string_view name) {
  parsed_name out;
  out.is_manifest = name.ends_with(manifest_ending);
  if (!out.is_manifest && !name.ends_with(segment_ending)) return {};
  name.remove_suffix(out.is_manifest ? manifest_ending.size() : segment_ending.size());
  const auto path = split(name, '/');
  if (path.size() != 4) return {};
  const auto parts = split(path[3], '-');
  if (parts.size() != 4 || !read_number(path[2], out.partition) || !read_number(parts[0], out.sequence) ||
      !read_number(parts[1], out.first_offset) || !read_number(parts[2], out.last_offset) || parts[3].size() != 32) {
    return {};
  }
  out.installation = path[0];
  out.topic = path[1];
  return out;
}

}  // namespace weir::archive
