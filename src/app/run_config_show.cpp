#include <fmt/format.h>
#include <src/app/program.hpp>
#include <src/app/verbs.hpp>

#include <weir/base/json_text.hpp>

namespace weir::app {

int run_config_show(bool json) {
  auto p = start_program("weir config");
  if (!p) return exit_failed;
  std::string out = "[";
  for (const auto& row : p->settings.listing) {
    if (!json) {
      fmt::print("{:<28} {:<40} {:<8} {}\n", row.name, row.value, name(row.origin), row.description);
      continue;
    }
    if (out.size() > 1) out += ',';
    out += "{\"name\":";
    append_json_string(out, row.name);
    out += ",\"value\":";
    append_json_string(out, row.value);
    out += ",\"origin\":";
    append_json_string(out, name(row.origin));
    out += "}";
  }
  if (json) fmt::print("{}]\n", out);
  return exit_ok;
}

}  // namespace weir::app
