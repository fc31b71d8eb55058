#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <src/documents/pdf_fonts.hpp>

namespace weir::documents {
namespace {

// Of Debian's fonts-dejavu-core and fonts-droid-fallback.
constexpr const char* files[] = {
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
};

struct known_fonts {
  FcConfig* config = FcConfigCreate();
  const char* missing = nullptr;

  known_fonts() {
    for (const auto* path : files) {
      if (!FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path))) missing = path;
    }
  }
};

// Read once; fontconfig's configurations may be used by several threads.
const known_fonts& fonts() {
  static const known_fonts all;
  return all;
}

}  // namespace

void unref_object::operator()(void* object) const {
  g_object_unref(object);
}

result<PangoFontMap*> open_fonts() {
  const auto& known = fonts();
  if (known.missing != nullptr) return fail(error_code::file_unreadable, known.missing);
  static thread_local const object_ptr<PangoFontMap> map = [&] {
    auto* made = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(made), known.config);
    return object_ptr<PangoFontMap>(made);
  }();
  return map.get();
}

}  // namespace weir::documents
