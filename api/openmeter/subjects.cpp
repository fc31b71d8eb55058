#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <api/handlers/configuration.hpp>
#include <api/handlers/tenants.hpp>
#include <api/openmeter/handlers.hpp>
#include <api/openmeter/names.hpp>
#include <api/subject_cache.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::api {
namespace {

constexpr std::int32_t chunk = 1000;
constexpr std::size_t most_subjects = 10'000;

// schemas/json/openmeter_subject.json
void write_subject(contract::json_writer& w, const postgres::tenant_row& t) {
  w.begin_object()
      .member("id", bare_id(t.id))
      .member("key", t.key)
      .member("displayName", t.name)
      .member("createdAt", t.created_at)
      .member("updatedAt", t.updated_at)
      .end_object();
}

std::string array_of(const std::vector<postgres::tenant_row>& tenants) {
  contract::json_writer w(tenants.size() * 192 + 16);
  w.begin_array();
  for (const auto& t : tenants)
    write_subject(w, t);
  return w.end_array().take();
}

struct wanted_subject {
  std::string key;
  std::optional<std::string> name;
  std::string pointer;  // "/0"
};

class upsert {
 public:
  upsert(const call& c, postgres::executor& in) : call_(c), in_(in) {}

  // Errors carry a pointer.
  result<postgres::tenant_row> run(const wanted_subject& w) {
    auto found = postgres::subject_aliases::resolve(in_, w.key);
    if (!found) return std::unexpected(found.error());
    if (!*found) return make(w);
    const auto& t = **found;
    if (t.key != w.key) return fail(error_code::alias_taken, "It is an alias of another subject.", w.pointer + "/key");
    if (t.state == "deleted")
      return fail(error_code::tenant_key_taken, "A deleted subject's key is not given again.", w.pointer + "/key");
    if (!w.name || *w.name == t.name) return t;
    auto updated = postgres::tenants::update(in_, t.id, std::nullopt, {.name = w.name});
    return said(std::move(updated), contract::event_type::tenant_updated, &t);
  }

 private:
  result<postgres::tenant_row> make(const wanted_subject& w) {
    auto draft = domain::make_tenant(tenant_id{call_.with().ids.next()}, {.key = w.key, .name = w.name.value_or("")});
    WEIR_ASSERT(draft, "wanted() has checked it");
    auto row = postgres::tenants::create(in_, {draft->id.text(), domain::bucket_of(draft->id).number, draft->key,
                                               draft->name, draft->time_zone, draft->minute_offset, draft->currency});
    return said(std::move(row), contract::event_type::tenant_created);
  }

  result<postgres::tenant_row> said(result<postgres::tenant_row> row, contract::event_type type,
                                    const postgres::tenant_row* before = nullptr) {
    if (!row) return row;
    if (auto announced = announce_tenant(in_, call_, type, *row, before); !announced)
      return std::unexpected(announced.error());
    return row;
  }

  const call& call_;
  postgres::executor& in_;
};

// The rules of names are the tenant's.
result<std::vector<wanted_subject>> wanted(const contract::json_value& body) {
  std::vector<wanted_subject> out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto item = body.item(i);
    wanted_subject w{std::string(item.text("key").value_or("")), std::nullopt, "/" + std::to_string(i)};
    if (auto name = item.text("displayName"); name && !name->empty()) w.name = std::string(*name);
    if (auto checked = domain::make_tenant(tenant_id{}, {.key = w.key, .name = w.name.value_or("")}); !checked) {
      const auto& first = checked.error().front();
      return fail(first.code, first.detail, w.pointer + (first.pointer == "/name" ? "/displayName" : first.pointer));
    }
    out.push_back(std::move(w));
  }
  return out;
}

}  // namespace

result<http::response> openmeter_list_subjects(const call& c) {
  std::vector<postgres::tenant_row> all;
  auto read = look(c, [&](postgres::executor& in) -> result<void> {
    all.clear();
    while (true) {
      auto got = postgres::tenants::list(in, all.empty() ? 0 : all.back().number, chunk);
      if (!got) return std::unexpected(got.error());
      std::ranges::move(*got, std::back_inserter(all));
      if (got->size() < static_cast<std::size_t>(chunk)) return {};
      if (all.size() >= most_subjects)
        return fail(error_code::query_too_many_rows, "GET /api/v1/tenants goes on with a cursor.");
    }
  });
  if (!read) return std::unexpected(read.error());
  return c.json(200, array_of(all));
}

result<http::response> openmeter_upsert_subjects(const call& c) {
  if (auto allowed = may_change_tenants(c); !allowed) return std::unexpected(allowed.error());
  auto asked = wanted(c.body());
  if (!asked) return std::unexpected(asked.error());
  std::vector<postgres::tenant_row> done;
  auto changed = change(c, [&](postgres::executor& in) -> result<void> {
    done.clear();
    upsert each(c, in);
    for (const auto& w : *asked) {
      auto row = each.run(w);
      if (!row) return std::unexpected(row.error());
      done.push_back(std::move(*row));
    }
    return {};
  });
  if (!changed) return std::unexpected(changed.error());
  for (const auto& t : done) {
    forget_tenant(c, t);
    c.with().subjects->forget(t.key);
  }
  return c.json(200, array_of(done));
}

result<http::response> openmeter_get_subject(const call& c) {
  const std::string which(c.parameter("subject"));
  auto row = look(c, [&](postgres::executor& in) { return find_openmeter_subject(in, c, which); });
  if (!row) return std::unexpected(row.error());
  contract::json_writer w;
  write_subject(w, *row);
  return c.json(200, w.take());
}

result<http::response> openmeter_delete_subject(const call& c) {
  const std::string which(c.parameter("subject"));
  return remove_tenant(c, [&](postgres::executor& in) { return find_openmeter_subject(in, c, which); });
}

}  // namespace weir::api
