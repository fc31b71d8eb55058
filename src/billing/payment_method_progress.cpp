#include <algorithm>
#include <array>
#include <tuple>

#include <weir/billing/payment_method_progress.hpp>

namespace weir::billing {
namespace {

constexpr std::array<std::string_view, 2> method_states{"attached", "detached"};

}  // namespace

std::string_view name(method_state s) {
  return method_states.at(static_cast<std::size_t>(s));
}

std::optional<method_state> method_state_from_name(std::string_view text) {
  const auto at = std::ranges::find(method_states, text);
  if (at == method_states.end()) return std::nullopt;
  return static_cast<method_state>(at - method_states.begin());
}

heard hear(method_progress& known, const method_progress& said) {
  const auto before = known;
  known.state = std::max(known.state, said.state);
  const bool later = std::tie(known.as_of, known.details) < std::tie(said.as_of, said.details);
  if (later) std::tie(known.as_of, known.details) = std::tie(said.as_of, said.details);
  if (known.state != before.state || known.details != before.details) return heard::news;
  return later || said == before ? heard::known : heard::superseded;
}

heard hear(method_choice& known, const method_choice& said) {
  if (std::tie(said.at, said.reference) < std::tie(known.at, known.reference)) return heard::superseded;
  const bool same = said.reference == known.reference;
  known = said;
  return same ? heard::known : heard::news;
}

std::optional<std::size_t> charged_method(std::span<const kept_method> attached, const method_choice& chosen) {
  if (attached.empty()) return std::nullopt;
  auto at = chosen.reference.empty() ? attached.end()
                                     : std::ranges::find(attached, chosen.reference, &kept_method::reference);
  if (at == attached.end())
    at = std::ranges::max_element(attached, {}, [](const kept_method& m) { return std::tie(m.made_at, m.reference); });
  return static_cast<std::size_t>(at - attached.begin());
}

}  // namespace weir::billing
