// One validator for each request body: the schemas of schemas/json (draft-07, the subset that all tools share), built
// into the program. Answers are described by the same files; tests hold the handlers to them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {

struct embedded_file {
  std::string_view name;  // without folder and ".json": "meter_create"
  std::string_view text;
};

// Every file of schemas/json, sorted by name.
std::span<const embedded_file> embedded_schemas();

class json_schema {
 public:
  explicit json_schema(std::string_view schema_text);  // a schema that is none is a bug
  json_schema(json_schema&&) noexcept;
  ~json_schema();

  // Everything that does not fit, each with a pointer: validation_failed. At most 100. Empty: it fits. Any thread.
  std::vector<error> check(const json_document& document) const;

 private:
  struct impl;
  std::unique_ptr<const impl> impl_;
};

// The schema called `name` ("meter_create"). Made at first use, then shared; a name without a file is a bug. Any
// thread.
const json_schema& schema(std::string_view name);

// Reads and checks a body in one step.
struct checked_body {
  std::optional<json_document> document;  // when `errors` is empty
  std::vector<error> errors;
};
checked_body read_body(std::string_view body, std::string_view schema_name);

}  // namespace weir::contract
