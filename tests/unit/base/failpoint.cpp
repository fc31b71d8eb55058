// Failpoints: nothing unless named, counted when hit, refused when misspelled.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <weir/base/failpoint.hpp>
#include <weir/base/metrics.hpp>

using namespace weir;

namespace {

struct quiet_again {
  ~quiet_again() { start_failpoints("", ""); }
};

bool counted(const std::string& name, int times) {
  const auto line = "weir_failpoints_hit_total{name=\"" + name + "\"} " + std::to_string(times);
  return process_metrics().exposition().find(line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a failpoint counts only when it is named") {
  const quiet_again after;
  WEIR_FAILPOINT("test.unset");
  REQUIRE(!start_failpoints("test.pass=pass,test.never=kill@0,test.wait=delay:1", ""));
  for (int i = 0; i < 3; ++i)
    WEIR_FAILPOINT("test.pass");
  WEIR_FAILPOINT("test.never");
  WEIR_FAILPOINT("test.wait");
  WEIR_FAILPOINT("test.unset");
  CHECK(counted("test.pass", 3));
  CHECK(counted("test.never", 0));
  CHECK(counted("test.wait", 1));
  CHECK(process_metrics().exposition().find("test.unset") == std::string::npos);
}

TEST_CASE("a failpoint that kills leaves a line behind") {
  const quiet_again after;
  auto path = std::filesystem::temp_directory_path() / ("weir_failpoint_" + std::to_string(::getpid()));
  const auto child = ::fork();
  if (child == 0) {
    if (start_failpoints("test.kill=kill", path.string())) ::_exit(2);
    WEIR_FAILPOINT("test.kill");
    ::_exit(3);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  CHECK(text.str() == "test.kill kill\n");
  std::filesystem::remove(path);
}

TEST_CASE("a misspelled failpoint is refused and sets nothing") {
  const quiet_again after;
  for (const char* text :
       {"x", "x=", "=kill", "x=kil", "x=kill@2", "x=kill@", "x=delay:", "x=delay:-1", "x=pass,,y=pass"}) {
    CHECK_MESSAGE(start_failpoints(text, "").has_value(), text);
  }
  CHECK(start_failpoints("x=pass", "/no/such/folder/file").has_value());
  CHECK(!failpoint_detail::any_set.load());
}
