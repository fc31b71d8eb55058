// What OpenSSL makes is freed by functions of its own.
#pragma once

#include <memory>

#include <openssl/evp.h>

namespace weir::openssl {

// std::unique_ptr<X509, freed<X509_free>>
template<auto Free>
struct freed {
  template<class T>
  void operator()(T* p) const {
    Free(p);
  }
};

using public_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed<EVP_MD_CTX_free>>;

}  // namespace weir::openssl
