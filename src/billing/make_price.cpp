// From texts to a price: one place that knows which members belong to which model.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <weir/billing/price.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

using domain::draft_checks;
using text_member = std::optional<std::string> price_draft::*;

constexpr std::size_t most_filters = 8;
constexpr std::size_t most_filter_values = 100;
constexpr std::size_t most_value_bytes = 1024;

class price_maker {
 public:
  explicit price_maker(const price_draft& draft) : draft_(draft) {}

  std::expected<price, std::vector<error>> make() {
    const auto coin = currency::find(draft_.currency);
    if (!coin) checks_.problem(error_code::currency_unknown, "/currency", "");
    if (!domain::is_slug(draft_.code))
      checks_.problem(error_code::validation_failed, "/code",
                      "a code is a-z, 0-9 and single _ between them, at most 64");
    checks_.text("/name", draft_.name, 0, 255);
    auto model = make_model();
    std::optional<billing::metered> usage;
    if (model) {  // of an unknown one nobody knows what belongs to it
      usage = make_metered(std::holds_alternative<flat_fee>(*model));
      refuse_strangers();
    }
    const auto mode = rounding_from_name(draft_.rounding);
    if (!mode)
      checks_.problem(error_code::validation_failed, "/rounding", "accepted are half_up, half_even, up and down");
    if (draft_.digits && coin && (*draft_.digits < 0 || *draft_.digits > coin->digits()))
      checks_.problem(error_code::validation_failed, "/digits", fmt::format("{} has {}", coin->code(), coin->digits()));
    if (checks_.failed()) return std::unexpected(checks_.take());
    return price{
        draft_.code, draft_.name.empty() ? draft_.code : draft_.name, *coin, std::move(*model), std::move(usage),
        *mode,       draft_.digits.value_or(coin->digits())};
  }

 private:
  unit_price amount_at(std::string_view pointer, const std::string& text) {
    auto out = unit_price::parse(text);
    if (out) return *out;
    checks_.problem(out.error().code, pointer, out.error().detail);
    return {};
  }

  // Nothing: refused.
  std::optional<decimal> quantity_at(std::string_view pointer, const std::string& text, bool may_be_zero) {
    auto out = decimal::parse_event_value(text);
    if (!out) {
      checks_.problem(out.error().code, pointer, out.error().detail);
      return std::nullopt;
    }
    if (*out < decimal{} || (*out == decimal{} && !may_be_zero)) {
      checks_.problem(error_code::validation_failed, pointer,
                      may_be_zero ? "must not be negative" : "must be more than 0");
      return std::nullopt;
    }
    return *out;
  }

  // Of a model that cannot do without it.
  const std::optional<std::string>& needed(std::string_view pointer, text_member m) {
    known_.push_back(m);
    if (!(draft_.*m))
      checks_.problem(error_code::validation_failed, pointer,
                      fmt::format("a price of the model {} needs it", draft_.model));
    return draft_.*m;
  }

  unit_price needed_amount(std::string_view pointer, text_member m) {
    const auto& text = needed(pointer, m);
    return text ? amount_at(pointer, *text) : unit_price{};
  }

  unit_price optional_amount(std::string_view pointer, text_member m) {
    known_.push_back(m);
    return draft_.*m ? amount_at(pointer, *(draft_.*m)) : unit_price{};
  }

  std::optional<price_model> make_model() {
    if (draft_.model == "flat") {
      flat_fee out{needed_amount("/amount", &price_draft::amount)};
      known_.push_back(&price_draft::timing);
      if (draft_.timing && *draft_.timing == "in_arrears") {
        out.timing = timing::in_arrears;
      } else if (draft_.timing && *draft_.timing != "in_advance") {
        checks_.problem(error_code::validation_failed, "/timing", "accepted are in_advance and in_arrears");
      }
      return out;
    }
    if (draft_.model == "per_unit") return per_unit{needed_amount("/unit_amount", &price_draft::unit_amount)};
    if (draft_.model == "graduated") return graduated{make_tiers()};
    if (draft_.model == "volume") return volume{make_tiers()};
    if (draft_.model == "package") {
      const auto& text = needed("/package_size", &price_draft::package_size);
      const auto size = text ? quantity_at("/package_size", *text, false) : std::nullopt;
      return package{size.value_or(decimal{}), needed_amount("/package_amount", &price_draft::package_amount)};
    }
    if (draft_.model == "percentage") {
      auto rate = needed_amount("/rate", &price_draft::rate);
      return percentage{rate, optional_amount("/event_amount", &price_draft::event_amount)};
    }
    checks_.problem(error_code::validation_failed, "/model",
                    "accepted are flat, per_unit, graduated, volume, package and percentage");
    return std::nullopt;
  }

  std::vector<tier> make_tiers() {
    std::vector<tier> out;
    tiers_known_ = true;
    if (!draft_.tiers || draft_.tiers->empty() || draft_.tiers->size() > price::most_tiers) {
      checks_.problem(error_code::validation_failed, "/tiers", fmt::format("1 to {} tiers", price::most_tiers));
      return out;
    }
    decimal before;
    for (std::size_t i = 0; i < draft_.tiers->size(); ++i) {
      const auto& d = (*draft_.tiers)[i];
      const auto at = fmt::format("/tiers/{}", i);
      const bool is_last = i + 1 == draft_.tiers->size();
      tier t{{}, amount_at(at + "/unit_amount", d.unit_amount), amount_at(at + "/flat_amount", d.flat_amount)};
      if (is_last == d.up_to.has_value()) {
        checks_.problem(error_code::validation_failed, at + "/up_to",
                        is_last ? "the last tier has no end, or what is beyond it would have no price"
                                : "only the last tier has no end");
      } else if (d.up_to) {
        t.up_to = quantity_at(at + "/up_to", *d.up_to, false);
        if (t.up_to && *t.up_to <= before)
          checks_.problem(error_code::validation_failed, at + "/up_to", "a tier ends after the one before it");
        before = std::max(before, t.up_to.value_or(before));
      }
      out.push_back(t);
    }
    return out;
  }

  std::optional<metered> make_metered(bool is_flat) {
    if (is_flat) {
      if (!draft_.filters.empty()) unexpected_member("/filters");
      return std::nullopt;
    }
    metered out;
    known_.insert(known_.end(), {&price_draft::meter, &price_draft::included, &price_draft::minimum_amount,
                                 &price_draft::maximum_amount});
    out.meter = draft_.meter.value_or("");
    if (!domain::is_slug(out.meter))
      checks_.problem(error_code::validation_failed, "/meter", "the slug of the meter whose usage is priced");
    if (draft_.included) out.included = quantity_at("/included", *draft_.included, true).value_or(decimal{});
    if (draft_.minimum_amount) out.minimum_amount = amount_at("/minimum_amount", *draft_.minimum_amount);
    if (draft_.maximum_amount) out.maximum_amount = amount_at("/maximum_amount", *draft_.maximum_amount);
    if (out.minimum_amount && out.maximum_amount && *out.maximum_amount < *out.minimum_amount)
      checks_.problem(error_code::validation_failed, "/maximum_amount", "must not be below minimum_amount");
    out.filters = make_filters();
    return out;
  }

  std::vector<usage_filter> make_filters() {
    auto out = draft_.filters;
    if (out.size() > most_filters)
      checks_.problem(error_code::validation_failed, "/filters", fmt::format("at most {} dimensions", most_filters));
    std::ranges::sort(out, {}, &usage_filter::dimension);
    for (std::size_t i = 0; i < out.size(); ++i) {
      auto& f = out[i];
      const auto at = "/filters/" + domain::escape_pointer_token(f.dimension);
      if (!domain::is_group_name(f.dimension) || (i > 0 && out[i - 1].dimension == f.dimension))
        checks_.problem(error_code::validation_failed, at, "a group of the meter, once");
      if (f.values.empty() || f.values.size() > most_filter_values)
        checks_.problem(error_code::validation_failed, at, fmt::format("1 to {} values", most_filter_values));
      std::ranges::sort(f.values);
      f.values.erase(std::ranges::unique(f.values).begin(), f.values.end());
      for (const auto& v : f.values) {
        if (v.empty() || v.size() > most_value_bytes)
          checks_.problem(error_code::validation_failed, at, fmt::format("values of 1 to {} bytes", most_value_bytes));
      }
    }
    return out;
  }

  void unexpected_member(std::string_view pointer) {
    checks_.problem(error_code::price_member_unexpected, pointer,
                    fmt::format("a price of the model {} has no such member", draft_.model));
  }

  // What belongs to another model was meant to change something, and would not.
  void refuse_strangers() {
    constexpr std::pair<std::string_view, text_member> all[] = {
        {"/timing", &price_draft::timing},
        {"/amount", &price_draft::amount},
        {"/unit_amount", &price_draft::unit_amount},
        {"/package_size", &price_draft::package_size},
        {"/package_amount", &price_draft::package_amount},
        {"/rate", &price_draft::rate},
        {"/event_amount", &price_draft::event_amount},
        {"/meter", &price_draft::meter},
        {"/included", &price_draft::included},
        {"/minimum_amount", &price_draft::minimum_amount},
        {"/maximum_amount", &price_draft::maximum_amount},
    };
    for (const auto& [pointer, m] : all) {
      if (draft_.*m && std::ranges::find(known_, m) == known_.end()) unexpected_member(pointer);
    }
    if (draft_.tiers && !tiers_known_) unexpected_member("/tiers");
  }

  const price_draft& draft_;
  draft_checks checks_;
  std::vector<text_member> known_;  // members of this model
  bool tiers_known_ = false;
};

}  // namespace

std::expected<price, std::vector<error>> make_price(const price_draft& draft) {
  return price_maker(draft).make();
}

}  // namespace weir::billing
