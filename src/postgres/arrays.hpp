// Parameters of statements that are about many things at once: one array for each of their properties.
#pragma once

#include <functional>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// Of each of `all`: integers, texts, or instants, which arrive as texts and are cast where they are used.
template<std::ranges::input_range R, class F>
param array_of(const R& all, F value) {
  using given = std::remove_cvref_t<decltype(std::invoke(value, *std::ranges::begin(all)))>;
  using item = std::conditional_t<std::is_integral_v<given>, given, std::string>;
  std::vector<item> out;
  for (const auto& one : all) {
    if constexpr (std::is_same_v<given, timestamp>) {
      out.push_back(param(std::invoke(value, one)).value());
    } else {
      out.push_back(item(std::invoke(value, one)));
    }
  }
  return param::array(out);
}

}  // namespace weir::postgres
