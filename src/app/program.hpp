// What every verb of the command line starts from: settings, log, and how they end.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <src/app/secret_watch.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/base/settings_loader.hpp>
#include <weir/kafka/client_config.hpp>
#include <weir/postgres/conninfo.hpp>

namespace weir::app {

// Exit codes of the command line.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_with_rejects = 3;
inline constexpr int exit_refused = 4;
inline constexpr int exit_unavailable = 5;

struct program {
  loaded_settings settings;
  std::string service;                     // "weir serve", for logs
  std::shared_ptr<secret_ring> secrets{};  // of APP_SECRET_KEY and the one before

  const weir::settings& config() const { return settings.values; }
  postgres::connection_options database(std::string application_name) const;
  kafka::client_config kafka(std::string client_id) const;
};

// The keys of APP_SECRET_KEY_FILE, followed while the program runs: `also` hears of them after the program's own ring.
watched_key watched_secrets(const program& p,
                            std::function<void(const std::string& current, const std::string& previous)> also = {});

// Settings from the environment, or every problem on stderr and nothing. Starts the log.
std::unique_ptr<program> start_program(const std::string& service);
std::unique_ptr<program> start_program(const std::string& service, const environment& variables);

// Prints "weir: what: code: detail" on stderr; the exit code that fits the error.
int report(std::string_view what, const error& e);

std::string_view version_text();  // of this build
std::string_view commit_text();

}  // namespace weir::app
