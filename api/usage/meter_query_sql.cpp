#include <api/usage/meter_query_sql.hpp>

#include <weir/base/json_text.hpp>

namespace weir::api {
namespace {

using domain::aggregation;
using postgres::param;

class composer {
 public:
  composer(const cell_selection& cells, const meter_query& q) : cells_(cells), q_(q) {}

  composed_sql compose() {
    find_keys();
    const auto conditions = where();
    if (cells_.whole_cells) {
      put("SELECT " + keys() + ", events, " + stored_value() + " FROM usage_cells WHERE " + conditions);
    } else if (cells_.aggregation == aggregation::unique_count) {
      // A value that came in several hours or groups counts once: the cells' own counts cannot be summed.
      put("WITH c AS (SELECT " + keys() + ", sum(events)::bigint AS events FROM usage_cells WHERE " + conditions +
          " GROUP BY " + positions() + "), v AS (SELECT " + names() + ", count(*) AS n FROM (SELECT DISTINCT " +
          keys() + ", value_hash FROM usage_unique_values WHERE " + conditions + ") AS d GROUP BY " + positions() +
          ") SELECT " + names() + ", c.events, coalesce(v.n, 0) FROM c LEFT JOIN v USING (" + names() + ")");
    } else {
      put("SELECT " + keys() + ", sum(events)::bigint, " + summed_value() + " FROM usage_cells WHERE " + conditions +
          " GROUP BY " + positions());
    }
    put(" LIMIT " + std::to_string(query_rows_most + 1));
    return std::move(out_);
  }

 private:
  void put(const std::string& text) { out_.text += text; }

  std::string parameter(param p) {
    out_.params.push_back(std::move(p));
    return "$" + std::to_string(out_.params.size());
  }

  void find_keys() {
    switch (cells_.window) {
      case window_size::none:
        keys_.push_back("0");
        break;
      case window_size::hour:
        keys_.push_back("hour");
        break;
      case window_size::day:
      case window_size::month: {
        std::vector<std::string> bounds;
        bounds.reserve(cells_.bounds.size());
        for (auto t : cells_.bounds)
          bounds.push_back(format_rfc3339(t));
        keys_.push_back("width_bucket(hour, " + parameter(param::array(bounds)) + "::timestamptz[])");
        break;
      }
    }
    if (q_.by_tenant) keys_.push_back("tenant_number");
    if (q_.by_subject) keys_.push_back("subject");
    if (cells_.whole_dimensions) {
      keys_.push_back("dimensions");
    } else {
      for (const auto& name : q_.by_dimensions) {
        // Never NULL: USING would not find it.
        keys_.push_back(q_.plain_groups ? "coalesce('=' || (dimensions::json ->> " + parameter(name) + "::text), '')"
                                        : "coalesce((dimensions::json -> " + parameter(name) + "::text)::text, '')");
      }
    }
  }

  std::string joined(auto text_of) const {
    std::string out;
    for (std::size_t i = 0; i < keys_.size(); ++i)
      out += (i == 0 ? "" : ", ") + text_of(i);
    return out;
  }
  std::string keys() const {
    return joined([&](std::size_t i) { return keys_[i] + " AS k" + std::to_string(i); });
  }
  std::string names() const {
    return joined([](std::size_t i) { return "k" + std::to_string(i); });
  }
  std::string positions() const {
    return joined([](std::size_t i) { return std::to_string(i + 1); });
  }

  std::string where() {
    const auto tenants = cells_.tenants.size() == 1
                             ? "tenant_number = " + parameter(cells_.tenants.front())
                             : "tenant_number = ANY (" + parameter(param::array(cells_.tenants)) + "::int[])";
    auto out = tenants + " AND meter_number = " + parameter(cells_.meter_number) +
               " AND generation = " + parameter(cells_.generation) +
               " AND hour >= " + parameter(cells_.bounds.front()) + "::timestamptz AND hour < " +
               parameter(cells_.bounds.back()) + "::timestamptz";
    if (!q_.subjects.empty()) out += " AND subject = ANY (" + parameter(param::array(q_.subjects)) + "::text[])";
    for (const auto& f : q_.filters)
      out += " AND (" + any_of(f) + ")";
    return out;
  }

  // Dimensions are canonical JSON, in whose strings every quote is escaped: the text "name": stands nowhere but before
  // that member's value, and the value ends at a comma or a brace. Finding it is much faster than parsing.
  std::string any_of(const meter_query::filter& f) {
    std::string member;
    append_json_string(member, f.dimension);
    member += ':';
    std::string out;
    for (const auto& value : f.any_of) {
      if (!out.empty()) out += " OR ";
      if (value) {
        out += "strpos(dimensions, " + parameter(member + *value + ",") + ") > 0 OR strpos(dimensions, " +
               parameter(member + *value + "}") + ") > 0";
      } else {
        out += "strpos(dimensions, " + parameter(member) + ") = 0";
      }
    }
    return out;
  }

  std::string stored_value() const {
    switch (cells_.aggregation) {
      case aggregation::count:
        return "events";
      case aggregation::sum:
      case aggregation::avg:
        return "sum";
      case aggregation::min:
        return "min";
      case aggregation::max:
        return "max";
      case aggregation::latest:
        return "latest";
      case aggregation::unique_count:
        return "unique_values";
    }
    return "events";
  }

  std::string summed_value() const {
    switch (cells_.aggregation) {
      case aggregation::count:
      case aggregation::unique_count:
        return "sum(events)::bigint";
      case aggregation::sum:
      case aggregation::avg:
        return "sum(sum)";
      case aggregation::min:
        return "min(min)";
      case aggregation::max:
        return "max(max)";
      case aggregation::latest:
        return "(array_agg(latest ORDER BY latest_ns DESC, latest_hash DESC))[1]";
    }
    return "events";
  }

  const cell_selection& cells_;
  const meter_query& q_;
  std::vector<std::string> keys_;
  composed_sql out_;
};

}  // namespace

composed_sql compose(const cell_selection& cells, const meter_query& q) {
  return composer(cells, q).compose();
}

}  // namespace weir::api
