// An invoice for programs: schemas/json/invoice_document.json. The document is canonical (RFC 8785: members sorted, no
// blanks, no fractions), so whoever has read it can write the same bytes again and check the signature over them.
#pragma once

#include <string>

#include <weir/base/signing.hpp>
#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

// What is signed.
std::string write_json(const invoice_document& of);

// {"document":…,"signature":{"protected":…,"signature":…}}: a JSON Web Signature (RFC 7515, EdDSA of RFC 8037) whose
// payload is the document's bytes. `seed`: of a key that /.well-known/weir-audit-keys.json publishes.
std::string write_signed_json(const invoice_document& of, const bytes32& seed);

}  // namespace weir::documents
