#include <algorithm>
#include <map>
#include <mutex>
#include <string>

#include <weir/contract/json_schema.hpp>

// valijson throws by default; its own abort() path is for builds without exceptions.
#include <rapidjson/document.h>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <weir/base/assert.hpp>
#include <weir/domain/draft_checks.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t most_errors = 100;

// valijson 1.0 names places as "<root>", "[name]" and "[0]".
std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (std::size_t i = 1; i < context.size(); ++i) {
    std::string_view part = context[i];
    if (part.starts_with('[') && part.ends_with(']')) part = part.substr(1, part.size() - 2);
    if (part.size() >= 2 && part.starts_with('"') && part.ends_with('"')) part = part.substr(1, part.size() - 2);
    out += '/';
    out += domain::escape_pointer_token(part);
  }
  return out;
}

// "Failed to validate …" repeats at every level what the innermost error says.
bool is_echo(std::string_view description) {
  return description.starts_with("Failed to validate");
}

}  // namespace

struct json_schema::impl {
  valijson::Schema schema;
};

json_schema::json_schema(std::string_view schema_text) {
  rapidjson::Document text;
  text.Parse(schema_text.data(), schema_text.size());
  WEIR_ASSERT(!text.HasParseError(), "a schema is JSON");
  auto made = std::make_unique<impl>();
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::RapidJsonAdapter(text), made->schema);
  impl_ = std::move(made);
}

json_schema::json_schema(json_schema&&) noexcept = default;
json_schema::~json_schema() = default;

std::vector<error> json_schema::check(const json_document& document) const {
  const auto& root = *static_cast<const rapidjson::Value*>(document.root().node_);
  valijson::Validator validator;  // keeps compiled patterns and is not for several threads
  valijson::ValidationResults results;
  std::vector<error> out;
  if (validator.validate(impl_->schema, valijson::adapters::RapidJsonAdapter(root), &results)) return out;
  std::vector<error> echoes;
  for (const auto& found : results) {
    auto& into = is_echo(found.description) ? echoes : out;
    if (into.size() < most_errors) {
      into.emplace_back(error_code::validation_failed, found.description, pointer_of(found.context));
    }
  }
  if (out.empty()) out = std::move(echoes);
  if (out.empty()) out.emplace_back(error_code::validation_failed);
  return out;
}

const json_schema& schema(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, json_schema, std::less<>> made;
  std::scoped_lock lock(mutex);
  const auto found = made.find(name);
  if (found != made.end()) return found->second;
  for (const auto& file : embedded_schemas()) {
    if (file.name == name) return made.emplace(std::string(name), json_schema(file.text)).first->second;
  }
  WEIR_ASSERT(false, "schemas/json has no such schema");
}

checked_body read_body(std::string_view body, std::string_view schema_name) {
  checked_body out;
  auto document = json_document::parse(body);
  if (!document) {
    out.errors.push_back(std::move(document.error()));
    return out;
  }
  out.errors = schema(schema_name).check(*document);
  if (out.errors.empty()) out.document = std::move(*document);
  return out;
}

}  // namespace weir::contract
