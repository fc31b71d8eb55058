// What a payment provider says of a payment method that it keeps, and which one of a tenant's is charged. Messages
// arrive twice, late and in any order; the same is known in the end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/billing/payment_progress.hpp>

namespace weir::billing {

// What was taken away never comes back: providers keep another one instead.
enum class method_state : std::uint8_t { attached, detached };
std::string_view name(method_state s);
std::optional<method_state> method_state_from_name(std::string_view text);

struct method_details {
  std::string kind;     // card, sepa_debit, …
  std::string brand{};  // visa, …; empty: it has none
  std::string last4{};
  std::optional<std::int32_t> expiry_month{};
  std::optional<std::int32_t> expiry_year{};

  auto operator<=>(const method_details&) const = default;
};

struct method_progress {
  method_state state = method_state::attached;
  timestamp as_of{};  // when the latest of what was heard happened
  method_details details;

  bool operator==(const method_progress&) const = default;
};
heard hear(method_progress& known, const method_progress& said);

// The method that somebody chose to be charged. Of two choices the later one counts.
struct method_choice {
  std::string reference;  // empty: none
  timestamp at{};

  bool operator==(const method_choice&) const = default;
};
heard hear(method_choice& known, const method_choice& said);

struct kept_method {
  std::string reference;
  timestamp made_at{};
};
// Which one is charged, as its place: the chosen one while it is there, else the one that was made last. Nothing: there
// is none.
std::optional<std::size_t> charged_method(std::span<const kept_method> attached, const method_choice& chosen);

}  // namespace weir::billing
