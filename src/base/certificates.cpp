#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <optional>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <src/base/openssl_handles.hpp>

#include <weir/base/certificates.hpp>

namespace weir {
namespace {

constexpr std::size_t most_certificates = 10;
constexpr int least_key_bits = 2048;
constexpr int most_key_bits = 8192;
constexpr std::size_t most_name_bytes = 253;
constexpr std::int64_t ns_per_s = 1'000'000'000;

using openssl::digest_context;
using openssl::public_key;
using certificate = std::unique_ptr<X509, freed<X509_free>>;
using bio = std::unique_ptr<BIO, freed<BIO_free>>;
using check_context = std::unique_ptr<X509_STORE_CTX, freed<X509_STORE_CTX_free>>;
using alternative_names = std::unique_ptr<GENERAL_NAMES, freed<GENERAL_NAMES_free>>;

struct free_stack {
  void operator()(STACK_OF(X509) * p) const { sk_X509_free(p); }  // the certificates are somebody else's
};
using certificate_stack = std::unique_ptr<STACK_OF(X509), free_stack>;

// What was wrong is of no interest, and must not be taken for an error of what this thread does next.
struct cleared_errors {
  ~cleared_errors() { ERR_clear_error(); }
};

std::optional<std::vector<certificate>> read_certificates(std::string_view pem) {
  const bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<certificate> out;
  while (in) {
    certificate next(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!next) break;
    if (out.size() == most_certificates) return std::nullopt;
    out.push_back(std::move(next));
  }
  return out;
}

void add_name(std::vector<std::string>& to, const ASN1_STRING* text) {
  if (text == nullptr) return;
  std::string name(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                   static_cast<std::size_t>(ASN1_STRING_length(text)));
  if (name.empty() || name.size() > most_name_bytes || name.contains('\0')) return;
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  to.push_back(std::move(name));
}

std::vector<std::string> names_of(X509* of) {
  std::vector<std::string> out;
  const alternative_names all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(of, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const auto* one = sk_GENERAL_NAME_value(all.get(), i);
    if (one->type == GEN_DNS) add_name(out, one->d.dNSName);
  }
  if (!out.empty()) return out;
  const auto* subject = X509_get_subject_name(of);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at >= 0) add_name(out, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  return out;
}

std::optional<timestamp> end_of(const X509* of) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(of), &parts) != 1) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(timegm(&parts));
  constexpr std::int64_t most_seconds = 9'000'000'000;  // in nanoseconds it fits 64 bits
  return timestamp{std::clamp<std::int64_t>(seconds, 0, most_seconds) * ns_per_s};
}

bool is_strong(const public_key& key) {
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return false;
  const int bits = EVP_PKEY_get_bits(key.get());
  return bits >= least_key_bits && bits <= most_key_bits;
}

X509_STORE* store_of(const std::shared_ptr<void>& p) {
  return static_cast<X509_STORE*>(p.get());
}

}  // namespace

bool signer::signed_this(std::string_view bytes, std::string_view signature) const {
  const cleared_errors after;
  const digest_context context(EVP_MD_CTX_new());
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* given = reinterpret_cast<const unsigned char*>(signature.data());
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, static_cast<EVP_PKEY*>(key_.get())) == 1 &&
         EVP_DigestVerify(context.get(), given, signature.size(), text, bytes.size()) == 1;
}

std::expected<trusted_certificates, std::string> trusted_certificates::load(const std::string& file) {
  const cleared_errors after;
  std::shared_ptr<void> store(X509_STORE_new(), [](void* p) { X509_STORE_free(static_cast<X509_STORE*>(p)); });
  if (!store) return std::unexpected("there is no memory for it");
  const int loaded = file.empty() ? X509_STORE_set_default_paths(store_of(store))
                                  : X509_STORE_load_file(store_of(store), file.c_str());
  if (loaded != 1) return std::unexpected("no certificate can be read from " + file);
  return trusted_certificates(std::move(store));
}

std::expected<signer, std::string> trusted_certificates::check(std::string_view pem, timestamp now) const {
  const cleared_errors after;
  const auto all = read_certificates(pem);
  if (!all) return std::unexpected("There are more than ten certificates.");
  if (all->empty()) return std::unexpected("It is no certificate.");
  const certificate_stack others(sk_X509_new_null());
  for (const auto& one : *all)
    if (!others || sk_X509_push(others.get(), one.get()) == 0) return std::unexpected("There is no memory for it.");
  const check_context context(X509_STORE_CTX_new());
  if (!context || X509_STORE_CTX_init(context.get(), store_of(store_), all->front().get(), others.get()) != 1)
    return std::unexpected("There is no memory for it.");
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), static_cast<time_t>(now.ns / ns_per_s));
  if (X509_verify_cert(context.get()) != 1)
    return std::unexpected(std::string("Its chain is refused: ") +
                           X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())) + ".");
  public_key key(X509_get_pubkey(all->front().get()));
  if (!is_strong(key)) return std::unexpected("Its key is no RSA key of 2,048 to 8,192 bits.");
  signer out;
  out.names_ = names_of(all->front().get());
  const auto* chain = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const auto end = end_of(sk_X509_value(chain, i));
    if (!end) return std::unexpected("It does not say when it ends.");
    out.valid_until_ = i == 0 ? *end : std::min(out.valid_until_, *end);
  }
  out.key_ = std::shared_ptr<void>(key.release(), [](void* p) { EVP_PKEY_free(static_cast<EVP_PKEY*>(p)); });
  return out;
}

}  // namespace weir
