#include <weir/base/json_text.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::postgres::usage_totals {
namespace {

class question {
 public:
  question(std::int32_t tenant, const meter_row& meter, timestamp from, timestamp to,
           std::span<const usage_class> classes)
      : meter_(meter), classes_(classes) {
    where_ = "tenant_number = " + parameter(tenant) + " AND meter_number = " + parameter(meter.number) +
             " AND generation = " + parameter(meter.generation) + " AND hour >= " + parameter(from) +
             "::timestamptz AND hour < " + parameter(to) + "::timestamptz";
  }

  result<rows> ask(executor& in) {
    const auto which = class_of_cell();
    std::string sql = "WITH c AS (SELECT " + which + " AS k, * FROM usage_cells WHERE " + where_ +
                      ") SELECT k, sum(events)::bigint, count(*), sum(id_sum), " + value() +
                      " FROM c WHERE k IS NOT NULL GROUP BY k";
    if (meter_.aggregation == "UNIQUE_COUNT") {
      // A value that came in several hours or groups counts once.
      sql = "WITH t AS (" + sql + "), v AS (SELECT k, count(*) AS n FROM (SELECT DISTINCT " + which +
            " AS k, value_hash FROM usage_unique_values WHERE " + where_ +
            ") AS d GROUP BY k) SELECT t.k, t.events, t.cells, t.ids, coalesce(v.n, 0) FROM t AS t (k, events, cells, "
            "ids, "
            "unused) LEFT JOIN v USING (k)";
    }
    return in.query(sql.c_str(), params_);
  }

 private:
  std::string parameter(param p) {
    params_.push_back(std::move(p));
    return "$" + std::to_string(params_.size());
  }

  // Of the query's own text: each use has parameters of its own, which costs nothing.
  std::string class_of_cell() {
    std::string out = "CASE";
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      out += " WHEN true";
      for (const auto& f : classes_[i])
        out += " AND (" + any_of(f) + ")";
      out += " THEN " + std::to_string(i);
    }
    return out + " END";
  }

  // Dimensions are canonical JSON, in whose strings every quote is escaped: the text "name": stands nowhere but before
  // that member's value, and the value ends at a comma or a brace.
  std::string any_of(const group_filter& f) {
    std::string member;
    append_json_string(member, f.dimension);
    member += ':';
    std::string out = "false";
    for (const auto& value : f.values) {
      for (const char* end : {",", "}"})
        out += " OR strpos(dimensions, " + parameter(member + value + end) + ") > 0";
    }
    return out;
  }

  std::string value() const {
    const auto& a = meter_.aggregation;
    if (a == "SUM") return "sum(sum)";
    if (a == "AVG") return "sum(sum)";
    if (a == "MIN") return "min(min)";
    if (a == "MAX") return "max(max)";
    if (a == "LATEST") return "(array_agg(latest ORDER BY latest_ns DESC, latest_hash DESC))[1]";
    return "sum(events)::bigint";
  }

  const meter_row& meter_;
  std::span<const usage_class> classes_;
  std::vector<param> params_;
  std::string where_;
};

}  // namespace

result<std::vector<total>> read(executor& in, std::int32_t tenant, const meter_row& meter, timestamp from, timestamp to,
                                std::span<const usage_class> classes) {
  std::vector<total> out(classes.size());
  auto r = question(tenant, meter, from, to, classes).ask(in);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i) {
    auto& t = out[static_cast<std::size_t>(r->at(i, 0).int4())];
    t.events = r->at(i, 1).int8();
    t.cells = r->at(i, 2).int8();
    auto ids = decimal::parse_sum(r->at(i, 3).text());
    auto quantity = decimal::parse_sum(r->at(i, 4).text());
    if (!ids || !quantity) return fail(error_code::cell_overflow, meter.slug);
    t.id_sum = *ids;
    t.quantity = meter.aggregation == "AVG" ? divide_half_even(*quantity, t.events) : *quantity;
  }
  return out;
}

}  // namespace weir::postgres::usage_totals
