// Ownership of what OpenSSL makes.
#pragma once

#include <memory>

#include <openssl/evp.h>

#include <weir/base/freed.hpp>

namespace weir::openssl {

using public_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed<EVP_MD_CTX_free>>;

}  // namespace weir::openssl
