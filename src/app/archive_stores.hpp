// Where ARCHIVE_URL says that the archive lies.
#pragma once

#include <memory>

#include <src/app/program.hpp>
#include <workers/archive/object_store.hpp>

namespace weir::app {

bool archive_is_off(const settings& s);

// One for each thread that uses the archive. Error: setting_invalid, also when it is off.
result<std::unique_ptr<archive::object_store>> open_archive(const settings& s);

}  // namespace weir::app
