#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <pwd.h>
#include <src/app/tool.hpp>
#include <unistd.h>

namespace weir::app {
namespace {

std::string account() {
  const auto* entry = getpwuid(geteuid());
  return entry == nullptr ? std::to_string(geteuid()) : std::string(entry->pw_name);
}

}  // namespace

std::unique_ptr<tool> start_tool(const std::string& service, const tool_options& o) {
  auto variables = process_environment();
  auto found = find_run_file(".", o.port);
  // Another account's copy may lie here: who says where Weir is has no need of it.
  const auto said = variables.find("DATABASE_URL");
  if (!found && found.error().code == error_code::file_unreadable && o.port == 0 && said != variables.end() &&
      !said->second.empty()) {
    found = std::nullopt;
  }
  if (!found) {
    (void)report("reading the run file", found.error());
    return nullptr;
  }
  if (!*found && o.port != 0) {
    fmt::print(stderr, "weir: there is no .weir/{0}/run.json here: start that copy with scripts/run --port {0}\n",
               o.port);
    return nullptr;
  }
  auto out = std::make_unique<tool>();
  if (*found) {
    out->copy = **found;
    variables = with_run_file(std::move(variables), out->copy);
  }
  variables.try_emplace("LOG_LEVEL", "warning");
  out->program = start_program(service, variables);
  if (!out->program) return nullptr;
  out->principal = "operator:" + account();
  return out;
}

bool stdout_is_terminal() {
  return isatty(STDOUT_FILENO) == 1;
}

bool stderr_is_terminal() {
  return isatty(STDERR_FILENO) == 1;
}

bool colors_wanted() {
  const auto* terminal = std::getenv("TERM");
  const auto* refused = std::getenv("NO_COLOR");
  return stdout_is_terminal() && (refused == nullptr || *refused == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

std::string printable(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return out;
}

void print_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& cell : head)
    widths.push_back(cell.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += i + 1 < cells.size() ? fmt::format("{:<{}}  ", cells[i], widths[i]) : cells[i];
    }
    fmt::print("{}\n", text);
  };
  line(head);
  for (const auto& row : rows)
    line(row);
}

}  // namespace weir::app
