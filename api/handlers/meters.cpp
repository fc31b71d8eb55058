#include <utility>
#include <vector>

#include <api/active_types.hpp>
#include <api/announce.hpp>
#include <api/handlers/catalogue.hpp>
#include <api/handlers/meters.hpp>
#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/contract/json_schema.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/meter.hpp>
#include <weir/postgres/budgets.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::api {
namespace {

domain::meter_draft draft_of(const contract::json_value& body) {
  domain::meter_draft d;
  const auto text = [&](std::string_view key) { return std::string(body.text(key).value_or("")); };
  d.slug = text("slug");
  d.name = text("name");
  d.description = text("description");
  d.event_type = text("event_type");
  d.aggregation = text("aggregation");
  if (auto value = body.text("value_property")) d.value_property = std::string(*value);
  if (auto groups = body.find("group_by")) {
    for (std::size_t i = 0; i < groups->size(); ++i) {
      auto [name, path] = groups->member(i);
      d.group_by.emplace_back(name, path.text().value_or(""));
    }
  }
  d.unit = text("unit");
  return d;
}

result<void> announce_meter(postgres::executor& in, const call& c, contract::event_type type,
                            const postgres::meter_row& m, const postgres::meter_row* before = nullptr) {
  return announce(in, c, {type, m.id, m.version, std::nullopt, meter_json(m), before ? meter_json(*before) : ""});
}

std::string native_path(const postgres::meter_row& m) {
  return "/api/v1/meters/" + m.id;
}

constexpr meter_form native{postgres::meters::find, meter_json, native_path};

}  // namespace

result<void> may_change_meters(const call& c) {
  if (c.who().is_platform()) return {};
  return fail(error_code::forbidden, "Meters belong to the platform: a tenant's key cannot change them.");
}

postgres::meters::new_meter new_meter_row(const domain::meter& m) {
  contract::json_writer groups;
  groups.begin_array();
  for (const auto& g : m.group_by)
    groups.begin_object().member("name", g.name).member("path", g.path.text()).end_object();
  std::optional<std::string> value;
  if (m.value) value = m.value->text();
  return {m.id.text(),
          m.slug,
          m.name,
          m.description,
          m.event_type,
          std::string(domain::name(m.aggregation)),
          std::move(value),
          groups.end_array().take(),
          m.unit};
}

std::string meter_json(const postgres::meter_row& m) {
  contract::json_writer w(512);
  w.begin_object()
      .member("id", m.id)
      .member("slug", m.slug)
      .member("name", m.name)
      .member("description", m.description)
      .member("event_type", m.event_type)
      .member("aggregation", m.aggregation)
      .member("value_property", m.value_property)
      .key("group_by")
      .begin_object();
  auto groups = contract::json_document::parse(m.group_by);
  WEIR_ASSERT(groups, "meters.group_by is written by this program only");
  for (std::size_t i = 0; i < groups->root().size(); ++i) {
    auto g = groups->root().item(i);
    w.member(g.text("name").value_or(""), g.text("path").value_or(""));
  }
  w.end_object()
      .member("unit", m.unit)
      .member("version", m.version)
      .member("created_at", m.created_at)
      .member("updated_at", m.updated_at)
      .end_object();
  return w.take();
}

result<http::response> list_meters(const call& c) {
  return list_by_number(c, "meters", postgres::meters::list, meter_json);
}

result<http::response> create_meter(const call& c) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto draft = domain::make_meter(meter_id{c.with().ids.next()}, draft_of(c.body()));
  if (!draft) return c.problems(draft.error());
  return add_meter(c, *draft, native);
}

result<http::response> get_meter(const call& c) {
  return show_meter(c, native);
}

result<http::response> update_meter(const call& c) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto document = contract::json_document::parse(c.request().body());
  if (!document) return std::unexpected(document.error());
  const auto body = document->root();
  std::vector<error> errors;
  for (std::string_view fixed : {"slug", "event_type", "aggregation", "value_property", "group_by"}) {
    if (body.find(fixed)) errors.emplace_back(error_code::meter_immutable_field, "", "/" + std::string(fixed));
  }
  if (errors.empty()) errors = contract::schema("meter_update").check(*document);
  if (!errors.empty()) return c.problems(errors);
  postgres::meters::meter_patch patch;
  if (auto v = body.text("name")) patch.name = std::string(*v);
  if (auto v = body.text("description")) patch.description = std::string(*v);
  if (auto v = body.text("unit")) patch.unit = std::string(*v);
  return change_meter(c, std::move(patch), native);
}

result<http::response> delete_meter(const call& c) {
  return remove_meter(c, native);
}

result<http::response> show_meter(const call& c, const meter_form& form) {
  const std::string which(c.parameter("meter"));
  auto row = look(c, [&](postgres::executor& in) { return form.find(in, which); });
  if (!row) return std::unexpected(row.error());
  return with_etag(c, form.body(*row), row->version);
}

result<http::response> add_meter(const call& c, const domain::meter& m, const meter_form& form) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto made = create_once(c, [&](postgres::executor& in) -> result<created> {
    auto row = postgres::meters::create(in, new_meter_row(m));
    if (!row) return std::unexpected(row.error());
    if (auto said = announce_meter(in, c, contract::event_type::meter_created, *row); !said)
      return std::unexpected(said.error());
    return created{form.body(*row), form.path(*row), etag(row->version), {}};
  });
  if (made) c.with().types->add(m.event_type);
  return made;
}

result<http::response> change_meter(const call& c, postgres::meters::meter_patch patch, const meter_form& form,
                                    const meter_check& check) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("meter"));
  std::vector<error> refused;
  auto row = change(c, [&](postgres::executor& in) -> result<postgres::meter_row> {
    auto found = form.find(in, which);
    if (!found) return found;
    if (check) refused = check(*found);
    // The rules of texts are the draft's.
    domain::meter_draft whole{.slug = found->slug,
                              .name = patch.name.value_or(""),
                              .description = patch.description.value_or(""),
                              .event_type = found->event_type,
                              .aggregation = found->aggregation,
                              .value_property = found->value_property,
                              .group_by = {},
                              .unit = patch.unit.value_or("")};
    if (auto checked = domain::make_meter(meter_id{}, std::move(whole)); !checked)
      refused.insert(refused.end(), checked.error().begin(), checked.error().end());
    if (!refused.empty()) return fail(error_code::validation_failed);
    if (patch.name && patch.name->empty()) patch.name = found->slug;
    auto updated = postgres::meters::update(in, found->id, *expected, patch);
    if (!updated) return updated;
    if (auto said = announce_meter(in, c, contract::event_type::meter_updated, *updated, &*found); !said)
      return std::unexpected(said.error());
    return updated;
  });
  if (!refused.empty()) return c.problems(refused);
  if (!row) return std::unexpected(row.error());
  return with_etag(c, form.body(*row), row->version);
}

result<http::response> remove_meter(const call& c, const meter_form& form) {
  if (auto allowed = may_change_meters(c); !allowed) return std::unexpected(allowed.error());
  auto expected = c.if_match();
  if (!expected) return std::unexpected(expected.error());
  const std::string which(c.parameter("meter"));
  auto done = change(c, [&](postgres::executor& in) -> result<void> {
    auto found = form.find(in, which);
    if (!found) return std::unexpected(found.error());
    if (*expected && **expected != found->version) return fail(error_code::precondition_failed);
    auto priced = postgres::plans::measuring(in, found->slug);
    if (!priced) return std::unexpected(priced.error());
    if (*priced) return fail(error_code::meter_in_use, fmt::format("It is priced by the plan {}.", **priced));
    auto watching = postgres::budgets::tenants_watching(in, found->number);
    if (!watching) return std::unexpected(watching.error());
    if (*watching > 0)
      return fail(error_code::meter_in_use,
                  fmt::format("Budgets watch it, of {} {}.", *watching, *watching == 1 ? "tenant" : "tenants"));
    auto row = postgres::meters::remove(in, found->id);
    if (!row) return std::unexpected(row.error());
    return announce_meter(in, c, contract::event_type::meter_deleted, *row, &*found);
  });
  if (!done) return std::unexpected(done.error());
  return c.no_content();
}

}  // namespace weir::api
