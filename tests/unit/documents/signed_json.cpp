// The document is canonical, and its signature is over exactly that.
#include <doctest/doctest.h>
#include <tests/unit/documents/samples.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_schema.hpp>
#include <weir/documents/write_json.hpp>
#include <weir/domain/audit_chain.hpp>

using namespace weir;
using namespace weir::documents;
using contract::json_kind;
using contract::json_value;

namespace {

bool is_sorted_all_through(const json_value& v) {
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v.kind() == json_kind::array && !is_sorted_all_through(v.item(i))) return false;
    if (v.kind() != json_kind::object) continue;
    if (i > 0 && v.member(i - 1).first >= v.member(i).first) return false;
    if (!is_sorted_all_through(v.member(i).second)) return false;
  }
  return true;
}

bytes32 seed_of(std::uint8_t first) {
  bytes32 out{};
  out[0] = first;
  return out;
}

}  // namespace

TEST_CASE("members are sorted and nothing is between them") {
  for (const auto& s : samples()) {
    CAPTURE(s.name);
    const auto text = write_json(s.of);
    const auto document = contract::json_document::parse(text, text.size());
    REQUIRE(document);
    CHECK(is_sorted_all_through(document->root()));
    CHECK(text.find(": ") == std::string::npos);
  }
}

TEST_CASE("the signature is of the document, by the key that it names") {
  const auto seed = seed_of(7);
  const auto text = write_signed_json(sample(), seed);
  CHECK(text == write_signed_json(sample(), seed));
  CHECK(text.starts_with("{\"document\":" + write_json(sample()) + ",\"signature\":{"));
  const auto whole = contract::json_document::parse(text, text.size());
  REQUIRE(whole);
  const auto signature = *whole->root().find("signature");
  const std::string header(*signature.text("protected"));
  const auto key = signing_public_key(seed);
  CHECK(*from_base64url(header) ==
        R"({"alg":"EdDSA","kid":")" + domain::audit_key_id(key) + R"(","typ":"weir-invoice"})");
  const auto raw = from_base64url(*signature.text("signature"));
  REQUIRE(raw);
  bytes64 bytes{};
  REQUIRE(raw->size() == bytes.size());
  std::ranges::copy(*raw, bytes.begin());
  CHECK(signature_fits(key, header + '.' + base64url(write_json(sample())), bytes));
  auto other = sample();
  other.total.minor += 1;
  CHECK_FALSE(signature_fits(key, header + '.' + base64url(write_json(other)), bytes));
  CHECK_FALSE(signature_fits(signing_public_key(seed_of(8)), header + '.' + base64url(write_json(sample())), bytes));
}

TEST_CASE("every sample is as the schema says") {
  for (const auto& s : samples()) {
    CAPTURE(s.name);
    CHECK(contract::read_body(write_signed_json(s.of, seed_of(1)), "invoice_document").errors.empty());
  }
}
