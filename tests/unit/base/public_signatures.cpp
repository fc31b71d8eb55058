#include <string>

#include <doctest/doctest.h>

#include <weir/base/crypto.hpp>
#include <weir/base/public_signatures.hpp>

using namespace weir;

namespace {

std::string bytes(std::string_view base64url_text) {
  auto out = from_base64url(base64url_text);
  REQUIRE(out);
  return *out;
}

// RFC 7515, appendix A.2 and A.3.
constexpr std::string_view payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr std::string_view modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
    "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"
    "UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
    "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr std::string_view rsa_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77Rw";
constexpr std::string_view x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view ec_signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

std::string text_of(std::string_view header) {
  return std::string(header) + "." + std::string(payload);
}

}  // namespace

TEST_CASE("RS256 equals the vector of RFC 7515") {
  const auto text = text_of("eyJhbGciOiJSUzI1NiJ9");
  const auto n = bytes(modulus), e = bytes("AQAB"), signature = bytes(rsa_signature);
  CHECK(rsa_signature_fits(n, e, text, signature));
  CHECK_FALSE(rsa_signature_fits(n, e, text + " ", signature));
  CHECK_FALSE(rsa_signature_fits(n, bytes("Aw"), text, signature));
  for (std::size_t i = 0; i < signature.size(); i += 17) {
    auto bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    CHECK_FALSE(rsa_signature_fits(n, e, text, bent));
  }
  CHECK_FALSE(rsa_signature_fits(n, e, text, ""));
  CHECK_FALSE(rsa_signature_fits(n, e, text, signature + '\0'));
}

TEST_CASE("keys that are weak, or cost more than they are worth, fit nothing") {
  const auto text = text_of("eyJhbGciOiJSUzI1NiJ9");
  const auto n = bytes(modulus), e = bytes("AQAB"), signature = bytes(rsa_signature);
  const std::string zero(1, '\0'), one(1, '\1'), even(1, '\2');
  for (const auto& wrong : {std::string(), zero, one, even, std::string(9, '\xff'), std::string(4096, '\xff')})
    CHECK_FALSE(rsa_signature_fits(n, wrong, text, signature));
  for (const auto& wrong : {std::string(), zero, n.substr(0, 255), std::string(1024, '\xff') + '\1'})
    CHECK_FALSE(rsa_signature_fits(wrong, e, text, signature));
  // x to the power of 1 mod n: a signature that says itself what it signs.
  CHECK_FALSE(rsa_signature_fits(n, one, text, signature));
}

TEST_CASE("ES256 equals the vector of RFC 7515") {
  const auto text = text_of("eyJhbGciOiJFUzI1NiJ9");
  const auto px = bytes(x), py = bytes(y), signature = bytes(ec_signature);
  CHECK(p256_signature_fits(px, py, text, signature));
  CHECK_FALSE(p256_signature_fits(py, px, text, signature));
  CHECK_FALSE(p256_signature_fits(px, py, text + " ", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    CHECK_FALSE(p256_signature_fits(px, py, text, bent));
  }
  // r = s = 0 fits everything where nobody looks (CVE-2022-21449).
  CHECK_FALSE(p256_signature_fits(px, py, text, std::string(64, '\0')));
  CHECK_FALSE(p256_signature_fits(px, py, text, signature.substr(0, 63)));
  CHECK_FALSE(p256_signature_fits(px, py, text, ""));
  CHECK_FALSE(p256_signature_fits(px.substr(1), py, text, signature));
  // No point of the curve, and the one at infinity.
  CHECK_FALSE(p256_signature_fits(std::string(32, '\1'), py, text, signature));
  CHECK_FALSE(p256_signature_fits(std::string(32, '\0'), std::string(32, '\0'), text, signature));
}
