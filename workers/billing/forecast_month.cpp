#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <workers/billing/forecast_month.hpp>
#include <workers/billing/usage_reader.hpp>

#include <weir/base/fixed_point.hpp>
#include <weir/billing/price_simulation.hpp>
#include <weir/billing/rate_charges.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::billing {
namespace {

using postgres::executor;

struct month {
  moment from, to;
  timestamp seen_until;  // within it
};

struct priced_month {
  money seen, projected, whole;
  bool has_usage = false;
};

std::int64_t length_ns(timestamp from, timestamp to) {
  return to.ns - from.ns;
}

class forecaster {
 public:
  forecaster(executor& in, const tenant_clock& clock, std::int32_t tenant)
      : in_(in), clock_(clock), tenant_(tenant), usage_(in) {}

  result<void> forecast(const month& now, std::vector<forecast_currency>& out) {
    auto rows = postgres::subscriptions::list(in_, tenant_, "", std::numeric_limits<std::int32_t>::max());
    if (!rows) return std::unexpected(rows.error());
    if (auto read = plans_.read(in_, *rows); !read) return read;
    std::map<std::string, std::vector<subscription>> by_currency;
    for (const auto& row : *rows)
      by_currency[row.currency].push_back(postgres::subscription_of(row));
    for (const auto& [code, all] : by_currency) {
      const auto coin = currency::find(code);
      if (!coin) return fail(error_code::currency_unknown, code);
      if (std::ranges::all_of(
              all, [&](const subscription& s) { return segments_within(s.segments, now.from, now.to).empty(); }))
        continue;
      auto made = forecast_one(now, *coin, all);
      if (!made) return std::unexpected(made.error());
      out.push_back(std::move(*made));
    }
    return {};
  }

 private:
  result<forecast_currency> forecast_one(const month& now, currency coin, const std::vector<subscription>& all) {
    auto priced = price(now, coin, all, false);
    if (!priced) return std::unexpected(priced.error());
    forecast_currency out{
        .currency = coin, .so_far = priced->seen, .at_end = priced->projected, .band = {}, .past = {}};
    std::vector<past_month> told;
    for (int back = 1; back <= most_past_months; ++back) {
      const auto then = same_point_before(now, back);
      auto was = price(then, coin, all, true);
      if (!was) return std::unexpected(was.error());
      if (!was->has_usage) continue;
      told.push_back({was->projected, was->whole});
      out.past.push_back({then.from.day, told.back()});
    }
    auto band = band_of(out.at_end, told);
    if (!band) return std::unexpected(band.error());
    out.band = *band;
    return out;
  }

  // As much of it is seen as of this one, to the hour.
  month same_point_before(const month& now, int back) const {
    const auto billing_day = clock_.calendar().billing_day;
    const auto first = next_month_start(now.from.day, billing_day, -back);
    month out{clock_.start_of(first), clock_.start_of(next_month_start(first, billing_day)), {}};
    const auto seen = int128{length_ns(out.from.at, out.to.at)} * length_ns(now.from.at, now.seen_until) /
                      length_ns(now.from.at, now.to.at);
    out.seen_until = clock_.hour_of({out.from.at.ns + static_cast<std::int64_t>(seen)}).at;
    return out;
  }

  // `is_over`: what it came to is known as well.
  result<priced_month> price(const month& m, currency coin, const std::vector<subscription>& all, bool is_over) {
    priced_month out;
    for (const auto& s : all) {
      auto charges = charges_within(s, plans_.lookup(), clock_.calendar(), coin, m.from, m.to);
      std::vector<usage> seen, projected, whole;
      for (const auto& c : charges) {
        seen.emplace_back();
        projected.emplace_back();
        whole.emplace_back();
        if (c.key.kind != charge_kind::usage) continue;
        if (auto read = read_usage(m, c, is_over, out, {seen.back(), projected.back(), whole.back()}); !read)
          return std::unexpected(read.error());
      }
      if (auto added = add_cost(out.seen, charges, seen); !added) return std::unexpected(added.error());
      if (auto added = add_cost(out.projected, charges, projected); !added) return std::unexpected(added.error());
      if (!is_over) continue;
      if (auto added = add_cost(out.whole, std::move(charges), whole); !added) return std::unexpected(added.error());
    }
    return out;
  }

  struct counted {
    usage& seen;
    usage& projected;
    usage& whole;
  };

  result<void> read_usage(const month& m, const charge& c, bool is_over, priced_month& of, counted to) {
    if (is_over || c.to.at <= m.seen_until) {
      auto read = usage_.read(tenant_, c, plan_of(c));
      if (!read) return std::unexpected(read.error());
      to.whole = read->usage;
      of.has_usage = of.has_usage || read->cells > 0;
      if (c.to.at <= m.seen_until) {
        to.seen = to.projected = to.whole;
        return {};
      }
    }
    // One that begins later goes by what there was before it, by its own price.
    auto part = c;
    const bool has_begun = c.from.at < m.seen_until;
    if (!has_begun) part.from = m.from;
    part.to = clock_.hour_of(m.seen_until);
    if (part.to.at <= part.from.at) return {};
    auto read = usage_.read(tenant_, part, plan_of(c));
    if (!read) return std::unexpected(read.error());
    of.has_usage = of.has_usage || read->cells > 0;
    if (has_begun) to.seen = read->usage;
    auto adds_up = usage_.adds_up(c);
    if (!adds_up) return std::unexpected(adds_up.error());
    to.projected = read->usage;
    if (!*adds_up) return {};
    auto more = at_the_same_rate(read->usage, {length_ns(part.from.at, part.to.at), length_ns(c.from.at, c.to.at)});
    if (!more) return std::unexpected(more.error());
    to.projected = *more;
    return {};
  }

  const plan& plan_of(const charge& c) const { return *plans_.lookup()(c.key.plan); }

  static result<void> add_cost(money& to, std::vector<charge> charges, const std::vector<usage>& counted) {
    auto rated = rate_charges(std::move(charges), counted);
    if (!rated) return std::unexpected(rated.error());
    for (const auto& r : *rated) {
      auto sum = add(to, r.amount);
      if (!sum) return std::unexpected(sum.error());
      to = *sum;
    }
    return {};
  }

  executor& in_;
  const tenant_clock& clock_;
  std::int32_t tenant_;
  postgres::plan_book plans_;
  usage_reader usage_;
};

void write_past(contract::json_writer& w, const forecast_currency& of) {
  w.key("past").begin_array();
  for (const auto& p : of.past) {
    w.begin_object().member("from", text(p.from)).member("forecast", text(p.month.forecast, of.currency));
    w.member("actual", text(p.month.actual, of.currency)).key("off_by");
    if (const auto off = thousandths_off(p.month)) {
      std::string fraction;
      append_fixed(*off, 3, fraction);
      w.text(fraction);
    } else {
      w.null();
    }
    w.end_object();
  }
  w.end_array();
}

}  // namespace

result<month_forecast> forecast_month(executor& in, const postgres::tenant_row& tenant, timestamp now) {
  auto clock = tenant_clock::of(in, tenant);
  if (!clock) return std::unexpected(clock.error());
  auto through = postgres::billing_states::data_through(in);
  if (!through) return std::unexpected(through.error());
  const auto to = clock->end_of_month(now);
  const auto from = clock->start_of(next_month_start(to.day, clock->calendar().billing_day, -1));
  const auto seen = std::clamp(clock->hour_of(std::min(now, through->value_or(from.at))).at, from.at, to.at);
  month_forecast out{.tenant = tenant.id, .from = from, .to = to, .seen_until = seen, .currencies = {}};
  if (seen == from.at) return out;
  if (auto done = forecaster(in, *clock, tenant.number).forecast({from, to, seen}, out.currencies); !done)
    return std::unexpected(done.error());
  return out;
}

std::string month_forecast_json(const month_forecast& f) {
  contract::json_writer w(1024);
  w.begin_object().member("is_preview", true).member("tenant_id", f.tenant).member("from", f.from.at);
  w.member("to", f.to.at).member("seen_until", f.seen_until).key("currencies").begin_array();
  for (const auto& of : f.currencies) {
    w.begin_object().member("currency", of.currency.code()).member("so_far", text(of.so_far, of.currency));
    w.member("at_end", text(of.at_end, of.currency)).key("band");
    if (of.band) {
      w.begin_object().member("low", text(of.band->low, of.currency));
      w.member("high", text(of.band->high, of.currency)).end_object();
    } else {
      w.null();
    }
    write_past(w, of);
    w.end_object();
  }
  return w.end_array().end_object().take();
}

}  // namespace weir::billing
