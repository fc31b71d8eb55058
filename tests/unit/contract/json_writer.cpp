// The writer puts commas and escapes where JSON wants them.
#include <doctest/doctest.h>

#include <weir/contract/json_writer.hpp>

using weir::contract::json_writer;

TEST_CASE("nested values are separated and escaped") {
  json_writer out;
  out.begin_object().key("a").begin_array().integer(1).null().boolean(true).begin_object().end_object();
  out.begin_array().end_array().text("q\"\n").end_array();
  out.member("b", *weir::decimal::parse_event_value("12.50")).key("c");
  out.decimal_number(*weir::decimal::parse_event_value("-0.1"));
  out.member("at", weir::timestamp{1'000'000}).member("x", std::int64_t{-5}).key("raw").raw(R"({"k":1})").end_object();
  CHECK(out.take() == R"({"a":[1,null,true,{},[],"q\"\n"],"b":"12.5","c":-0.1,"at":"1970-01-01T00:00:00.001Z","x":-5,)"
                      R"("raw":{"k":1}})");
}

TEST_CASE("a text that is not UTF-8 is mended") {
  json_writer out;
  out.text("a\xff");
  CHECK(out.take() == "\"a\xef\xbf\xbd\"");
}
