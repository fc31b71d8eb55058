// Reads the language of tests/cases from standard input and writes Weir's answer to each question, a line each, for
// compare_naive_pricing.py. "flush" sends what was answered so far.
#include <iostream>
#include <stdexcept>
#include <string>

#include "case_language.hpp"

int main() {
  std::ios::sync_with_stdio(false);
  weir::billing::cases::reader reader;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      if (line == "flush") {
        std::cout.flush();
        continue;
      }
      if (const auto reply = reader.read(line)) std::cout << reply->text() << '\n';
    } catch (const std::exception& e) {
      std::cout << "not understood: " << e.what() << '\n';
    }
  }
  return std::cout.flush() ? 0 : 1;
}
