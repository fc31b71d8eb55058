// The compact form of a JWS (RFC 7515 §7.1) taken apart, strictly: three parts, canonical base64url, JSON without a key
// twice. Nothing here says whether the signature fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {

struct jwt_parts {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  std::string_view signed_text;  // header and claims with the dot between them
};

// Nothing when it is not three parts.
std::optional<jwt_parts> split_jwt(std::string_view token);

// Nothing when it is no JSON object in base64url.
std::optional<json_document> read_jwt_object(std::string_view part);

// NumericDate of RFC 7519 §2, in whole seconds. Nothing when absent, of another kind, or beyond timestamp.
std::optional<timestamp> jwt_instant(const json_value& claims, std::string_view name);

}  // namespace weir::contract
