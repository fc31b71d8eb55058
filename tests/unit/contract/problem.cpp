// Errors have one shape, and fatal ones keep their details to themselves.
#include <doctest/doctest.h>

#include <weir/contract/problem.hpp>

namespace contract = weir::contract;
using weir::error_code;

TEST_CASE("a problem carries code status and the items of the request") {
  contract::problem p{.code = error_code::validation_failed,
                      .detail = {},
                      .instance = "/api/v1/meters",
                      .request_id = "req_1",
                      .errors = {}};
  p.errors.push_back(
      {{error_code::json_path_invalid, "at position 0: a path starts with $", "/value_property"}, std::nullopt});
  p.errors.push_back({{error_code::event_attribute_empty, "", "/3/id"}, 3});
  CHECK(
      contract::write_problem(p) ==
      R"({"type":"/problems/validation_failed","title":"The request does not fit its schema.","status":400,)"
      R"("detail":"The request does not fit its schema.","instance":"/api/v1/meters","code":"validation_failed",)"
      R"("error":"validation_failed","message":"The request does not fit its schema.","request_id":"req_1","errors":[)"
      R"({"pointer":"/value_property","code":"json_path_invalid","detail":"at position 0: a path starts with $"},)"
      R"({"pointer":"/3/id","code":"event_attribute_empty","detail":"A CloudEvents attribute is empty.","index":3}]})");
}

TEST_CASE("details of fatal errors are not shown") {
  const auto text = contract::write_problem(contract::to_problem({error_code::database_error, "column secret_x"}));
  CHECK(text.find("secret_x") == std::string::npos);
  CHECK(text.find("\"status\":500") != std::string::npos);
}

TEST_CASE("an error with a pointer becomes an item") {
  const auto p = contract::to_problem({error_code::json_malformed, "at byte 3", "/a"});
  REQUIRE(p.errors.size() == 1);
  CHECK(p.errors[0].what.pointer == "/a");
}

TEST_CASE("a problem lists at most a hundred items") {
  contract::problem p{
      .code = error_code::validation_failed, .detail = {}, .instance = {}, .request_id = {}, .errors = {}};
  for (std::uint32_t i = 0; i < 1000; ++i)
    p.errors.push_back({{error_code::event_not_object}, i});
  const auto text = contract::write_problem(p);
  CHECK(text.find("\"index\":99}") != std::string::npos);
  CHECK(text.find("\"index\":100}") == std::string::npos);
}
