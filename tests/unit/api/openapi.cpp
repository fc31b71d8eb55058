// The interface descriptions and the endpoint table say the same, both ways. The facade has a description of its own.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <api/embedded.hpp>
#include <api/endpoint_table.hpp>
#include <doctest/doctest.h>

#include <weir/contract/json_document.hpp>
#include <weir/contract/json_schema.hpp>

using namespace weir;
using contract::json_document;
using contract::json_value;

namespace {

struct operation {
  std::string permission;
  bool without_security = false;
  bool has_body = false;
  bool step_up = false;
  std::set<std::string> query;
  std::set<std::string> path;
  auto operator<=>(const operation&) const = default;
};
using operations = std::map<std::string, operation>;  // "get /api/v1/meters"

struct description {
  std::string_view name;    // of the embedded file
  std::string_view prefix;  // of the paths that it is about
};
constexpr description native{"openapi", ""};
constexpr description facade{"openmeter_openapi", "/openmeter/"};
constexpr description descriptions[] = {native, facade};

json_document read(const description& d) {
  auto files = api::embedded_openapi();
  REQUIRE(files.size() == std::size(descriptions));
  auto found = std::ranges::find(files, d.name, &api::embedded_file::name);
  REQUIRE(found != files.end());
  auto document = json_document::parse(found->text);
  REQUIRE_MESSAGE(document, document.error().detail);
  return std::move(*document);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return out;
}

json_value resolved(const json_document& document, json_value v) {
  auto reference = v.text("$ref");
  if (!reference) return v;
  auto at = document.root();
  auto rest = reference->substr(2);
  while (!rest.empty()) {
    auto step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), step.size() + 1));
    auto next = at.find(step);
    REQUIRE_MESSAGE(next, std::string(*reference));
    at = *next;
  }
  return at;
}

operations described(const json_document& document) {
  operations out;
  auto paths = *document.root().find("paths");
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto [path, item] = paths.member(i);
    for (std::size_t j = 0; j < item.size(); ++j) {
      auto [method, o] = item.member(j);
      operation op;
      op.permission = o.text("x-permission").value_or("");
      if (auto security = o.find("security")) op.without_security = security->size() == 0;
      op.has_body = o.find("requestBody").has_value();
      if (auto asked = o.find("x-step-up")) op.step_up = asked->boolean().value_or(false);
      if (auto parameters = o.find("parameters")) {
        for (std::size_t k = 0; k < parameters->size(); ++k) {
          auto p = resolved(document, parameters->item(k));
          auto name = std::string(p.text("name").value_or(""));
          if (p.text("in") == "query") op.query.insert(name);
          if (p.text("in") == "path") op.path.insert(name);
        }
      }
      out.emplace(std::string(method) + " " + std::string(path), std::move(op));
    }
  }
  return out;
}

operations served(const description& d) {
  operations out;
  for (const auto& e : api::endpoint_table()) {
    if (!e.in_openapi || e.path.starts_with(facade.prefix) != (d.name == facade.name)) continue;
    operation op;
    op.permission = api::name(e.needs);
    op.without_security = e.needs == api::permission::anyone;
    op.has_body = !e.body_schema.empty() ||
                  ((e.path.ends_with("/api/v1/events") || e.path.ends_with("/rows")) && e.method == http::method::post);
    op.step_up = e.step_up;
    op.query.insert(e.query_parameters.begin(), e.query_parameters.end());
    for (auto rest = e.path; rest.contains('{');) {
      rest.remove_prefix(rest.find('{') + 1);
      op.path.emplace(rest.substr(0, rest.find('}')));
    }
    out.emplace(lower(http::name(e.method)) + " " + std::string(e.path), std::move(op));
  }
  return out;
}

}  // namespace

TEST_CASE("every endpoint is described and every description is served") {
  for (const auto& d : descriptions) {
    CAPTURE(d.name);
    auto document = read(d);
    const auto in_document = described(document);
    const auto in_table = served(d);
    CHECK(in_table.size() > 10);
    for (const auto& [name, op] : in_table) {
      CAPTURE(name);
      auto found = in_document.find(name);
      REQUIRE(found != in_document.end());
      CHECK(found->second.permission == op.permission);
      CHECK(found->second.without_security == op.without_security);
      CHECK(found->second.has_body == op.has_body);
      CHECK(found->second.step_up == op.step_up);
      CHECK(found->second.query == op.query);
      CHECK(found->second.path == op.path);
    }
    for (const auto& [name, op] : in_document) {
      CAPTURE(name);
      CHECK(in_table.contains(name));
    }
  }
}

TEST_CASE("every secured operation describes 400, 401 and 403") {
  for (const auto& d : descriptions) {
    auto document = read(d);
    auto paths = *document.root().find("paths");
    for (std::size_t i = 0; i < paths.size(); ++i) {
      auto [path, item] = paths.member(i);
      for (std::size_t j = 0; j < item.size(); ++j) {
        auto [method, o] = item.member(j);
        CAPTURE(std::string(method) + " " + std::string(path));
        auto responses = *o.find("responses");
        CHECK(responses.find("400"));
        if (o.text("x-permission") == "anyone") continue;
        CHECK(responses.find("401"));
        CHECK(responses.find("403"));
      }
    }
  }
}

TEST_CASE("schemas that the table names are carried by the program") {
  for (const auto& e : api::endpoint_table()) {
    if (!e.body_schema.empty()) contract::schema(e.body_schema);
  }
}
