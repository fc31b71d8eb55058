#include <charconv>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <weir/base/failpoint.hpp>
#include <weir/base/metrics.hpp>

namespace weir {
namespace {

enum class action { pass, kill, stop, delay };

struct failpoint {
  action what = action::pass;
  int delay_ms = 0;
  double probability = 1;
  std::string line;  // of the log file
  std::optional<counter> hits;
};

// Filled once by start_failpoints(), then only read.
std::map<std::string, failpoint, std::less<>> points;
int log_descriptor = -1;

template<class T>
bool parse_number(std::string_view text, T& out) {
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), out);
  return wrong == std::errc{} && end == text.data() + text.size();
}

std::optional<failpoint> parse_action(std::string_view text) {
  failpoint out;
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    if (!parse_number(text.substr(at + 1), out.probability) || out.probability < 0 || out.probability > 1) return {};
    text = text.substr(0, at);
  }
  if (text == "pass") return out;
  if (text == "kill") {
    out.what = action::kill;
    return out;
  }
  if (text == "stop") {
    out.what = action::stop;
    return out;
  }
  if (!text.starts_with("delay:") || !parse_number(text.substr(6), out.delay_ms) || out.delay_ms < 0) return {};
  out.what = action::delay;
  return out;
}

bool chosen(double probability) {
  if (probability >= 1) return true;
  thread_local std::minstd_rand dice{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(dice) < probability;
}

}  // namespace

namespace failpoint_detail {

std::atomic<bool> any_set = false;

void reached(std::string_view name) {
  const auto it = points.find(name);
  if (it == points.end() || !chosen(it->second.probability)) return;
  const auto& point = it->second;
  point.hits->add();
  // O_APPEND writes of one short line do not mix.
  if (log_descriptor >= 0 && ::write(log_descriptor, point.line.data(), point.line.size()) < 0) return;
  switch (point.what) {
    case action::pass:
      break;
    case action::kill:
      ::kill(::getpid(), SIGKILL);
      break;
    case action::stop:
      ::kill(::getpid(), SIGSTOP);
      break;
    case action::delay:
      std::this_thread::sleep_for(std::chrono::milliseconds(point.delay_ms));
      break;
  }
}

}  // namespace failpoint_detail

std::optional<std::string> start_failpoints(std::string_view text, std::string_view log_file) {
  points.clear();
  failpoint_detail::any_set = false;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto entry = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const auto equals = entry.find('=');
    auto point = equals == std::string_view::npos ? std::nullopt : parse_action(entry.substr(equals + 1));
    if (!point || equals == 0) {
      points.clear();
      return "WEIR_FAILPOINTS: \"" + std::string(entry) +
             "\" is not name=kill, stop, delay:MILLISECONDS or pass, with @probability or without";
    }
    point->line = std::string(entry.substr(0, equals)) + " " + std::string(entry.substr(equals + 1)) + "\n";
    point->hits = process_metrics().counter(metric::weir_failpoints_hit_total, {entry.substr(0, equals)});
    points.insert_or_assign(std::string(entry.substr(0, equals)), std::move(*point));
  }
  if (points.empty()) return {};
  if (!log_file.empty()) {
    log_descriptor = ::open(std::string(log_file).c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (log_descriptor < 0) {
      points.clear();
      return "WEIR_FAILPOINTS_LOG: " + std::string(log_file) + " cannot be written";
    }
  }
  failpoint_detail::any_set = true;
  return {};
}

}  // namespace weir
