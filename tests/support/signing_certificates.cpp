#include <ctime>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <tests/support/signing_certificates.hpp>

#include <weir/base/assert.hpp>

namespace weir::test {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

void must(bool done) {
  WEIR_ASSERT(done, "OpenSSL does what it is asked for");
}

void add(X509* to, X509V3_CTX* context, int which, const std::string& value) {
  auto* made = X509V3_EXT_conf_nid(nullptr, context, which, value.c_str());
  must(made != nullptr && X509_add_ext(to, made, -1) == 1);
  X509_EXTENSION_free(made);
}

}  // namespace

struct signing_certificate::parts {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
};

signing_certificate::signing_certificate(const wanted_certificate& what, const signing_certificate* by)
    : parts_(std::make_unique<parts>()) {
  auto& p = *parts_;
  p.key = EVP_RSA_gen(what.bits);
  p.certificate = X509_new();
  must(p.key != nullptr && p.certificate != nullptr);
  auto* c = p.certificate;
  static long serial = 1;
  must(X509_set_version(c, 2) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(c), serial++) == 1);
  ASN1_TIME_set(X509_getm_notBefore(c), static_cast<std::time_t>(what.from.ns / ns_per_s));
  ASN1_TIME_set(X509_getm_notAfter(c), static_cast<std::time_t>(what.until.ns / ns_per_s));
  auto* subject = X509_get_subject_name(c);
  must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(what.name.c_str()), -1, -1, 0) == 1);
  auto* issuer = by != nullptr ? by->parts_->certificate : c;
  must(X509_set_issuer_name(c, X509_get_subject_name(issuer)) == 1 && X509_set_pubkey(c, p.key) == 1);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, c, nullptr, nullptr, 0);
  add(c, &context, NID_basic_constraints, what.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add(c, &context, NID_key_usage, what.is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  std::string names;
  for (const auto& name : what.dns)
    names += (names.empty() ? "DNS:" : ",DNS:") + name;
  if (!names.empty()) add(c, &context, NID_subject_alt_name, names);
  must(X509_sign(c, by != nullptr ? by->parts_->key : p.key, EVP_sha256()) > 0);
  auto* out = BIO_new(BIO_s_mem());
  must(PEM_write_bio_X509(out, c) == 1);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out, &text);
  pem_.assign(text, static_cast<std::size_t>(size));
  BIO_free(out);
}

signing_certificate::~signing_certificate() {
  X509_free(parts_->certificate);
  EVP_PKEY_free(parts_->key);
}

std::string signing_certificate::sign(const std::string& text) const {
  auto* context = EVP_MD_CTX_new();
  must(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, parts_->key) == 1);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  must(EVP_DigestSign(context, nullptr, &size, bytes, text.size()) == 1);
  std::string out(size, '\0');
  must(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) == 1);
  out.resize(size);
  EVP_MD_CTX_free(context);
  return out;
}

}  // namespace weir::test
