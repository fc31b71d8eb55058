// What the operator's verbs share: a program that also knows the copy scripts/run started, and how they print.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <src/app/program.hpp>
#include <src/app/run_file.hpp>

namespace weir::app {

// Options of every operator's verb.
struct tool_options {
  bool json = false;
  int port = 0;  // of the copy of scripts/run; 0: .weir/run.json
};

struct tool {
  std::unique_ptr<app::program> program;
  run_file copy;          // empty members when there is no run file
  std::string principal;  // who acts: "operator:<account>"
};

// As start_program, with the run file for what the environment leaves open; logs warnings only unless LOG_LEVEL says
// otherwise. Nothing, after a message, when the settings are wrong.
std::unique_ptr<tool> start_tool(const std::string& service, const tool_options& o);

bool stdout_is_terminal();
bool stderr_is_terminal();
bool colors_wanted();  // a terminal, no NO_COLOR, TERM is not "dumb"

// Text for a terminal: control characters of foreign data become "?".
std::string printable(std::string_view text);

// A table on stdout: columns as wide as their widest cell, two spaces between them; the last one is not filled up.
void print_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows);

}  // namespace weir::app
