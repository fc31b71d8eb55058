#include <doctest/doctest.h>

#include <weir/base/signing.hpp>

using namespace weir;

TEST_CASE("signatures equal the vectors of RFC 8032") {
  const bytes32 seed{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                     0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  CHECK(hex(signing_public_key(seed)) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  CHECK(hex(sign(seed, "")) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b");
}

TEST_CASE("a signature fits its key and its bytes alone") {
  const bytes32 seed{1}, other{2};
  const auto made = sign(seed, "checkpoint");
  CHECK(signature_fits(signing_public_key(seed), "checkpoint", made));
  CHECK_FALSE(signature_fits(signing_public_key(other), "checkpoint", made));
  CHECK_FALSE(signature_fits(signing_public_key(seed), "Checkpoint", made));
  for (std::size_t i = 0; i < made.size(); ++i) {
    auto bent = made;
    bent[i] ^= 1;
    CHECK_FALSE(signature_fits(signing_public_key(seed), "checkpoint", bent));
  }
}
