// tests/cases/*.case, line by line. Their language: tests/cases/README.md.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <doctest/doctest.h>

#include "case_language.hpp"

namespace {

int run(const std::filesystem::path& file) {
  std::ifstream in(file);
  weir::billing::cases::reader reader;
  int checked = 0;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto where = file.filename().string() + ":" + std::to_string(++number) + ": " + line;
    CAPTURE(where);
    try {
      const auto reply = reader.read(line);
      if (!reply) continue;
      const auto answer = reply->text();
      CAPTURE(answer);
      CHECK(reply->is_what_was_expected());
      ++checked;
    } catch (const std::exception& e) {
      FAIL_CHECK(e.what());
    }
  }
  return checked;
}

}  // namespace

TEST_CASE("the tables of prices hold") {
  int files = 0;
  int checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WEIR_SOURCE_DIR "/tests/cases")) {
    if (entry.path().extension() != ".case") continue;
    ++files;
    checked += run(entry.path());
  }
  CHECK(files >= 10);
  CHECK(checked >= 350);
}

TEST_CASE("a line that is not understood, or expects what is not so, does not pass") {
  weir::billing::cases::reader reader;
  for (const auto* line : {"price p", "currency USD", "model per_unit", "meter m", "unit_amount 1"})
    CHECK_FALSE(reader.read(line));
  CHECK(reader.read("quantity 2 costs 2.00")->is_what_was_expected());
  CHECK_FALSE(reader.read("quantity 2 costs 2")->is_what_was_expected());
  CHECK_FALSE(reader.read("quantity 2 is worth 2.00")->is_what_was_expected());
  CHECK_FALSE(reader.read("quantity 2")->is_what_was_expected());
  CHECK_FALSE(reader.read("refused /meter validation_failed")->is_what_was_expected());
  CHECK_THROWS(reader.read("quantity two costs 2.00"));
  CHECK_THROWS(reader.read("unit_amount 1 2"));
  CHECK_THROWS(reader.read("colour red"));
  CHECK_THROWS(weir::billing::cases::reader().read("currency USD"));
}
