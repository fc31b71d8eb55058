#include <doctest/doctest.h>

#include <weir/base/sealing.hpp>

using namespace weir;

TEST_CASE("what was sealed opens with the same key, purpose and context, and with no other") {
  const auto sealed = seal("a secret of the installation", "audit", "aud_1", "seed");
  CHECK(unseal("a secret of the installation", "audit", "aud_1", sealed) == "seed");
  CHECK_FALSE(unseal("another secret", "audit", "aud_1", sealed));
  CHECK_FALSE(unseal("a secret of the installation", "totp", "aud_1", sealed));
  CHECK_FALSE(unseal("a secret of the installation", "audit", "aud_2", sealed));
  CHECK(sealed.find("seed") == std::string::npos);
  CHECK(seal("a secret of the installation", "audit", "aud_1", "seed") != sealed);
}

TEST_CASE("what was altered or cut does not open") {
  const auto sealed = seal("secret", "audit", "", "");
  CHECK(unseal("secret", "audit", "", sealed) == "");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bent = sealed;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    CHECK_FALSE(unseal("secret", "audit", "", bent));
    CHECK_FALSE(unseal("secret", "audit", "", sealed.substr(0, i)));
  }
}
