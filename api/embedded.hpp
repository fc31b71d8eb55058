// Files that travel inside the program: the start page's and the interface description.
#pragma once

#include <span>
#include <string_view>

#include <weir/contract/json_schema.hpp>

namespace weir::api {

using contract::embedded_file;

std::span<const embedded_file> embedded_pages();  // api/pages: index, script, style

// openapi and openmeter_openapi: the files of these names in schemas, each with those of schemas/json that it refers to
std::span<const embedded_file> embedded_openapi();

}  // namespace weir::api
