// What was sealed is opened while its key is in the ring, and says by itself which key that was.
#include <doctest/doctest.h>

#include <weir/base/sealing.hpp>
#include <weir/base/secret_ring.hpp>

using namespace weir;

namespace {

const std::string older(40, 'o'), newer(40, 'n'), newest(40, 'x');

}  // namespace

TEST_CASE("a secret is opened under either key, and sealed under the current one") {
  secret_ring ring(older);
  const auto before = ring.seal("mfa", "usr_1", "seed");
  CHECK(before.starts_with(ring.mark()));
  CHECK(ring.mark().size() == secret_ring::mark_bytes);
  CHECK_FALSE(ring.has_previous());
  ring.renew(newer, older);
  CHECK(ring.has_previous());
  CHECK(ring.open("mfa", "usr_1", before) == "seed");
  CHECK_FALSE(ring.look("mfa", "usr_1", before)->by_current);
  const auto after = ring.seal("mfa", "usr_1", "seed");
  CHECK(after.starts_with(ring.mark()));
  CHECK_FALSE(before.starts_with(ring.mark()));
  CHECK(ring.look("mfa", "usr_1", after)->by_current);
  // Another process that has not heard of the new key yet, but reads it already.
  CHECK(secret_ring(older, newer).open("mfa", "usr_1", after) == "seed");
}

TEST_CASE("a key that has left the ring opens nothing") {
  secret_ring ring(older);
  const auto sealed = ring.seal("mfa", "usr_1", "seed");
  ring.renew(newer, older);
  ring.renew(newest, newer);
  CHECK_FALSE(ring.open("mfa", "usr_1", sealed));
  ring.renew(newer, "");
  CHECK_FALSE(ring.open("mfa", "usr_1", sealed));
  CHECK_FALSE(ring.has_previous());
}

TEST_CASE("the same key twice is one, and no previous one is none") {
  secret_ring ring(older, older);
  CHECK_FALSE(ring.has_previous());
  const auto of_none = seal("", "mfa", "usr_1", "seed");
  CHECK_FALSE(ring.open("mfa", "usr_1", of_none));
}

TEST_CASE("what was sealed before keys were named is opened under either key") {
  const auto bare = seal(older, "mfa", "usr_1", "seed");
  CHECK(secret_ring(older).look("mfa", "usr_1", bare)->by_current);
  const auto found = secret_ring(newer, older).look("mfa", "usr_1", bare);
  REQUIRE(found);
  CHECK(found->plain == "seed");
  CHECK_FALSE(found->by_current);
  CHECK_FALSE(secret_ring(newer).look("mfa", "usr_1", bare));
}

TEST_CASE("a mark opens nothing by itself, and every altered byte is noticed") {
  const secret_ring ring(older, newer);
  const auto sealed = ring.seal("mfa", "usr_1", "seed");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bent = sealed;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    CHECK_FALSE(ring.open("mfa", "usr_1", bent));
    CHECK_FALSE(ring.open("mfa", "usr_1", sealed.substr(0, i)));
  }
  CHECK_FALSE(ring.open("mfa", "usr_2", sealed));
  CHECK_FALSE(ring.open("audit signing key", "usr_1", sealed));
}

TEST_CASE("what is shown of a key is its own and stays the same") {
  CHECK(secret_ring(older).key_id() == secret_ring::key_id(older));
  CHECK(secret_ring::key_id(older) != secret_ring::key_id(newer));
  CHECK(secret_ring::key_id(older).size() == 11);
}
