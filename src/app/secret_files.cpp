#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <src/app/secret_files.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace weir::app {
namespace {

std::string named(const environment& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

std::int64_t least_characters() {
  const auto row = std::ranges::find(setting_rows, "JWT_SECRET", &setting_row::name);
  return row->minimum;
}

std::unexpected<error> unwritable(const std::string& path) {
  return fail(error_code::file_unwritable, path + ": " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
}

bool write_whole(int file, std::string_view text) {
  while (!text.empty()) {
    const auto n = write(file, text.data(), text.size());
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return fsync(file) == 0;
}

}  // namespace

secret_paths key_paths(const environment& variables, std::string_view setting) {
  const std::string name(setting);
  secret_paths out{named(variables, name + "_FILE"), named(variables, name + "_PREVIOUS_FILE")};
  if (!out.current.empty() && out.previous.empty() && named(variables, name + "_PREVIOUS").empty())
    out.previous = out.current + ".previous";
  return out;
}

result<std::string> read_key(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0 && errno == ENOENT) return std::string();
  auto text = read_secret_file(path);
  if (!text) return text;
  if (text->ends_with('\n')) text->pop_back();
  if (text->ends_with('\r')) text->pop_back();
  if (!text->empty() && static_cast<std::int64_t>(text->size()) < least_characters())
    return fail(error_code::setting_invalid, path + " has fewer characters than a key");
  return text;
}

result<void> replace_secret_file(const std::string& path, const std::string& secret) {
  struct stat before{};
  const bool was_there = stat(path.c_str(), &before) == 0;
  auto temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) return unwritable(temporary);
  bool good = write_whole(file, secret + "\n");
  if (good && was_there) {
    const bool same_owner = before.st_uid == geteuid() || fchown(file, before.st_uid, before.st_gid) == 0;
    good = same_owner && fchmod(file, before.st_mode & 07777) == 0;
  }
  const int failure = errno;
  close(file);
  if (good && rename(temporary.c_str(), path.c_str()) == 0) return {};
  if (!good) errno = failure;
  auto out = unwritable(path);
  unlink(temporary.c_str());
  return out;
}

}  // namespace weir::app
