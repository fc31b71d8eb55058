#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <malloc.h>
#include <src/app/program.hpp>
#include <src/app/secret_files.hpp>

#include <weir/base/failpoint.hpp>
#include <weir/base/log.hpp>

namespace weir::app {

postgres::connection_options program::database(std::string application_name) const {
  postgres::connection_options out;
  out.url = config().database_url;
  out.application_name = std::move(application_name);
  return out;
}

kafka::client_config program::kafka(std::string client_id) const {
  const auto& c = config();
  kafka::client_config out;
  out.brokers = c.kafka_brokers;
  out.topic_prefix = c.kafka_topic_prefix;
  out.client_id = std::move(client_id);
  out.security_protocol = c.kafka_security_protocol;
  out.sasl_mechanism = c.kafka_sasl_mechanism;
  out.sasl_username = c.kafka_sasl_username;
  out.sasl_password = c.kafka_sasl_password;
  out.log = [](kafka::severity severity, std::string_view message) {
    const auto level = severity == kafka::severity::error     ? log::level::error
                       : severity == kafka::severity::warning ? log::level::warning
                       : severity == kafka::severity::info    ? log::level::info
                                                              : log::level::debug;
    if (log::enabled(level)) {
      const log::field fields[] = {{"component", "kafka"}};
      log::write(level, message, fields);
    }
  };
  return out;
}

namespace {

// Failpoints are no settings: nobody finds them in a list of what may be configured.
std::optional<std::string> read_failpoints(const settings& s) {
  const char* text = std::getenv("WEIR_FAILPOINTS");
  if (!text || !*text) return {};
  if (s.app_env == "production") return "WEIR_FAILPOINTS is refused with APP_ENV=production: unset it";
  const char* log_file = std::getenv("WEIR_FAILPOINTS_LOG");
  return start_failpoints(text, log_file ? log_file : "");
}

// Fetched records and batches are large and come again at once: by default glibc gives each back to the kernel and
// takes it as fresh pages, a tenth of a worker's time (docs/performance.md).
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 16 << 20);
}

// Without a setting of its own it is looked for where a rotation puts it, at once: the first seal that is opened may be
// its own.
result<std::string> previous_key(const settings& s, const environment& variables) {
  if (!s.app_secret_key_previous.empty()) return s.app_secret_key_previous;
  const auto paths = key_paths(variables, "APP_SECRET_KEY");
  return paths.current.empty() ? std::string() : read_key(paths.previous);
}

}  // namespace

watched_key watched_secrets(const program& p,
                            std::function<void(const std::string& current, const std::string& previous)> also) {
  return {"APP_SECRET_KEY",
          "the keys of sealed secrets",
          p.config().app_secret_key,
          p.config().app_secret_key_previous,
          [ring = p.secrets, also = std::move(also)](const std::string& current, const std::string& previous) {
            ring->renew(current, previous);
            if (also) also(current, previous);
          },
          secret_ring::key_id};
}

std::unique_ptr<program> start_program(const std::string& service) {
  return start_program(service, process_environment());
}

std::unique_ptr<program> start_program(const std::string& service, const environment& variables) {
  // A peer that goes away is an error of the write, not the end of the process (libpqxx asks for this too).
  std::signal(SIGPIPE, SIG_IGN);
  keep_freed_memory();
  auto loaded = load_settings(variables, read_secret_file);
  if (!loaded) {
    for (const auto& problem : loaded.error())
      fmt::print(stderr, "weir: {}: {}\n", problem.name, problem.message);
    return nullptr;
  }
  if (auto wrong = read_failpoints(loaded->values)) {
    fmt::print(stderr, "weir: {}\n", *wrong);
    return nullptr;
  }
  auto& keys = loaded->values;
  if (auto previous = previous_key(keys, variables)) {
    keys.app_secret_key_previous = std::move(*previous);
  } else {
    (void)report("APP_SECRET_KEY_PREVIOUS", previous.error());
    return nullptr;
  }
  auto ring = std::make_shared<secret_ring>(keys.app_secret_key, keys.app_secret_key_previous);
  auto out = std::make_unique<program>(program{std::move(*loaded), service, std::move(ring)});
  log::start({service, log::level_from_name(out->config().log_level), out->settings.secrets()});
  return out;
}

int report(std::string_view what, const error& e) {
  fmt::print(stderr, "weir: {}: {}: {}\n", what, name(e.code),
             e.detail.empty() ? title(e.code) : std::string_view(e.detail));
  return e.retryable() ? exit_unavailable : exit_failed;
}

std::string_view version_text() {
  return WEIR_VERSION;
}
std::string_view commit_text() {
  return WEIR_COMMIT;
}

}  // namespace weir::app
