// Messages about payment methods in every order: the same one is there, and the same one is charged, in the end.
#include <algorithm>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include <weir/billing/payment_method_progress.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

timestamp at(std::int64_t second) {
  return timestamp::from_ms(second * 1000);
}

method_progress card(method_state s, std::int64_t second, std::string last4, std::int32_t year = 2030) {
  return {s, at(second), {"card", "visa", std::move(last4), 4, year}};
}

template<class progress>
progress heard_all(const std::vector<progress>& messages) {
  auto known = messages.front();
  for (const auto& said : messages) {
    hear(known, said);
    const auto once = known;
    CHECK(hear(known, said) != heard::news);
    CHECK(known == once);
  }
  return known;
}

}  // namespace

TEST_CASE("a method is as the latest message says, and what was detached stays so, whichever message comes first") {
  std::mt19937 random(7);
  for (int seed = 0; seed < 200; ++seed) {
    std::vector<method_progress> messages;
    const auto several = 2 + random() % 5;
    for (std::size_t i = 0; i < several; ++i)
      messages.push_back(card(random() % 4 == 0 ? method_state::detached : method_state::attached,
                              static_cast<std::int64_t>(random() % 4), std::to_string(1000 + random() % 3),
                              2030 + static_cast<std::int32_t>(random() % 2)));
    const auto expected = heard_all(messages);
    for (int again = 0; again < 20; ++again) {
      std::ranges::shuffle(messages, random);
      CHECK(heard_all(messages) == expected);
    }
    const bool gone = std::ranges::any_of(messages, [](const auto& m) { return m.state == method_state::detached; });
    CHECK((expected.state == method_state::detached) == gone);
  }
}

TEST_CASE("a card that was renewed is news, an older message says nothing") {
  auto known = card(method_state::attached, 10, "4242", 2027);
  CHECK(hear(known, card(method_state::attached, 12, "4242", 2031)) == heard::news);
  CHECK(known.details.expiry_year == 2031);
  CHECK(hear(known, card(method_state::attached, 11, "4242", 2027)) == heard::superseded);
  CHECK(known.details.expiry_year == 2031);
  CHECK(hear(known, card(method_state::attached, 13, "4242", 2031)) == heard::known);
  CHECK(hear(known, card(method_state::detached, 5, "4242", 2027)) == heard::news);
  CHECK(known == card(method_state::detached, 13, "4242", 2031));
}

TEST_CASE("of two choices the later one counts, in any order") {
  std::mt19937 random(9);
  for (int seed = 0; seed < 100; ++seed) {
    std::vector<method_choice> choices;
    for (int i = 0; i < 4; ++i)
      choices.push_back(
          {random() % 4 == 0 ? "" : "pm_" + std::to_string(random() % 3), at(static_cast<std::int64_t>(random() % 3))});
    const auto expected = heard_all(choices);
    std::ranges::shuffle(choices, random);
    CHECK(heard_all(choices) == expected);
  }
}

TEST_CASE("the chosen method is charged while it is there, else the one that was made last") {
  const std::vector<kept_method> all{{"pm_a", at(1)}, {"pm_b", at(3)}, {"pm_c", at(3)}, {"pm_d", at(2)}};
  CHECK(charged_method(all, {"pm_a", at(9)}) == 0);
  CHECK(charged_method(all, {"pm_away", at(9)}) == 2);
  CHECK(charged_method(all, {}) == 2);
  CHECK_FALSE(charged_method({}, {"pm_a", at(9)}));
}

TEST_CASE("states of methods are read by the names that they are written with") {
  for (auto s : {method_state::attached, method_state::detached})
    CHECK(method_state_from_name(name(s)) == s);
  CHECK_FALSE(method_state_from_name("gone"));
}
