// tests/cases/*.case, line by line. Their language: tests/cases/README.md.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <doctest/doctest.h>

#include <weir/billing/price.hpp>
#include <weir/billing/rate_usage.hpp>

namespace billing = weir::billing;
using weir::decimal;

namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  std::vector<std::string> out;
  for (std::string word; in >> word;)
    out.push_back(word);
  return out;
}

// The words after a name: "up to 10 at 1 and 2".
class sentence {
 public:
  sentence(const std::vector<std::string>& words, std::size_t at) : words_(words), at_(at) {}

  bool take(std::string_view word) {
    if (at_ >= words_.size() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  std::string next() {
    if (at_ >= words_.size()) throw std::runtime_error("the line ends too early");
    return words_[at_++];
  }
  void end() const {
    if (at_ < words_.size()) throw std::runtime_error("not understood: " + words_[at_]);
  }

 private:
  const std::vector<std::string>& words_;
  std::size_t at_;
};

billing::tier_draft tier_of(sentence& s) {
  billing::tier_draft out;
  if (!s.take("beyond")) {
    if (!s.take("up") || !s.take("to")) throw std::runtime_error("a tier is \"up to N\" or \"beyond\"");
    out.up_to = s.next();
  }
  if (!s.take("at")) throw std::runtime_error("a tier has \"at PRICE\"");
  out.unit_amount = s.next();
  if (s.take("and")) out.flat_amount = s.next();
  return out;
}

void read_member(billing::price_draft& d, const std::string& member, sentence& s) {
  using draft = billing::price_draft;
  static const std::pair<std::string_view, std::optional<std::string> draft::*> texts[] = {
      {"timing", &draft::timing},
      {"amount", &draft::amount},
      {"unit_amount", &draft::unit_amount},
      {"package_size", &draft::package_size},
      {"package_amount", &draft::package_amount},
      {"rate", &draft::rate},
      {"event_amount", &draft::event_amount},
      {"meter", &draft::meter},
      {"included", &draft::included},
      {"minimum_amount", &draft::minimum_amount},
      {"maximum_amount", &draft::maximum_amount},
  };
  for (const auto& [name, at] : texts) {
    if (name == member) {
      d.*at = s.next();
      return;
    }
  }
  if (member == "currency") {
    d.currency = s.next();
  } else if (member == "model") {
    d.model = s.next();
  } else if (member == "rounding") {
    d.rounding = s.next();
  } else if (member == "digits") {
    d.digits = std::stoi(s.next());
  } else if (member == "tier") {
    if (!d.tiers) d.tiers.emplace();
    d.tiers->push_back(tier_of(s));
  } else {
    throw std::runtime_error("no member is called " + member);
  }
}

billing::price made(const billing::price_draft& d) {
  auto p = billing::make_price(d);
  if (!p) throw std::runtime_error("refused: " + p.error()[0].pointer + " " + std::string(name(p.error()[0].code)));
  return *p;
}

void check_quantity(const billing::price_draft& d, sentence& s) {
  const auto p = made(d);
  billing::usage u{*decimal::parse_sum(s.next())};
  if (s.take("events")) u.events = std::stoll(s.next());
  billing::share part;
  if (s.take("part")) {
    const auto from = std::stoll(s.next());
    s.take("to");
    const auto to = std::stoll(s.next());
    s.take("of");
    part = {from, to, std::stoll(s.next())};
  }
  auto rated = rate_usage(p, u, part);
  auto amount = rated ? rated->total.round(p.currency, p.digits, p.rounding)
                      : weir::result<billing::money>(std::unexpected(rated.error()));
  if (s.take("fails")) {
    REQUIRE_FALSE(amount);
    CHECK(name(amount.error().code) == s.next());
    return;
  }
  REQUIRE(rated);
  billing::exact_amount sum;
  for (const auto& step : rated->steps)
    sum += step.amount;
  CHECK(sum == rated->total);
  if (s.take("is")) {
    s.take("exactly");
    CHECK(rated->total.text() == s.next());
  } else {
    if (!s.take("costs")) throw std::runtime_error("a quantity costs, is exactly or fails");
    REQUIRE(amount);
    CHECK(text(*amount, p.currency) == s.next());
  }
}

void check_refused(const billing::price_draft& d, sentence& s) {
  auto p = billing::make_price(d);
  REQUIRE_FALSE(p);
  const auto pointer = s.next();
  const auto code = s.next();
  CHECK(p.error().size() == 1);
  CHECK(p.error()[0].pointer == pointer);
  CHECK(name(p.error()[0].code) == code);
}

int run(const std::filesystem::path& file) {
  std::ifstream in(file);
  billing::price_draft d;
  int checked = 0;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto words = words_of(line);
    const auto where = file.filename().string() + ":" + std::to_string(++number) + ": " + line;
    CAPTURE(where);
    if (words.empty()) continue;
    sentence s(words, 1);
    try {
      if (words[0] == "price") {
        d = {};
        d.code = s.next();
      } else if (words[0] == "quantity") {
        check_quantity(d, s);
        ++checked;
      } else if (words[0] == "refused") {
        check_refused(d, s);
        ++checked;
      } else {
        read_member(d, words[0], s);
      }
      s.end();
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
  CHECK(files >= 5);
  CHECK(checked >= 90);
}
