#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <api/handlers/configuration.hpp>
#include <api/handlers/meters.hpp>
#include <api/openmeter/handlers.hpp>
#include <api/openmeter/names.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

constexpr std::int32_t chunk = 500;
constexpr std::size_t most_meters = 10'000;

using named_paths = std::map<std::string, std::string, std::less<>>;

named_paths groups_of(const postgres::meter_row& m) {
  named_paths out;
  auto groups = contract::json_document::parse(m.group_by);
  WEIR_ASSERT(groups, "meters.group_by is written by this program only");
  for (std::size_t i = 0; i < groups->root().size(); ++i) {
    const auto g = groups->root().item(i);
    out.emplace(g.text("name").value_or(""), g.text("path").value_or(""));
  }
  return out;
}

// schemas/json/openmeter_meter.json
std::string body_of(const postgres::meter_row& m) {
  contract::json_writer w(512);
  w.begin_object().member("id", bare_id(m.id)).member("slug", m.slug).member("name", m.name);
  if (!m.description.empty()) w.member("description", m.description);
  w.member("eventType", m.event_type).member("aggregation", m.aggregation);
  if (m.value_property) w.member("valueProperty", *m.value_property);
  w.key("groupBy").begin_object();
  for (const auto& [name, path] : groups_of(m))
    w.member(name, path);
  w.end_object().member("createdAt", m.created_at).member("updatedAt", m.updated_at);
  return w.end_object().take();
}

std::string path_of(const postgres::meter_row& m) {
  return "/openmeter/api/v1/meters/" + bare_id(m.id);
}

constexpr meter_form form{find_openmeter_meter, body_of, path_of};

domain::meter_draft draft_of(const contract::json_value& body) {
  const auto text = [&](std::string_view key) { return std::string(body.text(key).value_or("")); };
  domain::meter_draft d;
  d.slug = text("slug");
  d.name = text("name");
  d.description = text("description");
  d.event_type = text("eventType");
  d.aggregation = text("aggregation");
  if (auto value = body.text("valueProperty")) d.value_property = std::string(*value);
  if (auto groups = body.find("groupBy")) {
    for (std::size_t i = 0; i < groups->size(); ++i) {
      auto [name, path] = groups->member(i);
      d.group_by.emplace_back(name, path.text().value_or(""));
    }
  }
  return d;
}

result<std::size_t> number_of(const call& c, std::string_view parameter, std::size_t usual, std::size_t most) {
  const auto text = c.query(parameter);
  if (!text) return usual;
  std::size_t n = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), n);
  if (problem != std::errc{} || end != text->data() + text->size() || n < 1 || n > most) {
    return fail(error_code::query_parameter_invalid,
                std::string(parameter) + " is a number from 1 to " + std::to_string(most) + ".");
  }
  return n;
}

struct list_question {
  std::size_t page = 1;
  std::size_t page_size = 100;
  std::string order_by;
  bool descending = false;
};

result<list_question> question_of(const call& c) {
  auto page = number_of(c, "page", 1, most_meters);
  if (!page) return std::unexpected(page.error());
  auto size = number_of(c, "pageSize", 100, 1000);
  if (!size) return std::unexpected(size.error());
  list_question q{*page, *size, std::string(c.query("orderBy").value_or("createdAt")), false};
  constexpr std::string_view fields[] = {"key", "name", "aggregation", "createdAt", "updatedAt"};
  if (std::ranges::find(fields, q.order_by) == std::end(fields)) {
    return fail(error_code::query_parameter_invalid, "orderBy is key, name, aggregation, createdAt or updatedAt.");
  }
  const auto order = c.query("order").value_or("ASC");
  if (order != "ASC" && order != "DESC") return fail(error_code::query_parameter_invalid, "order is ASC or DESC.");
  q.descending = order == "DESC";
  if (c.query("includeDeleted").value_or("false") != "false")
    return fail(error_code::query_parameter_invalid, "Deleted meters are not listed: includeDeleted is false.");
  return q;
}

result<std::vector<postgres::meter_row>> all_meters(postgres::executor& in) {
  std::vector<postgres::meter_row> out;
  while (true) {
    auto got = postgres::meters::list(in, out.empty() ? 0 : out.back().number, chunk);
    if (!got) return got;
    std::ranges::move(*got, std::back_inserter(out));
    if (got->size() < static_cast<std::size_t>(chunk)) return out;
    if (out.size() >= most_meters)
      return fail(error_code::query_too_many_rows, "GET /api/v1/meters goes on with a cursor.");
  }
}

void sort(std::vector<postgres::meter_row>& meters, const list_question& q) {
  const auto by = [&](auto field) {
    std::ranges::sort(meters, [&](const auto& a, const auto& b) {
      const auto& [first, second] = q.descending ? std::tie(b, a) : std::tie(a, b);
      return std::tie(std::invoke(field, first), first.number) < std::tie(std::invoke(field, second), second.number);
    });
  };
  using row = postgres::meter_row;
  if (q.order_by == "key") return by(&row::slug);
  if (q.order_by == "name") return by(&row::name);
  if (q.order_by == "aggregation") return by(&row::aggregation);
  if (q.order_by == "updatedAt") return by(&row::updated_at);
  by(&row::number);
}

// Usage is kept by the groups that a meter was made with.
std::vector<error> check_groups(const contract::json_value& body, const postgres::meter_row& found) {
  const auto groups = body.find("groupBy");
  if (!groups || groups->is_null()) return {};
  named_paths asked;
  for (std::size_t i = 0; i < groups->size(); ++i) {
    auto [name, path] = groups->member(i);
    asked.emplace(name, path.text().value_or(""));
  }
  if (asked == groups_of(found)) return {};
  std::vector<error> out;
  out.emplace_back(error_code::meter_immutable_field, "", "/groupBy");
  return out;
}

}  // namespace

result<http::response> openmeter_list_meters(const call& c) {
  auto q = question_of(c);
  if (!q) return std::unexpected(q.error());
  auto meters = look(c, all_meters);
  if (!meters) return std::unexpected(meters.error());
  sort(*meters, *q);
  const auto begin = std::min(meters->size(), (q->page - 1) * q->page_size);
  const auto end = std::min(meters->size(), begin + q->page_size);
  contract::json_writer w((end - begin) * 512 + 16);
  w.begin_array();
  for (auto i = begin; i < end; ++i)
    w.raw(body_of((*meters)[i]));
  return c.json(200, w.end_array().take());
}

result<http::response> openmeter_create_meter(const call& c) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto draft = domain::make_meter(meter_id{c.with().ids.next()}, draft_of(c.body()));
  if (!draft) return c.problems(in_openmeter_spelling(std::move(draft.error())));
  return add_meter(c, *draft, form);
}

result<http::response> openmeter_get_meter(const call& c) {
  return show_meter(c, form);
}

result<http::response> openmeter_update_meter(const call& c) {
  const auto body = c.body();
  postgres::meters::meter_patch patch;
  if (auto v = body.text("name")) patch.name = std::string(*v);
  if (auto v = body.text("description")) patch.description = std::string(*v);
  return change_meter(c, std::move(patch), form, [&](const auto& found) { return check_groups(body, found); });
}

result<http::response> openmeter_delete_meter(const call& c) {
  return remove_meter(c, form);
}

}  // namespace weir::api
