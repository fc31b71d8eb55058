// Keys of an OpenID Connect issuer, made by OpenSSL, and tokens signed with them. Fatal when OpenSSL refuses.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

namespace weir::test {

class issuer_key {
 public:
  enum class kind : std::uint8_t { rsa, p256 };

  // `bits`: of an RSA modulus.
  issuer_key(kind k, std::string id, unsigned bits = 2048);
  ~issuer_key();
  issuer_key(const issuer_key&) = delete;
  issuer_key& operator=(const issuer_key&) = delete;

  std::string algorithm() const { return kind_ == kind::rsa ? "RS256" : "ES256"; }

  // The public key as a JSON object; `more`: members beside it, with a comma first.
  std::string jwk(const std::string& more = "") const;

  // The bytes of a signature as JWS has it (RFC 7518 §3.3, §3.4), with SHA-256.
  std::string sign(const std::string& text) const;

  // `claims`: a JSON object. `header`: the usual one when empty.
  std::string token(const std::string& claims, const std::string& header = "") const;

 private:
  struct pair;
  kind kind_;
  std::string id_;
  std::unique_ptr<pair> pair_;
};

std::string key_set(std::initializer_list<std::string> keys);

}  // namespace weir::test
