// Every schema accepts its valid examples and refuses its invalid ones: a schema whose rule is misspelt accepts
// everything.
#include <filesystem>
#include <set>

#include <doctest/doctest.h>
#include <tests/support/http_fixture.hpp>

#include <weir/contract/json_schema.hpp>

namespace contract = weir::contract;
namespace fs = std::filesystem;

namespace {

const fs::path folder = WEIR_SOURCE_DIR "/schemas/json";

std::string first_pointer(std::string_view body, std::string_view schema) {
  const auto checked = contract::read_body(body, schema);
  if (checked.errors.empty()) return "accepted";
  return std::string(weir::name(checked.errors[0].code)) + " " + checked.errors[0].pointer;
}

}  // namespace

TEST_CASE("every schema has examples that pass and examples that fail") {
  for (const auto& file : contract::embedded_schemas()) {
    CAPTURE(file.name);
    int passed = 0, failed = 0;
    for (const auto& entry : fs::directory_iterator(folder / "examples" / file.name / "valid")) {
      CAPTURE(entry.path().filename().string());
      const auto checked = contract::read_body(weir::testing::read_whole(entry.path()), file.name);
      for (const auto& e : checked.errors)
        MESSAGE(e.pointer << " " << e.detail);
      CHECK(checked.errors.empty());
      ++passed;
    }
    for (const auto& entry : fs::directory_iterator(folder / "examples" / file.name / "invalid")) {
      CAPTURE(entry.path().filename().string());
      const auto checked = contract::read_body(weir::testing::read_whole(entry.path()), file.name);
      REQUIRE_FALSE(checked.errors.empty());
      CHECK(checked.errors[0].code == weir::error_code::validation_failed);
      CHECK_FALSE(checked.document.has_value());
      ++failed;
    }
    CHECK(passed > 0);
    CHECK(failed > 0);
  }
}

TEST_CASE("the program carries every schema file as it is") {
  std::set<std::string> on_disk, embedded;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") on_disk.insert(entry.path().stem().string());
  }
  for (const auto& file : contract::embedded_schemas()) {
    embedded.emplace(file.name);
    CHECK(file.text == weir::testing::read_whole(folder / (std::string(file.name) + ".json")));
  }
  CHECK(on_disk == embedded);
}

TEST_CASE("schemas keep to the subset of draft-07 that all tools share") {
  // \d and the like, and look-around, mean different things in different engines, or silently nothing.
  for (const auto& file : contract::embedded_schemas()) {
    CAPTURE(file.name);
    for (std::string_view word :
         {"\\\\", "(?", "\"format\"", "\"multipleOf\"", "\"$ref\": \"http", "\"const\"", "\"if\""}) {
      CAPTURE(word);
      CHECK(file.text.find(word) == std::string_view::npos);
    }
  }
}

TEST_CASE("problems of a body carry pointers") {
  CHECK(first_pointer(R"({"slug":"a","event_type":"t","aggregation":"COUNT","group_by":{"a/b":7}})", "meter_create") ==
        "validation_failed /group_by");
  CHECK(first_pointer(R"({"slug":"a","event_type":"t","aggregation":"COUNT","group_by":{"a":7}})", "meter_create") ==
        "validation_failed /group_by/a");
  CHECK(first_pointer(R"({"name":"a","scopes":["ingest","root"]})", "api_key_create") == "validation_failed /scopes/1");
  CHECK(first_pointer(R"({"key":7})", "tenant_create") == "validation_failed /key");
  CHECK(first_pointer(R"([])", "tenant_create") == "validation_failed ");
}

TEST_CASE("bodies are read strictly before they are compared with a schema") {
  CHECK(first_pointer("", "tenant_create") == "body_missing ");
  CHECK(first_pointer("{\"key\":\"a\"", "tenant_create") == "json_malformed ");
  CHECK(first_pointer("\"key\"", "tenant_create") == "json_malformed ");
  CHECK(first_pointer(R"({"key":"a","key":"b"})", "tenant_create") == "json_duplicate_key /key");
  CHECK(first_pointer("{\"key\":\"\xff\"}", "tenant_create") == "json_utf8_invalid ");
  CHECK(first_pointer(R"({"key":"a\u0000"})", "tenant_create") == "json_nul /key");
  CHECK(first_pointer(R"({"key":"a"} x)", "tenant_create") == "json_malformed ");
  CHECK(first_pointer("{\"key\":" + std::string(40, '[') + std::string(40, ']') + "}", "tenant_create")
            .starts_with("json_too_deep /key"));
}

TEST_CASE("a very long text never reaches a pattern") {
  CHECK(first_pointer(R"({"slug":")" + std::string(1'000'000, 'a') + R"(","event_type":"t","aggregation":"COUNT"})",
                      "meter_create") == "validation_failed /slug");
  CHECK(first_pointer(R"({"slug":"a","event_type":"t","aggregation":"COUNT","group_by":{")" +
                          std::string(1'000'000, 'a') + R"(":"$.x"}})",
                      "meter_create") == "validation_failed /group_by");
}

TEST_CASE("a document hands out its values") {
  const auto document =
      contract::json_document::parse(R"({"a":[1,2.5,true,null,"x"],"b":{"c":"d"},"big":9223372036854775808})");
  REQUIRE(document.has_value());
  const auto root = document->root();
  CHECK(root.size() == 3);
  const auto list = *root.find("a");
  CHECK(list.item(0).integer() == 1);
  CHECK_FALSE(list.item(1).integer().has_value());
  CHECK(list.item(2).boolean() == true);
  CHECK(list.item(3).is_null());
  CHECK(list.item(4).text() == "x");
  CHECK(root.find("b")->text("c") == "d");
  CHECK_FALSE(root.find("b")->text("e").has_value());
  CHECK(root.member(1).first == "b");
  CHECK_FALSE(root.find("big")->integer().has_value());
  CHECK_FALSE(list.find("a").has_value());
}
