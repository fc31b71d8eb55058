// The files of keys that can be changed while the program runs: JWT_SECRET and APP_SECRET_KEY, each with the one
// before.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/settings_loader.hpp>

namespace weir::app {

struct secret_paths {
  std::string current;   // NAME_FILE; empty: not set
  std::string previous;  // NAME_PREVIOUS_FILE, else ".previous" behind the name of the current one; empty when
                         // NAME_PREVIOUS itself is set: that one stays
};
// `setting`: "JWT_SECRET" or "APP_SECRET_KEY".
secret_paths key_paths(const environment& variables, std::string_view setting);

// As the settings read it: without one trailing line break. Empty when the file is empty or not there. Errors:
// file_unreadable; setting_invalid for one that is too short.
result<std::string> read_key(const std::string& path);

// In one step, so that whoever reads meanwhile sees one or the other, with the owner and mode of what was there before
// (else readable by its owner alone). Error: file_unwritable.
result<void> replace_secret_file(const std::string& path, const std::string& secret);

}  // namespace weir::app
