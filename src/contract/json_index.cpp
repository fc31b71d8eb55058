#include <algorithm>

#include <simdjson.h>
#include <src/contract/json_index.hpp>

#include <weir/base/assert.hpp>

namespace weir::contract {
namespace {

constexpr std::size_t first_capacity = 64 * 1024;
constexpr std::size_t kept_capacity = 2u << 20;  // room for larger texts is given back afterwards

}  // namespace

struct json_index::stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

json_index::json_index() : stage_(std::make_unique<stage>()) {}
json_index::~json_index() = default;

json_index::outcome json_index::load(std::string_view text) {
  auto& parser = stage_->parser;
  if (!parser || parser->capacity() < text.size() ||
      (parser->capacity() > kept_capacity && text.size() <= kept_capacity)) {
    const auto capacity = std::max<std::size_t>(text.size() + text.size() / 2, first_capacity);
    const auto made = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser);
    WEIR_ASSERT(made == simdjson::SUCCESS, "out of memory for the index of a text");
  }
  switch (
      parser->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS:
      return outcome::good;
    case simdjson::UTF8_ERROR:
      return outcome::utf8;
    case simdjson::UNESCAPED_CHARS:
      return outcome::control_character;
    case simdjson::UNCLOSED_STRING:
      return outcome::open_string;
    default:
      return outcome::malformed;
  }
}

std::span<const std::uint32_t> json_index::tokens() const {
  return {stage_->parser->structural_indexes.get(), stage_->parser->n_structural_indexes};
}

}  // namespace weir::contract
