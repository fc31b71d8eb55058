// The operator's verbs, one file each. Every one returns the process's exit code.
#pragma once

#include <string>
#include <vector>

#include <src/app/tool.hpp>

namespace CLI {
class App;
}

namespace weir::app {

struct keys_create_options : tool_options {
  bool platform = false;
  std::string tenant;  // key or alias
  std::vector<std::string> scopes{"ingest", "query"};
  std::string name = "command line";
};

int run_demo_seed(const tool_options& o);
int run_keys_create(keys_create_options o);

// Adds all of them to the command line; the verb that is called sets `code`. They live as long as `app`.
void add_tool_verbs(CLI::App& app, int& code);

}  // namespace weir::app
