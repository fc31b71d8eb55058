// An account at Stripe as far as an inbox can tell: what happens to the payments of it, the events that say so, and the
// list of them that Stripe keeps. What is true in the end is known here from the stories, and from no event.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tests/sim/random.hpp>

#include <weir/base/time.hpp>
#include <weir/contract/stripe_answers.hpp>

namespace weir::sim {

enum class story {
  pays,
  pays_after_declines,
  debit_arrives,
  debit_bounces,
  expires,
  pays_too_much,
  pays_a_part,
  pays_other_money,
  pays_twice,  // the invoice was paid otherwise before
  gets_too_much_back,
};
inline constexpr std::uint64_t stories = 10;

struct told_event {
  std::string id;
  std::string body;
  std::int64_t created_s = 0;
  std::int64_t listed_ms = 0;  // Stripe's list has it from then on
  bool is_late = false;        // what came after it arrives before
};

// A payment and what is true of it once everything has happened. States by Weir's names.
struct told_payment {
  std::string payment{};  // pay_…
  std::string invoice{};
  bool is_ours = true;  // else another installation's, on the same account
  story what = story::pays;
  std::int64_t due = 0;
  std::string intent{};
  std::string state = "open";
  std::int64_t received = 0;
  std::int64_t refunded = 0;
  std::int64_t refunded_beyond = 0;                             // of what came in
  std::vector<std::pair<std::string, std::string>> refunds{};   // Stripe's id, state
  std::vector<std::pair<std::string, std::string>> disputes{};  // the same
};

class account {
 public:
  // `tag` is in every id.
  account(rng& random, std::string tag) : random_(random), tag_(std::move(tag)) {}

  // `own_refund`: rfd_… of one that Weir asks for, instead of somebody in Stripe's dashboard.
  void add(told_payment p, const std::string& own_refund);

  bool is_over() const;
  // The next thing happens to one of the payments, or something that has to do with none of them.
  const told_event& happen(std::int64_t now_ms);

  const std::vector<told_payment>& payments() const { return payments_; }
  const std::vector<told_event>& events() const { return events_; }

  // GET /v1/events at `now_ms`: the newest first.
  contract::event_page_answer list(timestamp from, timestamp to, const std::string& after, std::int64_t now_ms) const;

 private:
  struct step {
    std::string type;
    std::string object;
    bool is_late = false;
  };

  void tell(std::deque<step>& steps, told_payment& p);
  void give_back(std::deque<step>& steps, told_payment& p, const std::string& own_refund);
  void give_too_much_back(std::deque<step>& steps, told_payment& p);
  void dispute(std::deque<step>& steps, told_payment& p);
  step noise();
  std::string id(const char* prefix) { return std::string(prefix) + tag_ + "_" + std::to_string(++made_); }

  rng& random_;
  std::string tag_;
  int made_ = 0;
  std::vector<told_payment> payments_;
  std::vector<std::deque<step>> ahead_;  // of each payment
  std::vector<told_event> events_;
};

}  // namespace weir::sim
