// Files of keys: as they are read, and exchanged in one step.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <src/app/secret_files.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace weir;
using namespace weir::app;
namespace fs = std::filesystem;

namespace {

struct folder {
  fs::path path = fs::temp_directory_path() / ("weir-secret-files-" + std::to_string(getpid()));
  folder() { fs::create_directories(path); }
  ~folder() { fs::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
};

void write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

const std::string key(40, 'k');

}  // namespace

TEST_CASE("a key is read without its line break, and one that is too short is none") {
  const folder in;
  CHECK(read_key(in.file("missing")) == "");
  for (const char* end : {"", "\n", "\r\n"}) {
    write(in.file("key"), key + end);
    CHECK(read_key(in.file("key")) == key);
  }
  write(in.file("key"), "");
  CHECK(read_key(in.file("key")) == "");
  write(in.file("key"), std::string(31, 'k') + "\n");
  CHECK(read_key(in.file("key")).error().code == error_code::setting_invalid);
  CHECK(read_key(in.path.string()).error().code == error_code::file_unreadable);
}

TEST_CASE("a file is exchanged with its mode, or made for its owner alone") {
  const folder in;
  const auto mode = [](const std::string& path) {
    struct stat s{};
    REQUIRE(stat(path.c_str(), &s) == 0);
    return s.st_mode & 07777U;
  };
  REQUIRE(replace_secret_file(in.file("key"), key).has_value());
  CHECK(mode(in.file("key")) == 0600);
  CHECK(read_key(in.file("key")) == key);
  REQUIRE(chmod(in.file("key").c_str(), 0640) == 0);
  REQUIRE(replace_secret_file(in.file("key"), key + "2").has_value());
  CHECK(mode(in.file("key")) == 0640);
  CHECK(read_key(in.file("key")) == key + "2");
  CHECK(replace_secret_file(in.file("no/such/folder"), key).error().code == error_code::file_unwritable);
  CHECK(std::distance(fs::directory_iterator(in.path), fs::directory_iterator()) == 1);
}

TEST_CASE("where the keys are is said by the environment") {
  CHECK(key_paths({}, "JWT_SECRET").current.empty());
  const auto paths = key_paths({{"JWT_SECRET_FILE", "/a"}, {"JWT_SECRET_PREVIOUS_FILE", "/b"}}, "JWT_SECRET");
  CHECK(paths.current == "/a");
  CHECK(paths.previous == "/b");
  CHECK(key_paths({{"JWT_SECRET_FILE", "/a"}}, "JWT_SECRET").previous == "/a.previous");
  CHECK(
      key_paths({{"APP_SECRET_KEY_FILE", "/a"}, {"APP_SECRET_KEY_PREVIOUS", "x"}}, "APP_SECRET_KEY").previous.empty());
  CHECK(key_paths({{"APP_SECRET_KEY_FILE", "/a"}}, "APP_SECRET_KEY").previous == "/a.previous");
  CHECK(key_paths({{"JWT_SECRET_FILE", "/a"}}, "APP_SECRET_KEY").current.empty());
  CHECK(key_paths({{"JWT_SECRET_PREVIOUS_FILE", "/b"}}, "JWT_SECRET").current.empty());
}
