#include <cstdlib>
#include <fstream>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/kafka.hpp"
#include <weir/kafka/topics.hpp>

namespace weir::test {
namespace {

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
  REQUIRE(bind(fd, generic, size) == 0);
  REQUIRE(getsockname(fd, generic, &size) == 0);
  close(fd);
  return ntohs(address.sin_port);
}

std::string libraries() {
  if (const char* given = std::getenv("WEIR_TEST_KAFKA_LIBS"); given != nullptr) return given;
  return std::string(WEIR_SOURCE_DIR) + "/.cache/kafka/4.1.0";
}

pid_t run(const std::vector<std::string>& words, const std::string& output) {
  std::vector<char*> raw;
  for (const auto& w : words)
    raw.push_back(const_cast<char*>(w.c_str()));
  raw.push_back(nullptr);
  const pid_t pid = fork();
  REQUIRE(pid >= 0);
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int fd = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(fd, 1);
  dup2(fd, 2);
  execvp(raw[0], raw.data());
  _exit(127);
}

}  // namespace

own_broker::own_broker() {
  std::string name = (std::filesystem::temp_directory_path() / "weir-broker-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  REQUIRE_MESSAGE(std::filesystem::exists(libraries()), "no Kafka jars in " << libraries());
  port_ = free_port();
  const int controller = free_port();
  std::ofstream(folder_ / "server.properties")
      << "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:" << controller
      << "\nlisteners=PLAINTEXT://127.0.0.1:" << port_ << ",CONTROLLER://127.0.0.1:" << controller
      << "\nadvertised.listeners=PLAINTEXT://127.0.0.1:" << port_
      << "\ncontroller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAINTEXT\nlog.dirs="
      << (folder_ / "log").string() << "\noffsets.topic.replication.factor=1\nauto.create.topics.enable=false\n";
  const auto pid = run({"java", "-cp", libraries() + "/*", "kafka.tools.StorageTool", "format", "-t",
                        "MkU3OEVBNTcwNTJENDM2Qk", "-c", (folder_ / "server.properties").string()},
                       (folder_ / "output").string());
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  REQUIRE(status == 0);
  start();
}

own_broker::~own_broker() {
  kill_now();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

kafka::client_config own_broker::config() const {
  return kafka_config("127.0.0.1:" + std::to_string(port_));
}

void own_broker::kill_now() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void own_broker::start() {
  pid_ = run({"java", "-Xmx256m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", libraries() + "/*",
              "kafka.Kafka", (folder_ / "server.properties").string()},
             (folder_ / "output").string());
  const auto admin = kafka::topic_admin::open(config());
  REQUIRE(admin);
  REQUIRE(eventually(std::chrono::seconds(60),
                     [&] { return (*admin)->reachable(std::chrono::milliseconds(500)).has_value(); }));
}

}  // namespace weir::test
