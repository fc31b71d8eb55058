#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <workers/usage/claim_folder.hpp>

#include <weir/base/descriptor.hpp>
#include <weir/base/failpoint.hpp>

namespace weir::usage {
namespace {

constexpr std::string_view half_written = ".tmp";
constexpr std::size_t buffer_most = 256 * 1024;

std::unexpected<error> refused(const std::string& what, const std::string& path) {
  return fail(error_code::claim_file_io, what + " " + path + ": " + std::strerror(errno));
}

class disk_file final : public claim_file {
 public:
  disk_file(descriptor fd, std::string path, std::uint64_t size)
      : fd_(std::move(fd)), path_(std::move(path)), size_(size) {}

  std::uint64_t size() const override { return size_; }

  result<void> read(std::uint64_t at, std::span<std::uint8_t> into) const override {
    while (!into.empty()) {
      const auto n = ::pread(fd_.get(), into.data(), into.size(), static_cast<off_t>(at));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return refused("cannot read", path_);
      if (n == 0) return fail(error_code::claim_file_corrupt, path_ + " ends too early");
      into = into.subspan(static_cast<std::size_t>(n));
      at += static_cast<std::uint64_t>(n);
    }
    return {};
  }

 private:
  descriptor fd_;
  std::string path_;
  std::uint64_t size_;
};

result<void> write_all(int fd, std::string_view bytes, std::uint64_t at, const std::string& path) {
  while (!bytes.empty()) {
    const auto n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return {};
}

result<void> make_durable(const std::string& folder) {
  const descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!at || ::fsync(at.get()) != 0) return refused("cannot write", folder);
  return {};
}

class disk_writer final : public claim_file_writer {
 public:
  disk_writer(descriptor fd, std::string folder, std::string path)
      : fd_(std::move(fd)),
        folder_(std::move(folder)),
        path_(std::move(path)),
        temporary_(path_ + std::string(half_written)) {
    buffer_.reserve(buffer_most);
  }
  ~disk_writer() override {
    if (!finished_) ::unlink(temporary_.c_str());
  }

  result<void> append(std::string_view bytes) override {
    buffer_ += bytes;
    if (buffer_.size() < buffer_most) return {};
    return drain();
  }

  result<void> finish(std::string_view head) override {
    if (auto done = drain(); !done) return done;
    if (auto done = write_all(fd_.get(), head, 0, temporary_); !done) return done;
    if (::fsync(fd_.get()) != 0) return refused("cannot write", temporary_);
    WEIR_FAILPOINT("claims.before_rename");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return refused("cannot rename", temporary_);
    finished_ = true;
    return make_durable(folder_);
  }

 private:
  result<void> drain() {
    if (auto done = write_all(fd_.get(), buffer_, written_, temporary_); !done) return done;
    written_ += buffer_.size();
    buffer_.clear();
    return {};
  }

  descriptor fd_;
  std::string folder_;
  std::string path_;
  std::string temporary_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  bool finished_ = false;
};

class disk_folder final : public claim_folder {
 public:
  explicit disk_folder(std::string path) : path_(std::move(path)) {}

  result<std::unique_ptr<claim_file_writer>> create(const std::string& name) override {
    const auto path = path_ + "/" + name;
    const auto temporary = path + std::string(half_written);
    descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!fd) return refused("cannot write", temporary);
    return std::make_unique<disk_writer>(std::move(fd), path_, path);
  }

  result<std::shared_ptr<const claim_file>> open(const std::string& name) override {
    const auto path = path_ + "/" + name;
    descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && errno == ENOENT) return nullptr;
    struct stat about{};
    if (!fd || ::fstat(fd.get(), &about) != 0) return refused("cannot read", path);
    return std::make_shared<disk_file>(std::move(fd), path, static_cast<std::uint64_t>(about.st_size));
  }

  result<std::vector<std::string>> list() override {
    std::vector<std::string> out;
    std::error_code wrong;
    for (std::filesystem::directory_iterator at(path_, wrong), end; !wrong && at != end; at.increment(wrong))
      out.push_back(at->path().filename().string());
    if (wrong) return fail(error_code::claim_file_io, "cannot read " + path_ + ": " + wrong.message());
    return out;
  }

  result<void> remove(const std::string& name) override {
    const auto path = path_ + "/" + name;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return refused("cannot remove", path);
    return {};
  }

 private:
  std::string path_;
};

}  // namespace

result<std::unique_ptr<claim_folder>> open_disk_claim_folder(const std::filesystem::path& path) {
  std::error_code wrong;
  std::filesystem::create_directories(path, wrong);
  if (wrong) return fail(error_code::claim_file_io, "cannot make " + path.string() + ": " + wrong.message());
  return std::make_unique<disk_folder>(path.string());
}

}  // namespace weir::usage
