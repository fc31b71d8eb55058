// Every stored invalid request gets the code that its file name documents; every valid one is accepted.
#include <set>

#include <doctest/doctest.h>
#include <tests/support/http_fixture.hpp>

namespace contract = weir::contract;
namespace fs = std::filesystem;

namespace {

// The codes that a request ends with: its own, or those of its events.
std::set<std::string> codes_of(const weir::testing::http_fixture& fixture) {
  contract::cloudevents_decoder decoder;
  const auto headers = fixture.headers();
  const auto decoded = decoder.decode(fixture.content_type, headers, fixture.body);
  if (!decoded) return {std::string(weir::name(decoded.error().code))};
  std::set<std::string> out;
  for (const auto& e : decoded->errors)
    out.emplace(weir::name(e.what.code));
  return out;
}

}  // namespace

TEST_CASE("every invalid event fixture gets its documented code and a 4xx status") {
  int fixtures = 0;
  for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/schemas/events/invalid")) {
    const auto file = entry.path().filename().string();
    CAPTURE(file);
    const auto code = file.substr(0, file.find("--"));
    CHECK(codes_of(weir::testing::read_http_fixture(entry.path())) == std::set<std::string>{code});
    const auto status = weir::http_status(weir::error_code_from_name(code));
    CHECK(status >= 400);
    CHECK(status < 500);
    ++fixtures;
  }
  CHECK(fixtures > 100);
}

TEST_CASE("every valid event fixture is accepted") {
  int fixtures = 0;
  for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/schemas/events/valid")) {
    CAPTURE(entry.path().filename().string());
    CHECK(codes_of(weir::testing::read_http_fixture(entry.path())).empty());
    ++fixtures;
  }
  CHECK(fixtures >= 9);
}

TEST_CASE("every code that the decoder can give has a fixture") {
  std::set<std::string> covered;
  for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/schemas/events/invalid")) {
    const auto file = entry.path().filename().string();
    covered.insert(file.substr(0, file.find("--")));
  }
  for (std::string_view code : {"body_missing",
                                "event_attribute_control",
                                "event_attribute_empty",
                                "event_attribute_missing",
                                "event_attribute_name",
                                "event_attribute_too_long",
                                "event_attribute_type",
                                "event_batch_empty",
                                "event_batch_not_array",
                                "event_batch_too_large",
                                "event_data_base64",
                                "event_data_type",
                                "event_datacontenttype",
                                "event_not_object",
                                "event_specversion",
                                "event_too_large",
                                "json_duplicate_key",
                                "json_malformed",
                                "json_nul",
                                "json_number_range",
                                "json_too_deep",
                                "json_utf8_invalid",
                                "media_type_unsupported",
                                "time_malformed",
                                "time_out_of_range"}) {
    CAPTURE(code);
    CHECK(covered.contains(std::string(code)));
  }
}
