#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include <api/usage/meter_query.hpp>
#include <api/usage/meter_query_sql.hpp>
#include <api/usage/progress.hpp>

#include <weir/domain/hour.hpp>

namespace weir::api {
namespace {

using domain::aggregation;
using domain::ns_per_hour;
using postgres::executor;
using postgres::rows;
using postgres::statement;

const statement select_extent{"reads.query_extent", R"sql(
SELECT t.number, t.id, t.key, t.minute_offset, x.first, x.last
FROM tenants AS t CROSS JOIN LATERAL (
  SELECT min(c.hour) AS first, max(c.hour) AS last FROM usage_cells AS c
  WHERE c.tenant_number = t.number AND c.meter_number = $2 AND c.generation = $3
    AND ($4::timestamptz IS NULL OR c.hour >= $4) AND ($5::timestamptz IS NULL OR c.hour < $5)) AS x
WHERE ($1::int IS NULL OR t.number = $1) AND x.first IS NOT NULL)sql"};

// Ranges up to this long need no look at where the cells begin and end.
constexpr std::int64_t short_range_ns = 400 * 24 * ns_per_hour;

struct extent {
  struct name {
    std::string id, key;
  };
  std::map<std::int32_t, name> tenants;
  std::vector<int> minute_offsets;
  timestamp from{};
  timestamp to{};
};

void add_offset(extent& e, int offset) {
  if (std::ranges::find(e.minute_offsets, offset) == e.minute_offsets.end()) e.minute_offsets.push_back(offset);
}

result<extent> find_extent(executor& in, const postgres::meter_row& meter,
                           const std::optional<postgres::tenant_row>& tenant, const meter_query& q) {
  extent out;
  if (tenant) {
    out.tenants[tenant->number] = {tenant->id, tenant->key};
    out.minute_offsets.push_back(tenant->minute_offset);
    if (q.from && q.to && q.to->ns - q.from->ns <= short_range_ns) {
      out.from = *q.from;
      out.to = *q.to;
      return out;
    }
  }
  const auto number = tenant ? std::optional(tenant->number) : std::nullopt;
  auto r = in.run(select_extent, number, meter.number, meter.generation, q.from, q.to);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto first = r->at(i, 4).timestamp();
    const timestamp end{r->at(i, 5).timestamp().ns + ns_per_hour};
    out.from = i == 0 ? first : std::min(out.from, first);
    out.to = i == 0 ? end : std::max(out.to, end);
    out.tenants[r->at(i, 0).int4()] = {r->at(i, 1).string(), r->at(i, 2).string()};
    add_offset(out, r->at(i, 3).int4());
  }
  return out;
}

// Reads rows of compose() into rows of the answer.
class row_reader {
 public:
  row_reader(const cell_selection& cells, const meter_query& q, const extent& e) : cells_(cells), q_(q), extent_(e) {}

  result<std::vector<usage_row>> read(const rows& r) {
    std::vector<usage_row> out(r.size());
    for (std::size_t i = 0; i < r.size(); ++i) {
      if (auto done = read(r, i, out[i]); !done) return std::unexpected(done.error());
    }
    auto before = [](const usage_row& a, const usage_row& b) {
      if (a.from != b.from) return a.from < b.from;
      return std::tie(a.tenant_id, a.subject, a.groups) < std::tie(b.tenant_id, b.subject, b.groups);
    };
    if (std::ranges::is_sorted(out, before)) return out;
    // Rows are large: their places are sorted, and each moves once.
    std::vector<std::uint32_t> places(out.size());
    std::iota(places.begin(), places.end(), 0U);
    std::ranges::sort(places, [&](std::uint32_t a, std::uint32_t b) { return before(out[a], out[b]); });
    std::vector<usage_row> sorted;
    sorted.reserve(out.size());
    for (auto place : places)
      sorted.push_back(std::move(out[place]));
    out = std::move(sorted);
    return out;
  }

 private:
  result<void> read(const rows& r, std::size_t i, usage_row& row) {
    std::size_t column = 0;
    set_window(r.at(i, column++), row);
    if (q_.by_tenant) {
      const auto& tenant = extent_.tenants.at(r.at(i, column++).int4());
      row.tenant_id = tenant.id;
      row.tenant_key = tenant.key;
    }
    if (q_.by_subject) row.subject = r.at(i, column++).string();
    if (cells_.whole_dimensions) {
      row.groups = groups_of(r.at(i, column++).text());
    } else {
      for (std::size_t d = 0; d < q_.by_dimensions.size(); ++d) {
        const auto text = r.at(i, column++).text();
        if (text.empty()) {
          row.groups.emplace_back();
        } else {
          row.groups.emplace_back(q_.plain_groups ? json_string(text.substr(1)) : std::string(text));
        }
      }
    }
    row.events = r.at(i, column++).int8();
    return set_value(r.at(i, column), row);
  }

  void set_window(const postgres::field& f, usage_row& row) const {
    if (cells_.window == window_size::hour) {
      row.from = f.timestamp();
      row.to = {row.from.ns + ns_per_hour};
    } else {
      const auto window = cells_.window == window_size::none ? std::size_t{0} : static_cast<std::size_t>(f.int4() - 1);
      row.from = cells_.bounds[window];
      row.to = cells_.bounds[window + 1];
    }
  }

  // The same few texts come again and again.
  const std::vector<group_value>& groups_of(std::string_view dimensions) {
    auto [it, made] = groups_.try_emplace(std::string(dimensions));
    if (made) {
      const auto members = split_dimensions(dimensions);
      for (const auto& name : q_.by_dimensions) {
        const auto found = std::ranges::find(members, name, &std::pair<std::string_view, std::string_view>::first);
        it->second.push_back(found == members.end() ? group_value{} : group_value{found->second});
      }
    }
    return it->second;
  }

  result<void> set_value(const postgres::field& f, usage_row& row) const {
    if (cells_.aggregation == aggregation::count || cells_.aggregation == aggregation::unique_count) {
      row.value = f.is_null() ? "0" : f.string();
      return {};
    }
    // Sums of sums may outgrow what one cell can hold.
    auto value = f.is_null() ? result<decimal>(decimal{}) : decimal::parse_sum(f.text());
    if (!value)
      return fail(error_code::decimal_too_large, "the sum of a window leaves numeric(38,9): ask for shorter windows");
    if (cells_.aggregation == aggregation::avg && row.events > 0) value = divide_half_even(*value, row.events);
    row.value = value->text();
    return {};
  }

  const cell_selection& cells_;
  const meter_query& q_;
  const extent& extent_;
  std::unordered_map<std::string, std::vector<group_value>> groups_;
};

}  // namespace

result<usage_answer> run_meter_query(executor& in, const postgres::meter_row& meter,
                                     const std::optional<postgres::tenant_row>& tenant, const meter_query& q) {
  const auto zone = time_zone::find(q.zone ? *q.zone : tenant ? tenant->time_zone : "UTC");
  if (!zone) return std::unexpected(zone.error());
  const auto kind = domain::aggregation_from_name(meter.aggregation);
  if (!kind) return fail(error_code::database_error, "meter " + meter.slug + " cannot be read");
  usage_answer out{.meter = meter.slug,
                   .aggregation = meter.aggregation,
                   .unit = meter.unit,
                   .from = q.from,
                   .to = q.to,
                   .window = q.window.value_or(window_size::none),
                   .zone = zone->name(),
                   .by_tenant = q.by_tenant,
                   .by_subject = q.by_subject,
                   .by_dimensions = q.by_dimensions};

  auto through = data_through(in, tenant ? std::optional(tenant->bucket) : std::nullopt);
  if (!through) return std::unexpected(through.error());
  out.data_through = *through;

  auto where = find_extent(in, meter, tenant, q);
  if (!where) return std::unexpected(where.error());
  window_question windows{.from = q.from, .to = q.to, .zone = *zone, .minute_offsets = where->minute_offsets};
  if (auto ok = check_range(windows); !ok) return std::unexpected(ok.error());
  windows.size = out.window = q.window.value_or(choose_window(q.from.value_or(where->from), q.to.value_or(where->to)));
  auto bounds = window_bounds(windows, where->from, where->to);
  if (!bounds) return std::unexpected(bounds.error());
  if (bounds->empty()) return out;
  if (!out.from) out.from = bounds->front();
  if (!out.to) out.to = bounds->back();

  const auto dimensions = dimension_names(meter.group_by);
  cell_selection cells{.meter_number = meter.number,
                       .generation = meter.generation,
                       .aggregation = *kind,
                       .window = out.window,
                       .bounds = *bounds};
  for (const auto& [number, name] : where->tenants)
    cells.tenants.push_back(number);
  // Different texts of dimensions may be the same plain groups.
  const bool texts_are_groups = !q.plain_groups || dimensions.empty();
  cells.whole_dimensions = texts_are_groups && !dimensions.empty() && q.by_dimensions.size() == dimensions.size();
  cells.whole_cells = texts_are_groups && (tenant || q.by_tenant) && cells.window == window_size::hour &&
                      q.by_subject && q.by_dimensions.size() == dimensions.size();
  const auto sql = compose(cells, q);
  auto found = in.query(sql.text.c_str(), sql.params);
  if (!found) return std::unexpected(found.error());
  if (found->size() > query_rows_most) {
    return fail(error_code::query_too_many_rows, "ask for longer windows, fewer groups, or a shorter range");
  }
  auto read = row_reader(cells, q, *where).read(*found);
  if (!read) return std::unexpected(read.error());
  out.rows = std::move(*read);
  return out;
}

}  // namespace weir::api
