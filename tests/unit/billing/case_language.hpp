// The language of tests/cases/*.case (tests/cases/README.md says what it means), answered by Weir's rules.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weir/billing/compose_invoices.hpp>
#include <weir/billing/price.hpp>

namespace weir::billing::cases {

// What Weir says to a question, as pairs of the words that ask and those that answer: {"costs", "12.50"}.
struct reply {
  std::vector<std::pair<std::string, std::string>> facts;
  std::string expected;  // the end of the line: "costs 12.50"

  std::string text() const;           // "is exactly 12.5; costs 12.50"
  bool is_what_was_expected() const;  // the answer that was asked for is among the facts
};

class sentence;

class reader {
 public:
  // Nothing: a comment, or a member of what is described. Throws std::runtime_error on a line that is not understood.
  std::optional<reply> read(const std::string& line);

 private:
  enum class subject { nothing, price, invoice };

  void read_price_member(const std::string& member, sentence& s);
  void read_tier(sentence& s);
  void read_invoice_member(const std::string& member, sentence& s);
  reply answer_quantity(sentence& s) const;
  reply answer_fee(sentence& s) const;
  reply answer_refused() const;
  reply answer_invoice() const;
  reply answer_credit(sentence& s) const;

  struct invoice_draft {
    std::string currency;
    std::vector<std::pair<std::string, std::string>> lines;  // code, amount
    std::vector<discount> discounts;
    tax_facts taxes;
    std::vector<credit_grant> credits;
    timestamp as_of;
  };
  billing::currency coin() const;
  invoice composed_invoice() const;

  subject subject_ = subject::nothing;
  price_draft price_;
  invoice_draft invoice_;
};

}  // namespace weir::billing::cases
