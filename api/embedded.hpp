// Files that travel inside the program: the start page's and the interface description.
#pragma once

#include <span>
#include <string_view>

#include <weir/contract/json_schema.hpp>

namespace weir::api {

using contract::embedded_file;

std::span<const embedded_file> embedded_pages();    // api/pages: index, script, style
std::span<const embedded_file> embedded_openapi();  // openapi: schemas/openapi.json with the schemas of schemas/json

}  // namespace weir::api
