#include <array>
#include <atomic>
#include <cmath>
#include <mutex>

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <weir/base/json_text.hpp>
#include <weir/base/log.hpp>
#include <weir/base/time.hpp>

namespace weir::log {
namespace {

constexpr std::size_t queue_lines = 8192;
constexpr std::size_t value_limit = 4096;  // bytes of one text
constexpr std::size_t least_secret = 8;
constexpr std::string_view hidden = "********";
constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};

struct setup {
  std::string service = "weir";
  std::vector<std::string> secrets;
  std::shared_ptr<spdlog::logger> logger;
  std::shared_ptr<spdlog::details::thread_pool> pool;  // only after start()
};

// Readers take a snapshot; writers are start, stop, hide and capture.
struct shared_setup {
  std::mutex mutex;
  std::shared_ptr<const setup> current;
};

shared_setup& shared() {
  // Never destroyed: threads that outlive main may still log.
  static auto* instance = [] {
    auto* made = new shared_setup;
    auto initial = std::make_shared<setup>();
    initial->logger = std::make_shared<spdlog::logger>("weir", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    initial->logger->set_pattern("%v");
    initial->logger->set_level(spdlog::level::trace);
    made->current = std::move(initial);
    return made;
  }();
  return *instance;
}

std::atomic<level> least{level::info};

std::shared_ptr<const setup> snapshot() {
  auto& s = shared();
  std::scoped_lock lock(s.mutex);
  return s.current;
}

template<class Change>
std::shared_ptr<const setup> exchange(Change change) {
  auto& s = shared();
  std::scoped_lock lock(s.mutex);
  auto next = std::make_shared<setup>(*s.current);
  change(*next);
  return std::exchange(s.current, std::move(next));
}

spdlog::level::level_enum spdlog_level(level l) {
  switch (l) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warning:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

bool names_a_secret(std::string_view key) {
  for (std::string_view word : {"password", "secret", "token", "authorization", "cookie", "api_key"}) {
    if (key == word || key.ends_with(std::string("_") + std::string(word))) return true;
  }
  return false;
}

std::string without_secrets(std::string_view text, const std::vector<std::string>& secrets) {
  std::string out(text);
  for (const auto& secret : secrets) {
    for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret, at + hidden.size())) {
      out.replace(at, secret.size(), hidden);
    }
  }
  return out;
}

void append_text(std::string& out, std::string_view text, const setup& s) {
  // Secrets go before the cut: half a secret would not be found any more.
  auto safe = without_secrets(text.substr(0, 16 * value_limit), s.secrets);
  if (safe.size() > value_limit) {
    safe.resize(value_limit);
    safe += "…";
  }
  append_json_string(out, safe);
}

void append_value(std::string& out, const field& f, const setup& s) {
  if (names_a_secret(f.key)) return append_json_string(out, hidden);
  std::visit(
      [&](const auto& v) {
        using type = std::remove_cvref_t<decltype(v)>;
        if constexpr (std::is_same_v<type, std::string_view> || std::is_same_v<type, std::string>) {
          append_text(out, v, s);
        } else if constexpr (std::is_same_v<type, double>) {
          if (std::isfinite(v)) {
            fmt::format_to(std::back_inserter(out), "{}", v);
          } else {
            out += "null";
          }
        } else {
          fmt::format_to(std::back_inserter(out), "{}", v);
        }
      },
      f.value.get());
}

}  // namespace

level level_from_name(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (level_names[i] == name) return static_cast<level>(i);
  }
  return level::info;
}

value::value(const weir::error& e)
    : value_(e.detail.empty() ? std::string(weir::name(e.code)) : fmt::format("{}: {}", weir::name(e.code), e.detail)) {
}

bool enabled(level l) {
  return l >= least.load(std::memory_order_relaxed);
}

void write(level l, std::string_view message, std::span<const field> with) {
  if (!enabled(l)) return;
  const auto s = snapshot();
  std::string line = "{\"timestamp\":\"";
  line += format_rfc3339(timestamp::from_ms(system_clock().now().ms()));
  line += "\",\"level\":\"";
  line += level_names[static_cast<std::size_t>(l)];
  line += "\",\"service\":";
  append_json_string(line, s->service);
  line += ",\"message\":";
  append_text(line, message, *s);
  for (const auto& f : with) {
    line += ',';
    append_json_string(line, f.key);
    line += ':';
    append_value(line, f, *s);
  }
  line += '}';
  s->logger->log(spdlog_level(l), spdlog::string_view_t(line.data(), line.size()));
}

void start(options o) {
  least = o.least;
  exchange([&](setup& s) {
    s.service = std::move(o.service);
    std::erase_if(o.secrets, [](const auto& secret) { return secret.size() < least_secret; });
    s.secrets.insert(s.secrets.end(), o.secrets.begin(), o.secrets.end());
    s.pool = std::make_shared<spdlog::details::thread_pool>(queue_lines, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    s.logger = std::make_shared<spdlog::async_logger>("weir", std::move(sink), s.pool,
                                                      spdlog::async_overflow_policy::overrun_oldest);
    s.logger->set_pattern("%v");
    s.logger->set_level(spdlog::level::trace);
  });
}

void stop() {
  auto before = exchange([](setup& s) {
    s.pool.reset();
    s.logger = std::make_shared<spdlog::logger>("weir", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    s.logger->set_pattern("%v");
    s.logger->set_level(spdlog::level::trace);
  });
  // The last owner of the pool joins its thread, which writes what is queued.
}

void hide(std::string secret) {
  if (secret.size() < least_secret) return;
  exchange([&](setup& s) { s.secrets.push_back(std::move(secret)); });
}

std::uint64_t dropped() {
  const auto s = snapshot();
  return s->pool ? s->pool->overrun_counter() : 0;
}

struct capture::state {
  class sink final : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::vector<std::string> lines() {
      std::scoped_lock lock(mutex_);
      return lines_;
    }

   protected:
    void sink_it_(const spdlog::details::log_msg& m) override {
      lines_.emplace_back(m.payload.data(), m.payload.size());
    }
    void flush_() override {}

   private:
    std::vector<std::string> lines_;
  };

  std::shared_ptr<sink> lines = std::make_shared<sink>();
  std::shared_ptr<const setup> before;
  level least_before = level::info;
};

capture::capture() : state_(std::make_shared<state>()) {
  state_->least_before = least.exchange(level::debug);
  state_->before = exchange([&](setup& s) {
    s.pool.reset();
    s.logger = std::make_shared<spdlog::logger>("capture", state_->lines);
    s.logger->set_level(spdlog::level::trace);
  });
}

capture::~capture() {
  auto& s = shared();
  std::scoped_lock lock(s.mutex);
  s.current = state_->before;
  least = state_->least_before;
}

std::vector<std::string> capture::lines() const {
  return state_->lines->lines();
}

}  // namespace weir::log
