#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <src/contract/json_walker.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/text.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/domain/draft_checks.hpp>

namespace weir::contract {
namespace {

const rapidjson::Value& value_of(const void* node) {
  return *static_cast<const rapidjson::Value*>(node);
}

std::string_view view(const rapidjson::Value& text) {
  return {text.GetString(), text.GetStringLength()};
}

// std::regex, which stands behind "pattern", recurses once for each character: long texts must not reach it.
std::optional<error> find_long_text(const rapidjson::Value& node, std::string pointer, std::size_t most) {
  if (node.IsString() && node.GetStringLength() > most) {
    return error(error_code::validation_failed,
                 fmt::format("{} bytes; at most {} are accepted", node.GetStringLength(), most), std::move(pointer));
  }
  if (node.IsObject()) {
    for (const auto& member : node.GetObject()) {
      if (member.name.GetStringLength() > most) {
        return error(error_code::validation_failed, "a key is longer than accepted", std::move(pointer));
      }
      if (auto found =
              find_long_text(member.value, pointer + "/" + domain::escape_pointer_token(view(member.name)), most)) {
        return found;
      }
    }
  } else if (node.IsArray()) {
    for (rapidjson::SizeType i = 0; i < node.Size(); ++i) {
      if (auto found = find_long_text(node[i], fmt::format("{}/{}", pointer, i), most)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

struct json_document::impl {
  rapidjson::Document tree;
};

json_kind json_value::kind() const {
  const auto& v = value_of(node_);
  if (v.IsObject()) return json_kind::object;
  if (v.IsArray()) return json_kind::array;
  if (v.IsString()) return json_kind::string;
  if (v.IsNumber()) return json_kind::number;
  return v.IsBool() ? json_kind::boolean : json_kind::null;
}

std::optional<std::string_view> json_value::text() const {
  const auto& v = value_of(node_);
  if (!v.IsString()) return std::nullopt;
  return view(v);
}

std::optional<std::int64_t> json_value::integer() const {
  const auto& v = value_of(node_);
  if (!v.IsInt64()) return std::nullopt;
  return v.GetInt64();
}

std::optional<bool> json_value::boolean() const {
  const auto& v = value_of(node_);
  if (!v.IsBool()) return std::nullopt;
  return v.GetBool();
}

std::size_t json_value::size() const {
  const auto& v = value_of(node_);
  if (v.IsArray()) return v.Size();
  return v.IsObject() ? v.MemberCount() : 0;
}

json_value json_value::item(std::size_t i) const {
  const auto& v = value_of(node_);
  WEIR_ASSERT(v.IsArray() && i < v.Size(), "item() stays inside its array");
  return json_value(&v[static_cast<rapidjson::SizeType>(i)]);
}

std::pair<std::string_view, json_value> json_value::member(std::size_t i) const {
  const auto& v = value_of(node_);
  WEIR_ASSERT(v.IsObject() && i < v.MemberCount(), "member() stays inside its object");
  const auto& found = *(v.MemberBegin() + static_cast<std::ptrdiff_t>(i));
  return {view(found.name), json_value(&found.value)};
}

std::optional<json_value> json_value::find(std::string_view key) const {
  const auto& v = value_of(node_);
  if (!v.IsObject()) return std::nullopt;
  for (const auto& member : v.GetObject()) {
    if (view(member.name) == key) return json_value(&member.value);
  }
  return std::nullopt;
}

std::optional<std::string_view> json_value::text(std::string_view key) const {
  const auto found = find(key);
  return found ? found->text() : std::nullopt;
}

result<json_document> json_document::parse(std::string_view body, std::size_t most_text) {
  if (trimmed(body, json_blanks).empty()) return fail(error_code::body_missing);
  json_walker walker;
  json_slice all;
  if (!walker.load(body) || !walker.walk(all) || !walker.finish()) return std::unexpected(walker.failure());
  if (auto flaw = walker.take_flaw()) return std::unexpected(std::move(*flaw));
  auto made = std::make_unique<impl>();
  made->tree.Parse(body.data(), body.size());
  if (made->tree.HasParseError()) {
    return fail(error_code::json_malformed, fmt::format("at byte {}: {}", made->tree.GetErrorOffset(),
                                                        rapidjson::GetParseError_En(made->tree.GetParseError())));
  }
  if (auto found = find_long_text(made->tree, {}, most_text)) return std::unexpected(std::move(*found));
  return json_document(std::move(made));
}

json_document::json_document(std::unique_ptr<impl> i) : impl_(std::move(i)) {}
json_document::json_document(json_document&&) noexcept = default;
json_document& json_document::operator=(json_document&&) noexcept = default;
json_document::~json_document() = default;

json_value json_document::root() const {
  return json_value(static_cast<const rapidjson::Value*>(&impl_->tree));
}

}  // namespace weir::contract
