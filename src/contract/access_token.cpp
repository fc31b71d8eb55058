#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <src/contract/jwt_parts.hpp>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/contract/access_token.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::size_t key_id_bytes = 9;
constexpr std::size_t made_secret_bytes = 48;

std::span<const std::uint8_t> raw(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string mac_of(std::string_view secret, std::string_view signed_text) {
  const auto mac = hmac_sha256(raw(secret), signed_text);
  return base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

std::unexpected<error> refuse(std::string_view why) {
  return fail(error_code::unauthenticated, std::string(why));
}

result<access_claims> read_claims(std::string_view part, timestamp now) {
  auto document = read_jwt_object(part);
  if (!document) return refuse("the claims are no JSON object");
  const auto claims = document->root();
  if (claims.text("iss") != access_token_codec::issuer) return refuse("another issuer");
  if (claims.text("aud") != access_token_codec::audience) return refuse("another audience");
  auto subject = user_id::parse(claims.text("sub").value_or(""));
  auto session = session_id::parse(claims.text("sid").value_or(""));
  auto epoch = claims.find("epoch");
  auto issued = jwt_instant(claims, "iat");
  auto expires = jwt_instant(claims, "exp");
  auto authenticated = jwt_instant(claims, "auth_time");
  if (!subject || !session || !epoch || !epoch->integer() || !issued || !expires || !authenticated)
    return refuse("a claim is missing or of another kind");
  const auto skew = access_token_codec::skew_s * second;
  if (expires->ns + skew <= now.ns) return refuse("expired");
  if (issued->ns > now.ns + skew) return refuse("not valid yet");
  if (claims.find("nbf")) {
    auto from = jwt_instant(claims, "nbf");
    if (!from || from->ns > now.ns + skew) return refuse("not valid yet");
  }
  return access_claims{*subject, *session, *epoch->integer(), *issued, *expires, *authenticated};
}

}  // namespace

access_token_codec::access_token_codec(std::string_view current, std::string_view previous)
    : keys_(make(current.empty() ? random_bytes(made_secret_bytes) : std::string(current), previous)) {}

std::shared_ptr<const access_token_codec::ring> access_token_codec::make(std::string_view current,
                                                                         std::string_view previous) {
  ring keys;
  keys[0] = {std::string(current), key_id(current)};
  if (!previous.empty()) keys[1] = {std::string(previous), key_id(previous)};
  return std::make_shared<const ring>(std::move(keys));
}

void access_token_codec::renew(std::string_view current, std::string_view previous) {
  keys_.store(make(current, previous));
}

std::string access_token_codec::key_id(std::string_view secret) {
  const auto hash = derive_key(secret, "kid");
  return base64url({reinterpret_cast<const char*>(hash.data()), key_id_bytes});
}

std::string access_token_codec::sign(const access_claims& c) const {
  const auto keys = keys_.load();
  const auto& current = keys->front();
  json_writer header;
  header.begin_object().member("alg", "HS256").member("kid", current.id).member("typ", "JWT").end_object();
  json_writer claims;
  claims.begin_object()
      .member("iss", issuer)
      .member("aud", audience)
      .member("sub", c.subject.text())
      .member("sid", c.session.text())
      .member("epoch", c.epoch)
      .member("iat", c.issued_at.ns / second)
      .member("exp", c.expires_at.ns / second)
      .member("auth_time", c.auth_time.ns / second)
      .end_object();
  auto out = base64url(header.take());
  out += '.';
  append_base64url(out, claims.take());
  const auto mac = mac_of(current.secret, out);
  return out + '.' + mac;
}

result<access_claims> access_token_codec::verify(std::string_view token, timestamp now) const {
  if (token.size() > most_bytes) return refuse("too long");
  const auto parts = split_jwt(token);
  if (!parts) return refuse("not three parts");
  auto header = read_jwt_object(parts->header);
  if (!header) return refuse("the header is no JSON object");
  const auto h = header->root();
  if (h.text("alg") != "HS256") return refuse("another algorithm");
  if (h.find("crit")) return refuse("an extension that is not known");
  if (h.find("typ") && h.text("typ") != "JWT") return refuse("another type");
  const auto id = h.text("kid").value_or("");
  const auto keys = keys_.load();
  const auto key = std::ranges::find_if(*keys, [&](const auto& k) { return !k.id.empty() && k.id == id; });
  if (key == keys->end()) return refuse("a key that is not known");
  if (!equal_in_constant_time(mac_of(key->secret, parts->signed_text), parts->signature))
    return refuse("another signature");
  return read_claims(parts->claims, now);
}

bool access_token_codec::looks_like_one(std::string_view credential) {
  return credential.starts_with("eyJ") && std::ranges::count(credential, '.') == 2;
}

}  // namespace weir::contract
