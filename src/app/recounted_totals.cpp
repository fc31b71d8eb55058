#include <algorithm>
#include <optional>
#include <set>

#include <src/app/recounted_totals.hpp>

#include <weir/base/json_text.hpp>

namespace weir::app {
namespace {

using domain::aggregation;
using postgres::usage_totals::group_filter;
using postgres::usage_totals::total;
using postgres::usage_totals::usage_class;

// Dimensions are canonical JSON: the text "name":value, or "name":value} stands in them when the group has this value.
bool fits(std::string_view dimensions, const group_filter& f) {
  std::string member;
  append_json_string(member, f.dimension);
  member += ':';
  return std::ranges::any_of(f.values, [&](const std::string& value) {
    const auto wanted = member + value;
    return dimensions.find(wanted + ',') != std::string_view::npos ||
           dimensions.find(wanted + '}') != std::string_view::npos;
  });
}

// One class's cells so far.
class sum {
 public:
  bool add(const usage::stored_cell& c) {
    const auto ids = decimal::add(out_.id_sum, decimal::from_integer(static_cast<std::int64_t>(c.id_sum)));
    const auto amount = decimal::add(amount_, c.sum);
    if (!ids || !amount) return false;
    const bool first = out_.cells == 0;
    out_.id_sum = *ids;
    amount_ = *amount;
    kind_ = c.aggregation;
    least_ = first ? c.least : std::min(least_, c.least);
    most_ = first ? c.most : std::max(most_, c.most);
    if (first || std::pair(c.latest_ns, c.latest_hash) > latest_at_) {
      latest_ = c.latest;
      latest_at_ = {c.latest_ns, c.latest_hash};
    }
    values_.insert(c.unique_values.begin(), c.unique_values.end());
    out_.events += c.events;
    ++out_.cells;
    return true;
  }

  total take() {
    if (out_.cells > 0) out_.quantity = quantity();
    return out_;
  }

 private:
  decimal quantity() const {
    switch (kind_) {
      case aggregation::count:
        return decimal::from_integer(out_.events);
      case aggregation::sum:
        return amount_;
      case aggregation::avg:
        return divide_half_even(amount_, out_.events);
      case aggregation::min:
        return least_;
      case aggregation::max:
        return most_;
      case aggregation::latest:
        return latest_;
      case aggregation::unique_count:
        return decimal::from_integer(std::ssize(values_));
    }
    return {};
  }

  total out_;
  aggregation kind_{};
  decimal amount_, least_, most_, latest_;
  std::pair<std::int64_t, std::int64_t> latest_at_;
  std::set<hash128> values_;  // one that came in several hours or groups counts once
};

}  // namespace

std::optional<std::size_t> class_of(std::string_view dimensions, std::span<const usage_class> classes) {
  const auto found = std::ranges::find_if(classes, [&](const usage_class& c) {
    return std::ranges::all_of(c, [&](const group_filter& f) { return fits(dimensions, f); });
  });
  if (found == classes.end()) return std::nullopt;
  return static_cast<std::size_t>(found - classes.begin());
}

decimal value_of(const usage::stored_cell& c) {
  sum one;
  return one.add(c) ? one.take().quantity : decimal{};
}

result<std::vector<total>> recounted_totals(const usage::counted_cells& cells, std::span<const cell_stretch> stretches,
                                            std::span<const usage_class> classes) {
  std::vector<sum> sums(classes.size());
  bool all_fit = true;
  for (const auto& s : stretches) {
    cells.for_each(s.of, s.from, s.to, [&](const usage::counted_cells::cell_view& c) {
      if (const auto which = class_of(c.dimensions, classes)) all_fit = sums[*which].add(c.cell) && all_fit;
    });
  }
  if (!all_fit) return fail(error_code::cell_overflow, "what was counted again");
  std::vector<total> out;
  for (auto& s : sums)
    out.push_back(s.take());
  return out;
}

}  // namespace weir::app
