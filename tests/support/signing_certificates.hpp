// Certificates of authorities and signers, made by OpenSSL when a test asks for them. Fatal when OpenSSL refuses.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <weir/base/time.hpp>

namespace weir::test {

struct wanted_certificate {
  std::string name;                // its common name
  std::vector<std::string> dns{};  // its alternative names
  bool is_authority = false;
  timestamp from{};
  timestamp until{};
  unsigned bits = 2048;
};

class signing_certificate {
 public:
  // Signed by `by`, or by itself.
  explicit signing_certificate(const wanted_certificate& what, const signing_certificate* by = nullptr);
  ~signing_certificate();
  signing_certificate(const signing_certificate&) = delete;
  signing_certificate& operator=(const signing_certificate&) = delete;

  const std::string& pem() const { return pem_; }
  // RSASSA-PKCS1-v1_5 with SHA-256, as bytes.
  std::string sign(const std::string& text) const;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
  std::string pem_;
};

}  // namespace weir::test
