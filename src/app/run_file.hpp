// .weir/run.json (or .weir/<port>/run.json): where the copy that scripts/run started is reached.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/settings_loader.hpp>

namespace weir::app {

struct run_file {
  std::string url;
  std::string platform_api_key;  // a secret
  std::string database_url;      // a secret
  std::string kafka_brokers;
  std::string data_dir{};
};

// Members that are absent stay empty. Error: validation_failed when it is no JSON object.
result<run_file> parse_run_file(std::string_view text);

// Nothing when there is no such file: port 0 or 8000 is .weir/run.json, another N is .weir/N/run.json, under `folder`.
// Errors: file_unreadable (it is there and cannot be read), validation_failed.
result<std::optional<run_file>> find_run_file(const std::string& folder, int port);

// What the environment does not say (nor a file that it names) comes from the run file.
environment with_run_file(environment variables, const run_file& from);

}  // namespace weir::app
