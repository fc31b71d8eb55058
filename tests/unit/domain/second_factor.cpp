// Recovery codes, and what typed text is taken for.
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/login_backoff.hpp>
#include <weir/domain/second_factor.hpp>

using namespace weir::domain;

TEST_CASE("a recovery code shows each of its 80 bits") {
  CHECK(make_recovery_code(std::string(10, '\0')) == "0000-0000-0000-0000");
  CHECK(make_recovery_code(std::string(10, '\xff')) == "zzzz-zzzz-zzzz-zzzz");
  std::set<std::string> seen;
  for (std::size_t bit = 0; bit < 80; ++bit) {
    std::string random(10, '\0');
    random[bit / 8] = static_cast<char>(1 << (bit % 8));
    seen.insert(make_recovery_code(random));
  }
  CHECK(seen.size() == 80);
}

TEST_CASE("a recovery code is read back however it is written") {
  rc::check("made, typed, read", [] {
    const auto random = *rc::gen::container<std::string>(10, rc::gen::arbitrary<char>());
    const auto code = make_recovery_code(random);
    std::string plain, shouted;
    for (const char c : code) {
      if (c != '-') plain += c;
      if (c == '-') continue;
      shouted += *rc::gen::element(c, static_cast<char>(c >= 'a' ? c - 0x20 : c));
      if (*rc::gen::inRange(0, 4) == 0) shouted += *rc::gen::element(' ', '-');
    }
    RC_ASSERT(read_code(code)->recovery);
    RC_ASSERT(read_code(code)->text == plain);
    RC_ASSERT(read_code(shouted)->text == plain);
  });
  CHECK(read_code("OOII-LLoo-iill-0011")->text == "0011110011110011");
}

TEST_CASE("six digits are a code of an app, and everything else is nothing") {
  CHECK_FALSE(read_code("123456")->recovery);
  CHECK(read_code(" 123 456 ")->text == "123456");
  for (std::string_view wrong : {"", "12345", "1234567", "12345a", "７23456", "7k3m-x9qp-0r2t-vw5",
                                 "7k3m-x9qp-0r2t-vw5uh", "uuuu-uuuu-uuuu-uuuu", "7k3m_x9qp_0r2t_vw5h"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_code(wrong));
  }
  CHECK_FALSE(read_code(std::string(65, ' ')));
}

TEST_CASE("whoever guesses codes waits longer than whoever guesses passwords, and never for good") {
  attempts a;
  std::int64_t waited = 0, looked_at = 0;
  while (waited < 24 * 3600) {
    a = with_failure(rule_of(attempts_of::code), a, {waited * 1'000'000'000});
    ++looked_at;
    const auto wait = wait_s(a, {waited * 1'000'000'000});
    CHECK(wait <= 900);
    waited += wait > 0 ? wait : 1;
  }
  // Three codes of a million are good at any time: under one in two thousand a day.
  CHECK(looked_at < 150);
}
