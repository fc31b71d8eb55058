// The files of the keys that sign access tokens.
#pragma once

#include <string>

#include <weir/base/error.hpp>
#include <weir/base/settings_loader.hpp>

namespace weir::app {

struct secret_paths {
  std::string current;   // JWT_SECRET_FILE; empty: not set
  std::string previous;  // JWT_SECRET_PREVIOUS_FILE, else ".previous" behind the name of the current one
};
secret_paths signing_key_paths(const environment& variables);

// As the settings read it: without one trailing line break. Empty when the file is empty or not there. Errors:
// file_unreadable; setting_invalid for one that is too short.
result<std::string> read_signing_key(const std::string& path);

// In one step, so that whoever reads meanwhile sees one or the other, with the owner and mode of what was there before
// (else readable by its owner alone). Error: file_unwritable.
result<void> replace_secret_file(const std::string& path, const std::string& secret);

}  // namespace weir::app
