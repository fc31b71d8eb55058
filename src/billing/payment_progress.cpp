#include <algorithm>
#include <array>
#include <tuple>

#include <weir/billing/payment_progress.hpp>

namespace weir::billing {
namespace {

constexpr std::array<std::string_view, 5> payment_states{"open", "processing", "failed", "canceled", "succeeded"};
constexpr std::array<std::string_view, 4> refund_states{"pending", "succeeded", "canceled", "failed"};
constexpr std::array<std::string_view, 4> dispute_states{"needs_response", "under_review", "won", "lost"};

template<class state, std::size_t n>
std::optional<state> find(const std::array<std::string_view, n>& names, std::string_view text) {
  const auto at = std::ranges::find(names, text);
  if (at == names.end()) return std::nullopt;
  return static_cast<state>(at - names.begin());
}

// States are declared in the order of how far on they are. Total orders: it does not matter which comes first.
auto order(const payment_progress& p) {
  return std::tie(p.as_of, p.state, p.failure_code, p.failure_message, p.advice_code, p.network_advice_code);
}
auto order(const refund_progress& p) {
  return std::tie(p.as_of, p.state, p.failure_code);
}
auto order(const dispute_progress& p) {
  return std::tie(p.as_of, p.state, p.respond_by);
}

template<class progress>
heard take_later(progress& known, const progress& said) {
  if (order(said) < order(known)) return heard::superseded;
  const bool same = said.state == known.state;
  known = said;
  return same ? heard::known : heard::news;
}

constexpr bool is_final(dispute_state s) {
  return s >= dispute_state::won;
}

}  // namespace

std::string_view name(payment_state s) {
  return payment_states.at(static_cast<std::size_t>(s));
}

std::optional<payment_state> payment_state_from_name(std::string_view text) {
  return find<payment_state>(payment_states, text);
}

std::string_view name(refund_state s) {
  return refund_states.at(static_cast<std::size_t>(s));
}

std::optional<refund_state> refund_state_from_name(std::string_view text) {
  return find<refund_state>(refund_states, text);
}

std::string_view name(dispute_state s) {
  return dispute_states.at(static_cast<std::size_t>(s));
}

std::optional<dispute_state> dispute_state_from_name(std::string_view text) {
  return find<dispute_state>(dispute_states, text);
}

heard hear(payment_progress& known, const payment_progress& said) {
  using enum payment_state;
  // From "open" to "failed" payers go back and forth; neither of the other two is left for one of these.
  const auto rank = [](payment_state s) { return s == succeeded ? 2 : s == canceled ? 1 : 0; };
  if (rank(said.state) < rank(known.state)) return heard::superseded;
  if (rank(said.state) == 0) return take_later(known, said);
  const auto before = known;
  if (rank(said.state) > rank(known.state)) {
    known = said;
  } else {
    known.as_of = std::max(known.as_of, said.as_of);
    known.received = std::max(known.received, said.received);
  }
  return before.state == known.state && before.received == known.received ? heard::known : heard::news;
}

heard hear(refund_progress& known, const refund_progress& said) {
  return take_later(known, said);
}

heard hear(dispute_progress& known, const dispute_progress& said) {
  if (is_final(known.state) && !is_final(said.state)) return heard::superseded;
  if (is_final(said.state) && !is_final(known.state)) {
    known = said;
    return heard::news;
  }
  return take_later(known, said);
}

}  // namespace weir::billing
