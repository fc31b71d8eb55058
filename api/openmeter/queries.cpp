#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <api/handlers/configuration.hpp>
#include <api/handlers/reads.hpp>
#include <api/openmeter/handlers.hpp>
#include <api/openmeter/names.hpp>
#include <api/openmeter/query_answer.hpp>
#include <api/openmeter/query_question.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/contract/media_type.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

// The customer that is asked about: one at most. Under a tenant's key always its own. A subject that names a tenant
// under a platform key is that tenant's, as it is when events come: one tenant's cells are read, by its own hours.
result<std::optional<postgres::tenant_row>> customer_of(postgres::executor& in, const call& c,
                                                        const openmeter_question& asked) {
  const auto& customers = asked.customers;
  if (customers.size() > 1) {
    return fail(error_code::query_parameter_invalid,
                "filterCustomerId takes one customer: group by customer_id to see several");
  }
  if (customers.empty() && asked.subjects.size() == 1 && c.who().is_platform())
    return postgres::subject_aliases::resolve(in, asked.subjects.front());
  if (customers.empty()) return asked_tenant(in, c);
  auto found = find_openmeter_subject(in, c, customers.front());
  if (!found) return std::unexpected(found.error());
  return std::optional(std::move(*found));
}

result<usage_answer> ask(const call& c, const openmeter_question& asked) {
  return look(c, [&](postgres::executor& in) -> result<usage_answer> {
    auto meter = find_openmeter_meter(in, std::string(c.parameter("meter")));
    if (!meter) return std::unexpected(meter.error());
    auto customer = customer_of(in, c, asked);
    if (!customer) return std::unexpected(customer.error());
    auto q = understand(asked, dimension_names(meter->group_by));
    if (!q) return std::unexpected(q.error());
    return run_meter_query(in, *meter, *customer, *q);
  });
}

result<http::response> answer(const call& c, const openmeter_question& asked) {
  constexpr std::array<std::string_view, 2> offered{contract::json_type, contract::csv_type};
  const auto form = contract::negotiate(c.request().header("Accept").value_or(""), offered);
  if (!form) return fail(error_code::not_acceptable, "Usage comes as application/json or text/csv.");
  auto got = ask(c, asked);
  if (!got) return std::unexpected(got.error());
  if (*form == 0) return c.json(200, write_openmeter_json(asked, *got)).add_header("Vary", "Accept");
  auto out = http::response::of(200, "text/csv", write_openmeter_csv(*got));
  out.add_header("Content-Disposition", "attachment; filename=\"" + got->meter + ".csv\"").add_header("Vary", "Accept");
  return out;
}

// One column of a query over the whole range, each text once.
result<http::response> distinct(const call& c, openmeter_question asked) {
  asked.from = text_of(c, "from");
  asked.to = text_of(c, "to");
  auto got = ask(c, asked);
  if (!got) return std::unexpected(got.error());
  std::vector<std::string> texts;
  for (const auto& row : got->rows) {
    if (got->by_subject) {
      texts.push_back(row.subject);
    } else if (row.groups.front()) {
      texts.push_back(plain_text(*row.groups.front()));
    }
  }
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
  contract::json_writer w(texts.size() * 32 + 16);
  w.begin_array();
  for (const auto& text : texts)
    w.text(text);
  return c.json(200, w.end_array().take());
}

}  // namespace

result<http::response> openmeter_query_meter(const call& c) {
  auto asked = read_question(c.request().query());
  if (!asked) return std::unexpected(asked.error());
  return answer(c, *asked);
}

result<http::response> openmeter_query_meter_post(const call& c) {
  auto asked = read_question(c.body());
  if (!asked) return std::unexpected(asked.error());
  return answer(c, *asked);
}

result<http::response> openmeter_list_meter_subjects(const call& c) {
  openmeter_question asked;
  asked.groups = {"subject"};
  return distinct(c, std::move(asked));
}

result<http::response> openmeter_list_group_values(const call& c) {
  const std::string group(c.parameter("group"));
  // Those are no groups of the meter.
  if (group == "subject" || group == "customer_id")
    return fail(error_code::query_parameter_invalid, "The meter has no group of this name.");
  openmeter_question asked;
  asked.groups = {group};
  return distinct(c, std::move(asked));
}

}  // namespace weir::api
