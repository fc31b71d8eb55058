// A PDF that is written from top to bottom. Lengths are points (1/72 inch); they are no money.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <cairo.h>
#include <src/documents/pdf_fonts.hpp>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::documents {

struct pdf_style {
  double size = 9;
  bool is_bold = false;
  bool is_right = false;  // aligned
  double gray = 0;        // 1 is white
};

struct pdf_title {
  std::string title, author, subject;
  timestamp made_at;
};

class pdf_canvas {
 public:
  static constexpr double page_width = 595.276, page_height = 841.89, margin = 48;
  static constexpr double inner_width = page_width - 2 * margin;

  pdf_canvas(PangoFontMap* fonts, const pdf_title& about);
  ~pdf_canvas();
  pdf_canvas(const pdf_canvas&) = delete;
  pdf_canvas& operator=(const pdf_canvas&) = delete;

  // A text that is laid out in a width and not drawn yet.
  class block {
   public:
    double height() const;

   private:
    friend class pdf_canvas;
    object_ptr<PangoLayout> layout_;
    pdf_style style_;
  };
  block lay_out(std::string_view text, double width, pdf_style style);

  void draw(const block& b, double x, double y);
  // With a tag of ISO 32000 §14.8 around it: "H1", "P", "TD".
  void draw(const char* tag, const block& b, double x, double y);
  void rule(double y, double gray);  // a line from margin to margin

  void begin(const char* tag);
  void end(const char* tag);
  void next_page();

  // The file; nothing can be drawn afterwards. Error: internal_error, with what Cairo says.
  result<std::string> finish();

 private:
  static cairo_status_t append(void* to, const unsigned char* bytes, unsigned size);

  std::string out_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
  object_ptr<PangoContext> context_;
};

}  // namespace weir::documents
