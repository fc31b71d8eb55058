#include <map>

#include <weir/base/crypto.hpp>
#include <weir/base/json_text.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::postgres::usage_totals {
namespace {

// What the meter puts together, of all cells of a group as column `value`, and then of such groups. Not of LATEST.
struct sums {
  std::string of_cells, of_groups;
};
sums sums_of(const meter_row& meter) {
  const auto& a = meter.aggregation;
  if (a == "SUM") return {"sum(sum)", "sum(value)"};
  if (a == "AVG") return {"sum(sum)", "sum(value)"};
  if (a == "MIN") return {"min(min)", "min(value)"};
  if (a == "MAX") return {"max(max)", "max(value)"};
  return {"0", "sum(events)::bigint"};
}

// The same of one cell.
std::string value_of(const meter_row& meter) {
  const auto& a = meter.aggregation;
  if (a == "SUM") return "sum";
  if (a == "AVG") return "sum";
  if (a == "MIN") return "min";
  if (a == "MAX") return "max";
  if (a == "LATEST") return "latest";
  if (a == "UNIQUE_COUNT") return "unique_values";
  return "events";
}

class query_text {
 public:
  std::string parameter(param p) {
    params_.push_back(std::move(p));
    return "$" + std::to_string(params_.size());
  }

  // Of the query's own text: each use has parameters of its own, which costs nothing.
  std::string class_of_cell(std::span<const usage_class> classes) {
    std::string out = "CASE";
    for (std::size_t i = 0; i < classes.size(); ++i) {
      out += " WHEN true";
      for (const auto& f : classes[i])
        out += " AND (" + any_of(f) + ")";
      out += " THEN " + std::to_string(i);
    }
    return out + " END";
  }

  result<rows> ask(executor& in, const std::string& sql) const { return in.query(sql.c_str(), params_); }

 private:
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

  std::vector<param> params_;
};

class question {
 public:
  question(std::int32_t tenant, const meter_row& meter) : meter_(meter) {
    where_ = "tenant_number = " + text_.parameter(tenant) + of_meter();
  }
  question(std::span<const std::int32_t> tenants, const meter_row& meter) : meter_(meter) {
    where_ = "tenant_number = ANY (" + text_.parameter(param::array(tenants)) + "::integer[])" + of_meter();
  }

  question& within(timestamp from, timestamp to) {
    where_ += " AND hour >= " + instant(from) + " AND hour < " + instant(to);
    return *this;
  }

  // To which class a cell belongs takes longer to find out than to add the cell up, and is the same for all cells of a
  // tenant with the same dimensions: they are added up before (MATERIALIZED, or the planner asks for the class first).
  result<rows> totals(executor& in, std::span<const usage_class> classes) {
    const auto which = text_.class_of_cell(classes);
    std::string sql;
    if (meter_.aggregation == "LATEST") {
      sql = "WITH c AS (SELECT " + which + " AS k, * FROM usage_cells WHERE " + where_ +
            ") SELECT tenant_number, k, sum(events)::bigint, count(*), sum(id_sum), "
            "(array_agg(latest ORDER BY latest_ns DESC, latest_hash DESC))[1] FROM c WHERE k IS NOT NULL "
            "GROUP BY tenant_number, k";
      return text_.ask(in, sql);
    }
    const auto sums = sums_of(meter_);
    sql =
        "WITH g AS MATERIALIZED (SELECT tenant_number, dimensions, sum(events) AS events, count(*) AS cells, "
        "sum(id_sum) AS ids, " +
        sums.of_cells + " AS value FROM usage_cells WHERE " + where_ +
        " GROUP BY tenant_number, dimensions), c AS (SELECT " + which +
        " AS k, * FROM g) SELECT tenant_number, k, sum(events)::bigint AS events, sum(cells)::bigint AS cells, "
        "sum(ids) AS ids, " +
        sums.of_groups + " AS value FROM c WHERE k IS NOT NULL GROUP BY tenant_number, k";
    if (meter_.aggregation == "UNIQUE_COUNT") {
      // A value that came in several hours or groups counts once.
      sql = "WITH t AS (" + sql +
            "), v AS (SELECT tenant_number, k, count(*) AS n FROM (SELECT DISTINCT tenant_number, " + which +
            " AS k, value_hash FROM usage_unique_values WHERE " + where_ +
            ") AS d GROUP BY tenant_number, k) SELECT tenant_number, k, t.events, t.cells, t.ids, coalesce(v.n, 0) "
            "FROM t LEFT JOIN v USING (tenant_number, k)";
    }
    return text_.ask(in, sql);
  }

  result<rows> cells(executor& in, const cell_range& of, const std::optional<cell_mark>& after, std::int32_t limit) {
    auto wanted = where_;
    if (after) {
      const auto hour = instant(after->hour);
      wanted += " AND hour >= " + hour + " AND (hour > " + hour +
                " OR (subject, dimensions) > (SELECT l.subject, l.dimensions FROM usage_cells AS l WHERE " + where_ +
                " AND l.hour = " + hour +
                " AND encode(sha256(convert_to(l.subject || chr(1) || l.dimensions, 'UTF8')), 'hex') = " +
                text_.parameter(after->digest) + "))";
    }
    return text_.ask(in, select() + wanted + " AND " + text_.class_of_cell(of.classes) + " = " +
                             std::to_string(of.which) + " ORDER BY hour, subject, dimensions LIMIT " +
                             text_.parameter(limit));
  }

  result<rows> one(executor& in, timestamp hour, const std::string& subject, const std::string& dimensions) {
    return text_.ask(in, select() + where_ + " AND hour = " + instant(hour) + " AND subject = " +
                             text_.parameter(subject) + " AND dimensions = " + text_.parameter(dimensions));
  }

 private:
  std::string of_meter() {
    return " AND meter_number = " + text_.parameter(meter_.number) +
           " AND generation = " + text_.parameter(meter_.generation);
  }

  std::string instant(timestamp t) { return text_.parameter(t) + "::timestamptz"; }

  std::string select() const {
    return "SELECT hour, subject, dimensions, events, first_offset, last_offset, " + value_of(meter_) +
           " FROM usage_cells WHERE ";
  }

  const meter_row& meter_;
  query_text text_;
  std::string where_;
};

result<cell> read_cell(const rows& r, std::size_t i, const meter_row& meter) {
  cell out{.hour = r.at(i, 0).timestamp(),
           .subject = r.at(i, 1).string(),
           .dimensions = r.at(i, 2).string(),
           .events = r.at(i, 3).int8(),
           .first_offset = r.at(i, 4).int8(),
           .last_offset = r.at(i, 5).int8()};
  auto value = decimal::parse_sum(r.at(i, 6).text());
  if (!value) return fail(error_code::cell_overflow, meter.slug);
  out.value = meter.aggregation == "AVG" ? divide_half_even(*value, out.events) : *value;
  return out;
}

}  // namespace

result<std::vector<total>> read(executor& in, std::int32_t tenant, const meter_row& meter, timestamp from, timestamp to,
                                std::span<const usage_class> classes) {
  auto of_all = read(in, std::span(&tenant, 1), meter, from, to, classes);
  if (!of_all) return std::unexpected(of_all.error());
  return std::move(of_all->front());
}

result<std::vector<std::vector<total>>> read(executor& in, std::span<const std::int32_t> tenants,
                                             const meter_row& meter, timestamp from, timestamp to,
                                             std::span<const usage_class> classes) {
  std::vector<std::vector<total>> out(tenants.size(), std::vector<total>(classes.size()));
  std::map<std::int32_t, std::size_t> places;
  for (std::size_t i = 0; i < tenants.size(); ++i)
    places.emplace(tenants[i], i);
  auto r = question(tenants, meter).within(from, to).totals(in, classes);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i) {
    auto& t = out[places.at(r->at(i, 0).int4())][static_cast<std::size_t>(r->at(i, 1).int4())];
    t.events = r->at(i, 2).int8();
    t.cells = r->at(i, 3).int8();
    auto ids = decimal::parse_sum(r->at(i, 4).text());
    auto quantity = decimal::parse_sum(r->at(i, 5).text());
    if (!ids || !quantity) return fail(error_code::cell_overflow, meter.slug);
    t.id_sum = *ids;
    t.quantity = meter.aggregation == "AVG" ? divide_half_even(*quantity, t.events) : *quantity;
  }
  return out;
}

cell_mark mark_of(const cell& c) {
  return {c.hour, hex(sha256(c.subject + '\1' + c.dimensions))};
}

result<std::vector<cell>> list_cells(executor& in, const meter_row& meter, const cell_range& of,
                                     const std::optional<cell_mark>& after, std::int32_t limit) {
  auto r = question(of.tenant, meter).within(of.from, of.to).cells(in, of, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<cell> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    auto c = read_cell(*r, i, meter);
    if (!c) return std::unexpected(c.error());
    out.push_back(std::move(*c));
  }
  return out;
}

result<std::optional<cell>> find_cell(executor& in, std::int32_t tenant, const meter_row& meter, timestamp hour,
                                      const std::string& subject, const std::string& dimensions) {
  auto r = question(tenant, meter).one(in, hour, subject, dimensions);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::optional<cell>{};
  auto c = read_cell(*r, 0, meter);
  if (!c) return std::unexpected(c.error());
  return std::optional(std::move(*c));
}

result<std::optional<std::size_t>> class_of(executor& in, const std::string& dimensions,
                                            std::span<const usage_class> classes) {
  query_text text;
  const auto from = " FROM (SELECT " + text.parameter(dimensions) + "::text AS dimensions) AS c";
  auto r = text.ask(in, "SELECT " + text.class_of_cell(classes) + from);
  if (!r) return std::unexpected(r.error());
  if (r->at(0, 0).is_null()) return std::optional<std::size_t>{};
  return std::optional(static_cast<std::size_t>(r->at(0, 0).int4()));
}

}  // namespace weir::postgres::usage_totals
