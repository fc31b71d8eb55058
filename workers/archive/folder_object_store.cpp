#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <workers/archive/object_store.hpp>

#include <weir/base/descriptor.hpp>
#include <weir/base/failpoint.hpp>

namespace weir::archive {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view half_written = ".tmp";
constexpr std::int64_t half_written_ms = 24LL * 3600 * 1000;

std::unexpected<error> refused(const std::string& what, const fs::path& path, const std::string& why) {
  return fail(error_code::archive_unavailable, what + " " + path.string() + ": " + why);
}

std::unexpected<error> refused(const std::string& what, const fs::path& path) {
  return refused(what, path, std::strerror(errno));
}

result<void> make_durable(const fs::path& folder) {
  const descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!at || ::fsync(at.get()) != 0) return refused("cannot write", folder);
  return {};
}

// A folder is durable once the one that holds it is.
result<void> make_folders(const fs::path& folder) {
  std::error_code wrong;
  if (fs::is_directory(folder, wrong)) return {};
  const auto parent = folder.parent_path();
  if (!parent.empty() && parent != folder) {
    if (auto made = make_folders(parent); !made) return made;
  }
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return refused("cannot make", folder);
  return make_durable(parent.empty() ? fs::path(".") : parent);
}

result<void> write_whole(const fs::path& path, std::string_view bytes) {
  const descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) return refused("cannot write", path);
  while (!bytes.empty()) {
    const auto n = ::write(fd.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd.get()) != 0) return refused("cannot write", path);
  return {};
}

std::int64_t changed_ms(const struct stat& about) {
  return static_cast<std::int64_t>(about.st_mtim.tv_sec) * 1000 + about.st_mtim.tv_nsec / 1'000'000;
}

class folder_store final : public object_store {
 public:
  explicit folder_store(fs::path root) : root_(std::move(root)) {}

  result<void> put(const std::string& name, std::string_view bytes) override {
    const auto path = root_ / name;
    if (auto made = make_folders(path.parent_path()); !made) return made;
    // Two owners of a partition, one of them paused, may write the same object: each in a file of its own.
    static std::atomic<std::uint64_t> count = 0;
    const auto temporary = fs::path(path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(++count) +
                                    std::string(half_written));
    auto done = write_whole(temporary, bytes);
    WEIR_FAILPOINT("archive.before_rename");
    if (done && ::rename(temporary.c_str(), path.c_str()) != 0) done = refused("cannot rename", temporary);
    if (!done) {
      ::unlink(temporary.c_str());
      return done;
    }
    return make_durable(path.parent_path());
  }

  result<std::optional<std::string>> get(const std::string& name, std::size_t most) override {
    const auto path = root_ / name;
    const descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && errno == ENOENT) return std::optional<std::string>{};
    struct stat about{};
    if (!fd || ::fstat(fd.get(), &about) != 0) return refused("cannot read", path);
    if (about.st_size < 0 || static_cast<std::size_t>(about.st_size) > most) {
      return fail(error_code::archive_corrupt, name + " is larger than it may be");
    }
    std::string out(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t have = 0;
    while (have < out.size()) {
      const auto n = ::read(fd.get(), out.data() + have, out.size() - have);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return refused("cannot read", path);
      if (n == 0) break;
      have += static_cast<std::size_t>(n);
    }
    out.resize(have);
    return out;
  }

  result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> out;
    std::error_code wrong;
    const auto top = root_ / prefix;
    if (!fs::exists(top, wrong)) return out;
    fs::recursive_directory_iterator at(top, wrong);
    const auto now_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    for (; !wrong && at != fs::recursive_directory_iterator(); at.increment(wrong)) {
      struct stat about{};
      if (::stat(at->path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
      auto name = at->path().lexically_relative(root_).string();
      if (!name.ends_with(half_written)) {
        out.push_back(std::move(name));
      } else if (now_ms - changed_ms(about) > half_written_ms) {
        ::unlink(at->path().c_str());
      }
    }
    if (wrong) return refused("cannot read", top, wrong.message());
    return out;
  }

  result<void> remove(const std::string& name) override {
    const auto path = root_ / name;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return refused("cannot remove", path);
    return {};
  }

 private:
  fs::path root_;
};

}  // namespace

std::unique_ptr<object_store> make_folder_object_store(const fs::path& root) {
  return std::make_unique<folder_store>(root);
}

}  // namespace weir::archive
