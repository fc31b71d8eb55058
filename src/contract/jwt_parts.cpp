#include <src/contract/jwt_parts.hpp>

#include <weir/base/crypto.hpp>

namespace weir::contract {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t latest_s = 9'000'000'000;  // within timestamp

}  // namespace

std::optional<jwt_parts> split_jwt(std::string_view token) {
  const auto first = token.find('.');
  const auto last = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (last == std::string_view::npos || token.find('.', last + 1) != std::string_view::npos) return std::nullopt;
  return jwt_parts{token.substr(0, first), token.substr(first + 1, last - first - 1), token.substr(last + 1),
                   token.substr(0, last)};
}

std::optional<json_document> read_jwt_object(std::string_view part) {
  auto text = from_base64url(part);
  if (!text) return std::nullopt;
  auto document = json_document::parse(*text);
  if (!document || document->root().kind() != json_kind::object) return std::nullopt;
  return std::move(*document);
}

std::optional<timestamp> jwt_instant(const json_value& claims, std::string_view name) {
  auto value = claims.find(name);
  if (!value) return std::nullopt;
  auto seconds = value->integer();
  if (!seconds || *seconds < 0 || *seconds > latest_s) return std::nullopt;
  return timestamp{*seconds * second};
}

}  // namespace weir::contract
