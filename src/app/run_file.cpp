#include <fstream>
#include <sstream>
#include <system_error>

#include <fmt/format.h>
#include <src/app/run_file.hpp>

#include <weir/contract/json_document.hpp>

namespace weir::app {

result<run_file> parse_run_file(std::string_view text) {
  auto document = contract::json_document::parse(text);
  if (!document || document->root().kind() != contract::json_kind::object) {
    return fail(error_code::validation_failed, "no JSON object");
  }
  const auto member = [root = document->root()](std::string_view name) {
    return std::string(root.text(name).value_or(""));
  };
  return run_file{member("url"), member("platform_api_key"), member("database_url"), member("kafka_brokers"),
                  member("data_dir")};
}

result<std::optional<run_file>> find_run_file(const std::string& folder, int port) {
  const auto path =
      port == 0 || port == 8000 ? folder + "/.weir/run.json" : fmt::format("{}/.weir/{}/run.json", folder, port);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    return fail(error_code::file_unreadable, fmt::format("{}: {}", path, std::generic_category().message(errno)));
  }
  std::ostringstream text;
  text << file.rdbuf();
  auto parsed = parse_run_file(text.str());
  if (!parsed) return fail(parsed.error().code, path + ": " + parsed.error().detail);
  return std::move(*parsed);
}

environment with_run_file(environment variables, const run_file& from) {
  const auto fill = [&](const std::string& name, const std::string& value) {
    const auto said = [&](const std::string& which) {
      const auto found = variables.find(which);
      return found != variables.end() && !found->second.empty();
    };
    if (!value.empty() && !said(name) && !said(name + "_FILE")) variables.insert_or_assign(name, value);
  };
  fill("DATABASE_URL", from.database_url);
  fill("KAFKA_BROKERS", from.kafka_brokers);
  fill("API_KEY", from.platform_api_key);
  fill("DATA_DIR", from.data_dir);
  return variables;
}

}  // namespace weir::app
