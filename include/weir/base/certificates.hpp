// X.509 certificates of those who sign messages, checked up to somebody who is trusted (OpenSSL). Whatever is no
// certificate is refused; nothing here asks the network: lists of revoked certificates are not read.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/time.hpp>

namespace weir {

// Somebody whose certificate was checked. Copies are cheap; any thread.
class signer {
 public:
  // Lower case: the DNS names of the certificate, or its common name when it has none.
  const std::vector<std::string>& names() const { return names_; }
  // When the first certificate of its chain ends.
  timestamp valid_until() const { return valid_until_; }
  // RSASSA-PKCS1-v1_5 with SHA-256 by its key.
  bool signed_this(std::string_view bytes, std::string_view signature) const;

 private:
  friend class trusted_certificates;
  signer() = default;

  std::vector<std::string> names_;
  timestamp valid_until_{};
  std::shared_ptr<void> key_;
};

// Whom certificates are checked against.
class trusted_certificates {
 public:
  // Of a file with one certificate or several as PEM; empty: those of the system. Error: why it cannot be read.
  static std::expected<trusted_certificates, std::string> load(const std::string& file);

  // The signer is the first certificate of the PEM text, the others stand between it and somebody who is trusted. Its
  // key is RSA of at least 2,048 bits. Error: why it is refused at this instant; repeats nothing of the text.
  std::expected<signer, std::string> check(std::string_view pem, timestamp now) const;

 private:
  explicit trusted_certificates(std::shared_ptr<void> store) : store_(std::move(store)) {}

  std::shared_ptr<void> store_;
};

}  // namespace weir
