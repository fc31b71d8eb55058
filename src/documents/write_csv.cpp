#include <array>
#include <string_view>

#include <weir/documents/write_csv.hpp>

namespace weir::documents {
namespace {

constexpr std::string_view head =
    "invoice,line,name,plan,from,to,quantity,meter,corrects,amount,discount,net,net_without_tax,currency\r\n";

class row {
 public:
  explicit row(std::string& out) : out_(out) {}

  // A number, a day, or another text that this program made.
  row& plain(std::string_view text) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ += text;
      return *this;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
    return *this;
  }

  // What somebody entered.
  row& foreign(std::string_view text) {
    constexpr std::string_view formula = "=+-@\t\r";
    if (!text.empty() && formula.contains(text.front())) return plain("'" + std::string(text));
    return plain(text);
  }

  void end() { out_ += "\r\n"; }

 private:
  std::string& out_;
  bool is_first_ = true;
};

}  // namespace

std::string write_csv(const invoice_document& of) {
  std::string out(head);
  out.reserve(out.size() + of.lines.size() * 160);
  const auto amount = [&](money m) { return billing::text(m, of.currency); };
  for (const auto& l : of.lines) {
    row r(out);
    r.plain(of.number).plain(std::to_string(l.number)).foreign(l.name).foreign(l.plan);
    r.plain(text(l.from)).plain(text(l.to)).plain(l.quantity ? l.quantity->text() : "").foreign(l.meter);
    r.plain(l.corrects).plain(amount(l.amount)).plain(amount(l.discount)).plain(amount(l.net));
    r.plain(amount(l.untaxed)).plain(of.currency.code()).end();
  }
  return out;
}

}  // namespace weir::documents
