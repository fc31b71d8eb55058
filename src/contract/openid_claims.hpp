// Claims that stand in ID tokens and in answers of the UserInfo endpoint alike (OpenID Connect Core 1.0 §5.1).
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <weir/contract/json_document.hpp>

namespace weir::contract {

// sub: 1 to 255 printable ASCII characters, as §2 has it. Nothing when it is not.
std::optional<std::string> read_subject(const json_value& claims);

// email, and whether the issuer has verified it. Some issuers write that as a text.
std::pair<std::string, bool> read_address(const json_value& claims);

}  // namespace weir::contract
