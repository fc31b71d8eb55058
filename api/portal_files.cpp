#include <array>
#include <filesystem>
#include <fstream>
#include <utility>

#include <api/portal_files.hpp>

#include <weir/base/crypto.hpp>

namespace weir::api {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_most = 2'000;
constexpr std::size_t bytes_most = std::size_t{64} << 20;

struct type_of_ending {
  std::string_view ending;
  http::literal type;
};
constexpr std::array types{
    type_of_ending{".css", "text/css; charset=utf-8"},
    type_of_ending{".html", "text/html; charset=utf-8"},
    type_of_ending{".ico", "image/x-icon"},
    type_of_ending{".js", "text/javascript; charset=utf-8"},
    type_of_ending{".json", "application/json"},
    type_of_ending{".png", "image/png"},
    type_of_ending{".svg", "image/svg+xml"},
    type_of_ending{".txt", "text/plain; charset=utf-8"},
    type_of_ending{".webmanifest", "application/manifest+json"},
    type_of_ending{".woff2", "font/woff2"},
};

std::unexpected<error> unusable(const std::string& folder, const std::string& why) {
  return fail(error_code::not_found, "There is no portal in \"" + folder + "\" (PORTAL_DIR): " + why + ".");
}

std::optional<http::literal> type_of(const std::string& path) {
  for (const auto& known : types) {
    if (path.ends_with(known.ending)) return known.type;
  }
  return std::nullopt;
}

bool hidden(const fs::path& relative) {
  for (const auto& part : relative) {
    if (part.native().starts_with('.')) return true;
  }
  return false;
}

// Nothing: it cannot be read.
std::optional<std::string> content(const fs::path& path, std::size_t size) {
  std::ifstream file(path, std::ios::binary);
  std::string out(size, '\0');
  if (!file.read(out.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return out;
}

portal_file::variant variant_of(std::string bytes) {
  auto etag = '"' + base64url(std::string_view(reinterpret_cast<const char*>(sha256(bytes).data()), 16)) + '"';
  return {std::make_shared<const std::string>(std::move(bytes)), std::move(etag)};
}

}  // namespace

result<portal_files> portal_files::read(const std::string& folder) {
  std::map<std::string, std::string, std::less<>> found;
  std::size_t total = 0;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    const auto relative = at->path().lexically_relative(folder);
    if (hidden(relative) || at->symlink_status(failed).type() != fs::file_type::regular) continue;
    const auto size = at->file_size(failed);
    if (failed) break;
    total += size;
    if (found.size() == files_most || total > bytes_most) return unusable(folder, "it holds more than a portal does");
    auto bytes = content(at->path(), size);
    if (!bytes) return unusable(folder, relative.generic_string() + " cannot be read");
    found.emplace(relative.generic_string(), std::move(*bytes));
  }
  if (failed) return unusable(folder, failed.message());
  if (!found.contains("index.html")) return unusable(folder, "it holds no index.html");

  portal_files out;
  auto form = [&](const std::string& path) -> std::optional<portal_file::variant> {
    const auto it = found.find(path);
    if (it == found.end()) return std::nullopt;
    return variant_of(std::move(it->second));
  };
  for (auto& [path, bytes] : found) {
    const bool packed = path.ends_with(".br") || path.ends_with(".gz");
    if (packed && found.contains(path.substr(0, path.size() - 3))) continue;
    const auto type = type_of(path);
    if (!type) return unusable(folder, path + " is of no known type");
    out.files_.emplace(path, portal_file{.type = *type,
                                         .immutable = path.starts_with("assets/"),
                                         .plain = variant_of(std::move(bytes)),
                                         .brotli = form(path + ".br"),
                                         .gzip = form(path + ".gz")});
  }
  return out;
}

const portal_file* portal_files::find(std::string_view path) const {
  const auto it = files_.find(path);
  return it == files_.end() ? nullptr : &it->second;
}

}  // namespace weir::api
