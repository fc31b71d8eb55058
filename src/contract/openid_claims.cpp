#include <algorithm>

#include <src/contract/openid_claims.hpp>

#include <weir/contract/id_token.hpp>

namespace weir::contract {

std::optional<std::string> read_subject(const json_value& claims) {
  const auto text = claims.text("sub");
  if (!text || text->empty() || text->size() > most_subject_bytes) return std::nullopt;
  if (!std::ranges::all_of(*text, [](char c) { return c >= 0x20 && c < 0x7f; })) return std::nullopt;
  return std::string(*text);
}

std::pair<std::string, bool> read_address(const json_value& claims) {
  const auto verified = claims.find("email_verified");
  return {std::string(claims.text("email").value_or("")),
          verified && (verified->boolean().value_or(false) || verified->text() == "true")};
}

}  // namespace weir::contract
