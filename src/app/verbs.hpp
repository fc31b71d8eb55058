// The verbs of the command line, one file each. Every one returns the process's exit code.
#pragma once

#include <string>
#include <vector>

namespace weir::app {

int run_migrate(bool json);
int run_topics_apply(bool json);
int run_config_show(bool json);
int run_worker(const std::vector<std::string>& names);
int run_serve(bool with_workers);

}  // namespace weir::app
