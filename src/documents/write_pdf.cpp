#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <src/documents/pdf_canvas.hpp>
#include <src/documents/pdf_texts.hpp>

#include <weir/documents/write_pdf.hpp>

namespace weir::documents {
namespace {

using canvas = pdf_canvas;

constexpr pdf_style usual{}, faint{.size = 8, .gray = 0.35};
constexpr pdf_style right{.is_right = true}, strong_right{.is_bold = true, .is_right = true};
constexpr pdf_style title{.size = 20, .is_bold = true}, small_heading{.size = 8, .is_bold = true, .gray = 0.35};
constexpr double foot_y = canvas::page_height - canvas::margin + 12;
constexpr double most_y = canvas::page_height - canvas::margin - 8;
constexpr double gap = 8;

// Something that stands on one page, as wide as the page.
struct item {
  double height = 0;
  std::function<void(double y)> draw;
  bool is_row = false;  // of the table of lines: whoever begins a page with it repeats the head
};

struct column {
  double x, width;
  bool is_right;
};
constexpr column columns[] = {
    {canvas::margin, 24, false},
    {canvas::margin + 28, 232, false},
    {canvas::margin + 266, 76, false},
    {canvas::margin + 346, 68, true},
    {canvas::margin + 418, canvas::inner_width - 418, true},
};

class invoice_pages {
 public:
  explicit invoice_pages(const invoice_document& of, PangoFontMap* fonts)
      : of_(of),
        c_(fonts, {fmt::format("{} {}", heading(of), of.number), of.seller.identity.legal_name,
                   fmt::format("{} to {}", text(of.period_from), text(of.period_to)), of.finalized_at}) {}

  result<std::string> write() {
    add_top();
    add_parties();
    add_lines();
    add_totals();
    add_notes();
    place();
    return c_.finish();
  }

 private:
  void add(double height, std::function<void(double y)> draw, bool is_row = false) {
    items_.push_back({height, std::move(draw), is_row});
  }
  void add_mark(std::function<void()> mark) {
    add(0, [mark = std::move(mark)](double) { mark(); });
  }
  void add_space(double height) {
    add(height, [](double) {});
  }

  void add_paragraph(const char* tag, std::string_view text, pdf_style style) {
    auto block = std::make_shared<canvas::block>(c_.lay_out(text, canvas::inner_width, style));
    add(block->height(), [this, tag, block](double y) { c_.draw(tag, *block, canvas::margin, y); });
  }

  void add_top() {
    add_mark([this] { c_.begin("Document"); });
    add_paragraph("H1", heading(of_), title);
    add_space(gap);
    for (const auto& [label, value] : facts_of(of_))
      add_pair("P", label, value, 64, usual, canvas::margin);
    add_space(2 * gap);
  }

  // A label and what it is of.
  void add_pair(const char* tag, const std::string& label, const std::string& value, double label_width,
                pdf_style style, double x) {
    auto left = std::make_shared<canvas::block>(c_.lay_out(label, label_width, style));
    const auto width = canvas::page_width - canvas::margin - x - label_width;
    auto what = std::make_shared<canvas::block>(c_.lay_out(value, width, style));
    add(std::max(left->height(), what->height()) + 2, [=, this](double y) {
      c_.begin(tag);
      c_.draw("Span", *left, x, y);
      c_.draw("Span", *what, x + label_width, y);
      c_.end(tag);
    });
  }

  void add_parties() {
    constexpr double half = canvas::inner_width / 2;
    const auto lay = [&](const char* head, const document_party& p) {
      return std::pair(std::make_shared<canvas::block>(c_.lay_out(head, half - gap, small_heading)),
                       std::make_shared<canvas::block>(c_.lay_out(party_text(p), half - gap, usual)));
    };
    const auto from = lay("From", of_.seller), to = lay("To", of_.buyer);
    const auto head = from.first->height() + 2;
    add(head + std::max(from.second->height(), to.second->height()), [=, this](double y) {
      c_.draw("H2", *from.first, canvas::margin, y);
      c_.draw("P", *from.second, canvas::margin, y + head);
      c_.draw("H2", *to.first, canvas::margin + half, y);
      c_.draw("P", *to.second, canvas::margin + half, y + head);
    });
    add_space(2 * gap);
  }

  item row(const char* cell, const std::vector<std::string>& texts, pdf_style style) {
    auto blocks = std::make_shared<std::vector<canvas::block>>();
    double height = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      style.is_right = columns[i].is_right;
      blocks->push_back(c_.lay_out(texts[i], columns[i].width, style));
      height = std::max(height, blocks->back().height());
    }
    return {height + gap,
            [=, this](double y) {
              c_.begin("TR");
              for (std::size_t i = 0; i < blocks->size(); ++i)
                c_.draw(cell, (*blocks)[i], columns[i].x, y);
              c_.end("TR");
              c_.rule(y + height + gap / 2 - 1, 0.8);
            },
            false};
  }

  void add_lines() {
    add_mark([this] { c_.begin("Table"); });
    head_ =
        row("TH", {"#", "What", "Period", "Quantity", fmt::format("Amount {}", of_.currency.code())}, small_heading);
    items_.push_back(head_);
    for (const auto& l : of_.lines) {
      items_.push_back(row(
          "TD",
          {std::to_string(l.number), line_text(l, of_), period_text(l), quantity_text(l), grouped(l.net, of_.currency)},
          usual));
      items_.back().is_row = true;
    }
    add_mark([this] { c_.end("Table"); });
    add_space(gap);
  }

  void add_totals() {
    constexpr double amount_width = 110, label_width = 280;
    constexpr double x = canvas::page_width - canvas::margin - amount_width - label_width;
    const auto totals = totals_of(of_);
    add_mark([this] { c_.begin("Table"); });
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const auto style = i + 1 == totals.size() ? strong_right : right;
      auto label = std::make_shared<canvas::block>(c_.lay_out(totals[i].first, label_width, style));
      auto amount = std::make_shared<canvas::block>(c_.lay_out(totals[i].second, amount_width, style));
      add(std::max(label->height(), amount->height()) + 3, [=, this](double y) {
        c_.begin("TR");
        c_.draw("TH", *label, x, y);
        c_.draw("TD", *amount, x + label_width, y);
        c_.end("TR");
      });
    }
    add_mark([this] { c_.end("Table"); });
    add_space(2 * gap);
  }

  // Line by line, as a note may be longer than what is left of a page.
  void add_notes() {
    if (const auto why = tax_text(of_); !why.empty()) add_paragraph("P", why, usual);
    std::string_view rest = of_.note;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      if (end > 0) add_paragraph("P", rest.substr(0, end), faint);
      if (end == 0) add_space(gap);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    add_mark([this] { c_.end("Document"); });
  }

  // Where pages begin, as they say how many there are.
  std::vector<std::size_t> first_of_pages() const {
    std::vector<std::size_t> out{0};
    double y = canvas::margin;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (y + items_[i].height > most_y && items_[i].height > 0) {
        out.push_back(i);
        y = canvas::margin + (items_[i].is_row ? head_.height : 0);
      }
      y += items_[i].height;
    }
    return out;
  }

  void place() {
    const auto pages = first_of_pages();
    for (std::size_t page = 0; page < pages.size(); ++page) {
      const auto end = page + 1 < pages.size() ? pages[page + 1] : items_.size();
      double y = canvas::margin;
      if (page > 0) c_.next_page();
      draw_foot(page + 1, pages.size());
      if (page > 0 && items_[pages[page]].is_row) {
        head_.draw(y);
        y += head_.height;
      }
      for (auto i = pages[page]; i < end; ++i) {
        items_[i].draw(y);
        y += items_[i].height;
      }
    }
  }

  void draw_foot(std::size_t page, std::size_t pages) {
    const auto foot = fmt::format("{} {}, page {} of {}", heading(of_), of_.number, page, pages);
    c_.draw(c_.lay_out(foot, canvas::inner_width, faint), canvas::margin, foot_y);
  }

  const invoice_document& of_;
  canvas c_;
  std::vector<item> items_;
  item head_;  // of the table of lines
};

}  // namespace

result<std::string> write_pdf(const invoice_document& of) {
  if (of.lines.size() > most_pdf_lines)
    return fail(error_code::invoice_state_refused,
                fmt::format("It has more than {} lines; take the CSV.", most_pdf_lines));
  auto fonts = open_fonts();
  if (!fonts) return std::unexpected(fonts.error());
  return invoice_pages(of, *fonts).write();
}

}  // namespace weir::documents
