// Messages of a payment provider in whatever order, twice or not: the same is known in the end.
#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include <weir/billing/payment_progress.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

constexpr timestamp at(std::int64_t second) {
  return timestamp::from_ms(second * 1000);
}

payment_progress payment(payment_state s, std::int64_t second, std::int64_t received = 0, std::string code = {}) {
  return {s, at(second), {received}, std::move(code), {}};
}

// What is known after each order of the messages, each of them twice.
template<class progress>
void same_in_any_order(std::vector<progress> messages, const progress& known_first, const progress& expected) {
  const auto by_index = [&](std::vector<std::size_t> order) {
    do {
      auto known = known_first;
      for (auto i : order) {
        hear(known, messages[i]);
        const auto once = known;
        CHECK(hear(known, messages[i]) != heard::news);
        CHECK(known == once);
      }
      CHECK(known == expected);
    } while (std::ranges::next_permutation(order).found);
  };
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < messages.size(); ++i)
    order.push_back(i);
  by_index(order);
}

}  // namespace

TEST_CASE("a declined, repeated and paid payment is paid, whichever message comes first") {
  using enum payment_state;
  same_in_any_order<payment_progress>(
      {payment(processing, 10), payment(failed, 20, 0, "card_declined"), payment(processing, 30),
       payment(succeeded, 31, 500), payment(failed, 40, 0, "late"), payment(canceled, 50)},
      {}, payment(succeeded, 31, 500));
}

TEST_CASE("a paid payment never turns unpaid by an older or a newer message, and does not become less") {
  auto known = payment(payment_state::succeeded, 10, 500);
  for (auto s : {payment_state::open, payment_state::processing, payment_state::failed, payment_state::canceled}) {
    for (auto second : {5, 10, 15}) {
      CHECK(hear(known, payment(s, second)) == heard::superseded);
      CHECK(known == payment(payment_state::succeeded, 10, 500));
    }
  }
  CHECK(hear(known, payment(payment_state::succeeded, 12, 400)) == heard::known);
  CHECK(known.received == money{500});
  CHECK(hear(known, payment(payment_state::succeeded, 8, 600)) == heard::news);
  CHECK(known.received == money{600});
}

TEST_CASE("money counts also of a payment that was canceled") {
  same_in_any_order<payment_progress>({payment(payment_state::canceled, 10), payment(payment_state::succeeded, 9, 7)},
                                      {}, payment(payment_state::succeeded, 9, 7));
}

TEST_CASE("of two messages of one second the one that is further on counts") {
  using enum payment_state;
  same_in_any_order<payment_progress>(
      {payment(open, 10), payment(processing, 10), payment(failed, 10, 0, "a"), payment(failed, 10, 0, "b")}, {},
      payment(failed, 10, 0, "b"));
}

TEST_CASE("an older message says nothing, a newer one of the same state is no news") {
  auto known = payment(payment_state::failed, 10, 0, "expired_card");
  CHECK(hear(known, payment(payment_state::processing, 9)) == heard::superseded);
  CHECK(known == payment(payment_state::failed, 10, 0, "expired_card"));
  CHECK(hear(known, payment(payment_state::failed, 11, 0, "card_declined")) == heard::known);
  CHECK(known.failure_code == "card_declined");
  CHECK(hear(known, payment(payment_state::open, 12)) == heard::news);
}

TEST_CASE("a refund ends as the last message says, as banks give money back") {
  using enum refund_state;
  same_in_any_order<refund_progress>({{pending, at(1), {}}, {succeeded, at(5), {}}, {failed, at(9), "expired_card"}},
                                     {}, {failed, at(9), "expired_card"});
  same_in_any_order<refund_progress>({{pending, at(5), {}}, {succeeded, at(5), {}}}, {}, {succeeded, at(5), {}});
}

TEST_CASE("a decided dispute stays decided") {
  using enum dispute_state;
  same_in_any_order<dispute_progress>(
      {{needs_response, at(1), at(100)}, {under_review, at(5), {}}, {lost, at(9), {}}, {under_review, at(12), {}}}, {},
      {lost, at(9), {}});
}

TEST_CASE("states are read by the names that they are written with") {
  for (auto s : {payment_state::open, payment_state::processing, payment_state::failed, payment_state::canceled,
                 payment_state::succeeded})
    CHECK(payment_state_from_name(name(s)) == s);
  for (auto s : {refund_state::pending, refund_state::succeeded, refund_state::canceled, refund_state::failed})
    CHECK(refund_state_from_name(name(s)) == s);
  for (auto s : {dispute_state::needs_response, dispute_state::under_review, dispute_state::won, dispute_state::lost})
    CHECK(dispute_state_from_name(name(s)) == s);
  CHECK_FALSE(payment_state_from_name("paid").has_value());
  CHECK_FALSE(refund_state_from_name("").has_value());
  CHECK_FALSE(dispute_state_from_name("charge_refunded").has_value());
}
