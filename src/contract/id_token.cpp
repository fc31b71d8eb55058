#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <src/contract/jwt_parts.hpp>
#include <src/contract/openid_claims.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/public_signatures.hpp>
#include <weir/contract/id_token.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {
namespace {

using fault = id_token_fault;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t skew = id_token_skew_s * second;
constexpr std::size_t most_audiences = 32;
constexpr std::size_t hash_half = 16;                   // of SHA-256, in bytes
constexpr std::size_t most_key_text_bytes = 16 * 1024;  // certificates stand beside keys

std::unexpected<fault> refuse(fault f) {
  return std::unexpected(f);
}

enum class algorithm : std::uint8_t { rs256, es256 };

std::optional<algorithm> algorithm_of(const json_value& header) {
  const auto text = header.text("alg");
  if (text == "RS256") return algorithm::rs256;
  if (text == "ES256") return algorithm::es256;
  return std::nullopt;
}

std::string_view name_of(algorithm a) {
  return a == algorithm::rs256 ? "RS256" : "ES256";
}

// RFC 7517 §4: what a key is for. What it does not say, it is for.
bool is_for(const json_value& key, algorithm a) {
  if (key.find("use") && key.text("use") != "sig") return false;
  if (key.find("alg") && key.text("alg") != name_of(a)) return false;
  if (auto operations = key.find("key_ops")) {
    bool verifies = false;
    for (std::size_t i = 0; operations->kind() == json_kind::array && i < operations->size(); ++i)
      verifies = verifies || operations->item(i).text() == "verify";
    if (!verifies) return false;
  }
  return a == algorithm::rs256 ? key.text("kty") == "RSA" : key.text("kty") == "EC" && key.text("crv") == "P-256";
}

std::string number(const json_value& key, std::string_view name) {
  return from_base64url(key.text(name).value_or("")).value_or("");
}

bool fits(const json_value& key, algorithm a, std::string_view text, std::string_view signature) {
  if (a == algorithm::rs256) return rsa_signature_fits(number(key, "n"), number(key, "e"), text, signature);
  return p256_signature_fits(number(key, "x"), number(key, "y"), text, signature);
}

std::optional<json_document> read_key_set(std::string_view text) {
  if (text.size() > most_key_set_bytes) return std::nullopt;
  auto document = json_document::parse(text, most_key_text_bytes);
  if (!document) return std::nullopt;
  const auto keys = document->root().find("keys");
  if (!keys || keys->kind() != json_kind::array || keys->size() > most_keys) return std::nullopt;
  return std::move(*document);
}

std::expected<void, fault> check_signature(const jwt_parts& parts, const json_value& header, std::string_view key_set) {
  const auto a = algorithm_of(header);
  if (!a) return refuse(fault::algorithm);
  if (header.find("crit")) return refuse(fault::malformed);
  // An access token (at+jwt) or a logout token of the same issuer is no ID token.
  if (const auto type = header.find("typ"); type && type->text() != "JWT" && type->text() != "jwt")
    return refuse(fault::malformed);
  const auto id = header.find("kid");
  if (id && !id->text()) return refuse(fault::malformed);
  const auto signature = from_base64url(parts.signature);
  if (!signature) return refuse(fault::malformed);
  const auto document = read_key_set(key_set);
  if (!document) return refuse(fault::key_unknown);
  const auto keys = *document->root().find("keys");
  bool named = false;
  std::vector<json_value> candidates;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto key = keys.item(i);
    if (id && key.text("kid") != id->text()) continue;
    named = true;
    if (is_for(key, *a)) candidates.push_back(key);
  }
  if (candidates.empty()) return refuse(named && id ? fault::algorithm : fault::key_unknown);
  // OpenID Connect Core 1.0 §10.1: where there are several, the token names one.
  if (!id && candidates.size() > 1) return refuse(fault::key_unknown);
  const bool right =
      std::ranges::any_of(candidates, [&](const auto& key) { return fits(key, *a, parts.signed_text, *signature); });
  if (!right) return refuse(fault::signature);
  return {};
}

bool is_for_client(const json_value& claims, std::string_view client) {
  const auto audience = claims.find("aud");
  if (!audience) return false;
  const auto party = claims.find("azp");
  if (party && party->text() != client) return false;
  if (audience->text()) return audience->text() == client;
  if (audience->kind() != json_kind::array || audience->size() > most_audiences) return false;
  bool named = false;
  for (std::size_t i = 0; i < audience->size(); ++i)
    named = named || audience->item(i).text() == client;
  return named && (audience->size() == 1 || party);
}

std::expected<void, fault> check_times(const json_value& claims, timestamp now) {
  const auto expires = jwt_instant(claims, "exp");
  const auto issued = jwt_instant(claims, "iat");
  if (!expires || !issued) return refuse(fault::malformed);
  if (expires->ns + skew <= now.ns) return refuse(fault::expired);
  if (issued->ns > now.ns + skew) return refuse(fault::not_valid_yet);
  if (!claims.find("nbf")) return {};
  const auto from = jwt_instant(claims, "nbf");
  if (!from) return refuse(fault::malformed);
  if (from->ns > now.ns + skew) return refuse(fault::not_valid_yet);
  return {};
}

// §3.1.3.6: the left half of the hash, by the algorithm of the signature, which is SHA-256 for both.
bool is_hash_of(const json_value& claim, std::string_view access_token) {
  if (access_token.empty()) return false;
  const auto hash = sha256(access_token);
  return claim.text() == base64url({reinterpret_cast<const char*>(hash.data()), hash_half});
}

std::expected<id_claims, fault> check_claims(const json_value& claims, const id_token_expectation& expected,
                                             timestamp now) {
  if (claims.text("iss") != expected.issuer) return refuse(fault::issuer);
  if (!is_for_client(claims, expected.client_id)) return refuse(fault::audience);
  if (auto times = check_times(claims, now); !times) return refuse(times.error());
  if (expected.nonce.empty() || !equal_in_constant_time(claims.text("nonce").value_or(""), expected.nonce))
    return refuse(fault::nonce);
  if (const auto hash = claims.find("at_hash"); hash && !is_hash_of(*hash, expected.access_token))
    return refuse(fault::access_token);
  id_claims out;
  if (claims.find("auth_time")) {
    out.auth_time = jwt_instant(claims, "auth_time");
    if (!out.auth_time) return refuse(fault::malformed);
  }
  if (const auto& since = expected.authenticated_since;
      since && (!out.auth_time || out.auth_time->ns + skew < since->ns))
    return refuse(fault::auth_time);
  auto subject = read_subject(claims);
  if (!subject) return refuse(fault::malformed);
  out.subject = std::move(*subject);
  std::tie(out.email, out.email_verified) = read_address(claims);
  return out;
}

}  // namespace

std::string_view name(id_token_fault f) {
  constexpr std::array<std::string_view, 11> names{"malformed", "algorithm",    "key_unknown", "signature",
                                                   "issuer",    "audience",     "expired",     "not_valid_yet",
                                                   "nonce",     "access_token", "auth_time"};
  return names[static_cast<std::size_t>(f)];
}

std::expected<id_claims, id_token_fault> verify_id_token(std::string_view token, std::string_view key_set,
                                                         const id_token_expectation& expected, timestamp now) {
  if (token.size() > most_id_token_bytes) return refuse(fault::malformed);
  const auto parts = split_jwt(token);
  if (!parts) return refuse(fault::malformed);
  const auto header = read_jwt_object(parts->header);
  if (!header) return refuse(fault::malformed);
  if (auto signed_right = check_signature(*parts, header->root(), key_set); !signed_right)
    return refuse(signed_right.error());
  const auto claims = read_jwt_object(parts->claims);
  if (!claims) return refuse(fault::malformed);
  return check_claims(claims->root(), expected, now);
}

bool is_key_set(std::string_view text) {
  return read_key_set(text).has_value();
}

}  // namespace weir::contract
