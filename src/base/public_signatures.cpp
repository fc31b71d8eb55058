#include <memory>
#include <string>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <src/base/openssl_handles.hpp>

#include <weir/base/public_signatures.hpp>

namespace weir {
namespace {

constexpr int least_modulus_bits = 2048;
constexpr int most_modulus_bits = 8192;
constexpr std::size_t most_number_bytes = most_modulus_bits / 8;
constexpr int most_exponent_bits = 64;

using openssl::digest_context;
using openssl::public_key;
using number = std::unique_ptr<BIGNUM, freed<BN_free>>;
using builder = std::unique_ptr<OSSL_PARAM_BLD, freed<OSSL_PARAM_BLD_free>>;
using parameters = std::unique_ptr<OSSL_PARAM, freed<OSSL_PARAM_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed<EVP_PKEY_CTX_free>>;
using ecdsa_signature = std::unique_ptr<ECDSA_SIG, freed<ECDSA_SIG_free>>;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

number read_number(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > most_number_bytes) return nullptr;
  return number(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr));
}

public_key make_key(const char* type, const builder& from) {
  const parameters made(OSSL_PARAM_BLD_to_param(from.get()));
  const key_context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* out = nullptr;
  if (made && context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_PUBLIC_KEY, made.get());
  return public_key(out);
}

bool fits(const public_key& key, std::string_view bytes, std::string_view signature) {
  const digest_context context(EVP_MD_CTX_new());
  const bool yes = key && context &&
                   EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                   EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
  // What was wrong is of no interest, and must not be taken for an error of what this thread does next.
  ERR_clear_error();
  return yes;
}

}  // namespace

bool rsa_signature_fits(std::string_view modulus, std::string_view exponent, std::string_view bytes,
                        std::string_view signature) {
  const auto n = read_number(modulus);
  const auto e = read_number(exponent);
  if (!n || BN_num_bits(n.get()) < least_modulus_bits || BN_num_bits(n.get()) > most_modulus_bits) return false;
  if (!e || BN_num_bits(e.get()) < 2 || BN_num_bits(e.get()) > most_exponent_bits || !BN_is_odd(e.get())) return false;
  const builder b(OSSL_PARAM_BLD_new());
  if (!b || OSSL_PARAM_BLD_push_BN(b.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(b.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return false;
  return fits(make_key("RSA", b), bytes, signature);
}

bool p256_signature_fits(std::string_view x, std::string_view y, std::string_view bytes, std::string_view signature) {
  if (x.size() != p256_bytes || y.size() != p256_bytes || signature.size() != 2 * p256_bytes) return false;
  const auto point = "\x04" + std::string(x) + std::string(y);
  const builder b(OSSL_PARAM_BLD_new());
  if (!b || OSSL_PARAM_BLD_push_utf8_string(b.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(b.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return false;
  // OpenSSL reads the DER form.
  auto r = read_number(signature.substr(0, p256_bytes));
  auto s = read_number(signature.substr(p256_bytes));
  const ecdsa_signature pair(ECDSA_SIG_new());
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return false;
  (void)r.release();
  (void)s.release();
  unsigned char* der = nullptr;
  const auto size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return false;
  const std::string encoded(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return fits(make_key("EC", b), bytes, encoded);
}

}  // namespace weir
