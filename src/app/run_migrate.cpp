#include <fmt/format.h>
#include <src/app/program.hpp>
#include <src/app/verbs.hpp>

#include <weir/base/json_text.hpp>
#include <weir/postgres/connection.hpp>
#include <weir/postgres/migrations.hpp>

namespace weir::app {

int run_migrate(bool json) {
  auto p = start_program("weir migrate");
  if (!p) return exit_failed;
  auto options = p->database("weir migrate");
  options.answer_timeout = std::chrono::milliseconds(0);  // a migration takes the time that it takes
  auto connected = postgres::connection::open(options);
  if (!connected) return report("connecting to the database", connected.error());
  postgres::migration_options how;
  how.weir_version = version_text();
  how.applied = [&](std::string_view name) {
    if (!json) fmt::print("applied {}\n", name);
  };
  auto applied = postgres::migrate(**connected, postgres::embedded_migrations(), how);
  if (!applied) return report("migrating", applied.error());
  if (json) {
    std::string out = "{\"applied\":[";
    for (const auto& name : *applied) {
      if (out.back() != '[') out += ',';
      append_json_string(out, name);
    }
    fmt::print("{}]}}\n", out);
  } else if (applied->empty()) {
    fmt::print("the database is current\n");
  }
  return exit_ok;
}

}  // namespace weir::app
