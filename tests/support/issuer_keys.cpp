#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <tests/support/issuer_keys.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>

namespace weir::test {
namespace {

constexpr std::size_t p256_bytes = 32;

std::string bytes_of(const BIGNUM* n, std::size_t at_least = 0) {
  const auto size = std::max(at_least, static_cast<std::size_t>(BN_num_bytes(n)));
  std::vector<unsigned char> out(size);
  BN_bn2binpad(n, out.data(), static_cast<int>(size));
  return {out.begin(), out.end()};
}

}  // namespace

struct issuer_key::pair {
  EVP_PKEY* key = nullptr;

  std::string number(const char* name, std::size_t at_least = 0) const {
    BIGNUM* n = nullptr;
    WEIR_ASSERT(EVP_PKEY_get_bn_param(key, name, &n) == 1, "the key has this number");
    auto out = base64url(bytes_of(n, at_least));
    BN_free(n);
    return out;
  }
};

issuer_key::issuer_key(kind k, std::string id, unsigned bits)
    : kind_(k), id_(std::move(id)), pair_(std::make_unique<pair>()) {
  pair_->key = k == kind::rsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits))
                              : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  WEIR_ASSERT(pair_->key != nullptr, "OpenSSL makes a key");
}

issuer_key::~issuer_key() {
  EVP_PKEY_free(pair_->key);
}

std::string issuer_key::jwk(const std::string& more) const {
  const auto named = R"(,"kid":")" + id_ + '"' + more + '}';
  if (kind_ == kind::rsa)
    return R"({"kty":"RSA","n":")" + pair_->number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
           pair_->number(OSSL_PKEY_PARAM_RSA_E) + '"' + named;
  return R"({"kty":"EC","crv":"P-256","x":")" + pair_->number(OSSL_PKEY_PARAM_EC_PUB_X, p256_bytes) + R"(","y":")" +
         pair_->number(OSSL_PKEY_PARAM_EC_PUB_Y, p256_bytes) + '"' + named;
}

std::string issuer_key::sign(const std::string& text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const auto* raw = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  WEIR_ASSERT(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, pair_->key) == 1, "OpenSSL signs");
  EVP_DigestSign(context, nullptr, &size, raw, text.size());
  std::vector<unsigned char> made(size);
  WEIR_ASSERT(EVP_DigestSign(context, made.data(), &size, raw, text.size()) == 1, "OpenSSL signs");
  EVP_MD_CTX_free(context);
  if (kind_ == kind::rsa) return {made.begin(), made.begin() + static_cast<std::ptrdiff_t>(size)};
  const auto* at = made.data();
  ECDSA_SIG* pair_of = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
  auto out = bytes_of(ECDSA_SIG_get0_r(pair_of), p256_bytes) + bytes_of(ECDSA_SIG_get0_s(pair_of), p256_bytes);
  ECDSA_SIG_free(pair_of);
  return out;
}

std::string issuer_key::token(const std::string& claims, const std::string& header) const {
  const auto usual = R"({"alg":")" + algorithm() + R"(","kid":")" + id_ + R"("})";
  const auto text = base64url(header.empty() ? usual : header) + '.' + base64url(claims);
  return text + '.' + base64url(sign(text));
}

std::string key_set(std::initializer_list<std::string> keys) {
  std::string out = R"({"keys":[)";
  for (const auto& key : keys)
    out += (out.ends_with('[') ? "" : ",") + key;
  return out + "]}";
}

}  // namespace weir::test
