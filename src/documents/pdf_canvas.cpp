#include <algorithm>
#include <string_view>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <src/documents/pdf_canvas.hpp>

#include <weir/base/json_text.hpp>

namespace weir::documents {
namespace {

// What Cairo parses: seconds, in UTC.
std::string whole_second(timestamp t) {
  return format_rfc3339(t).substr(0, 19) + "Z";
}

// Texts come from a database that has no other; Pango takes nothing else.
std::string mended(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto size = utf8_character_size(text);
    out += size == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, size);
    text.remove_prefix(std::max(size, std::size_t{1}));
  }
  return out;
}

}  // namespace

cairo_status_t pdf_canvas::append(void* to, const unsigned char* bytes, unsigned size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

pdf_canvas::pdf_canvas(PangoFontMap* fonts, const pdf_title& about)
    : surface_(cairo_pdf_surface_create_for_stream(append, &out_, page_width, page_height)),
      cairo_(cairo_create(surface_)),
      context_(pango_font_map_create_context(fonts)) {
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
  const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface_, what, mended(text).c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, about.title);
  set(CAIRO_PDF_METADATA_AUTHOR, about.author);
  set(CAIRO_PDF_METADATA_SUBJECT, about.subject);
  set(CAIRO_PDF_METADATA_CREATOR, "Weir");
  // Cairo would write the clock's time.
  set(CAIRO_PDF_METADATA_CREATE_DATE, whole_second(about.made_at));
  set(CAIRO_PDF_METADATA_MOD_DATE, whole_second(about.made_at));
  pango_cairo_update_context(cairo_, context_.get());
  pango_context_set_language(context_.get(), pango_language_from_string("en"));
  pango_cairo_context_set_resolution(context_.get(), 72);
}

pdf_canvas::~pdf_canvas() {
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

double pdf_canvas::block::height() const {
  int width = 0, height = 0;
  pango_layout_get_size(layout_.get(), &width, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

pdf_canvas::block pdf_canvas::lay_out(std::string_view text, double width, pdf_style style) {
  block out;
  out.layout_.reset(pango_layout_new(context_.get()));
  out.style_ = style;
  auto* layout = out.layout_.get();
  const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
      pango_font_description_from_string(style.is_bold ? "DejaVu Sans Bold" : "DejaVu Sans"),
      pango_font_description_free);
  pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
  pango_layout_set_font_description(layout, font.get());
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, style.is_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  const auto clean = mended(text);
  pango_layout_set_text(layout, clean.data(), static_cast<int>(clean.size()));
  return out;
}

void pdf_canvas::draw(const block& b, double x, double y) {
  cairo_set_source_rgb(cairo_, b.style_.gray, b.style_.gray, b.style_.gray);
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, b.layout_.get());
}

void pdf_canvas::draw(const char* tag, const block& b, double x, double y) {
  begin(tag);
  draw(b, x, y);
  end(tag);
}

void pdf_canvas::rule(double y, double gray) {
  cairo_set_source_rgb(cairo_, gray, gray, gray);
  cairo_set_line_width(cairo_, 0.5);
  cairo_move_to(cairo_, margin, y);
  cairo_line_to(cairo_, page_width - margin, y);
  cairo_stroke(cairo_);
}

void pdf_canvas::begin(const char* tag) {
  cairo_tag_begin(cairo_, tag, nullptr);
}

void pdf_canvas::end(const char* tag) {
  cairo_tag_end(cairo_, tag);
}

void pdf_canvas::next_page() {
  cairo_show_page(cairo_);
}

result<std::string> pdf_canvas::finish() {
  cairo_show_page(cairo_);
  cairo_surface_finish(surface_);
  for (const auto status : {cairo_status(cairo_), cairo_surface_status(surface_)}) {
    if (status != CAIRO_STATUS_SUCCESS) return fail(error_code::internal_error, cairo_status_to_string(status));
  }
  return std::move(out_);
}

}  // namespace weir::documents
