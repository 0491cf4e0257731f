#include "server/print/table_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kecang::print {
namespace {

// Points: 72 to an inch.
constexpr double kWidth = 841.89, kHeight = 595.28, kMargin = 36, kFoot = 20;
constexpr double kPad = 4;
constexpr const char* kText = "Noto Sans CJK SC 8.5";
constexpr const char* kHead = "Noto Sans CJK SC Bold 8.5";
constexpr const char* kTitle = "Noto Sans CJK SC Bold 15";
constexpr const char* kDigits = "Liberation Mono 6.2";

struct CairoClosing {
  void operator()(cairo_t* one) const { cairo_destroy(one); }
  void operator()(cairo_surface_t* one) const { cairo_surface_destroy(one); }
};
struct PangoClosing {
  void operator()(PangoFontDescription* one) const { pango_font_description_free(one); }
  void operator()(PangoLayout* one) const { g_object_unref(one); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoClosing>;
using Context = std::unique_ptr<cairo_t, CairoClosing>;
using Layout = std::unique_ptr<PangoLayout, PangoClosing>;
using Font = std::unique_ptr<PangoFontDescription, PangoClosing>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

std::string valid(const std::string& text) {
  const std::unique_ptr<char, decltype(&g_free)> made(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
  return made.get();
}

/// Sets texts on pages, from the top downwards.
class Pages {
 public:
  Pages(const Table& table, cairo_t* cairo, std::size_t all_pages)
      : table_(table), cairo_(cairo), all_pages_(all_pages) {
    double sum = 0;
    for (const auto& column : table_.columns) sum += column.share;
    for (const auto& column : table_.columns)
      widths_.push_back((kWidth - 2 * kMargin) * column.share / std::max(sum, 0.001));
  }

  /// How many pages it took.
  std::size_t run() {
    begin_page();
    write(table_.title, kTitle);
    for (const auto& line : table_.lines) write(line, kText);
    y_ += kPad;
    put_head();
    for (const auto& row : table_.rows) put_row(row);
    y_ += 3 * kPad;
    for (const auto& line : table_.closing) {
      if (y_ + 24 > bottom()) next_page();
      write(line, kText);
      y_ += 2 * kPad;
    }
    end_page();
    return page_;
  }

 private:
  static double bottom() { return kHeight - kMargin - kFoot; }

  Layout layout(const std::string& text, const char* font, double width) const {
    Layout made(pango_cairo_create_layout(cairo_));
    const Font description(pango_font_description_from_string(font));
    pango_layout_set_font_description(made.get(), description.get());
    if (width > 0) {
      pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    }
    const auto shown = valid(text);
    pango_layout_set_text(made.get(), shown.data(), static_cast<int>(shown.size()));
    return made;
  }
  static double height_of(const Layout& one) {
    int height = 0;
    pango_layout_get_size(one.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }
  void show(const Layout& one, double x, double y) const {
    cairo_move_to(cairo_, x, y);
    pango_cairo_show_layout(cairo_, one.get());
  }
  void rule(double width) const {
    cairo_set_line_width(cairo_, width);
    cairo_move_to(cairo_, kMargin, y_);
    cairo_line_to(cairo_, kWidth - kMargin, y_);
    cairo_stroke(cairo_);
  }

  void write(const std::string& text, const char* font) {
    const auto line = layout(text, font, kWidth - 2 * kMargin);
    show(line, kMargin, y_);
    y_ += height_of(line) + 2;
  }

  void begin_page() {
    ++page_;
    y_ = kMargin;
  }
  void end_page() const {
    auto text = "第 " + std::to_string(page_) + " 页";
    if (all_pages_ > 0) text += "，共 " + std::to_string(all_pages_) + " 页";
    show(layout(text, kText, 0), kMargin, kHeight - kMargin - kFoot / 2);
    cairo_show_page(cairo_);
  }
  void next_page() {
    end_page();
    begin_page();
  }

  void put_head() {
    rule(1);
    std::vector<std::string> heads;
    for (const auto& column : table_.columns) heads.push_back(column.head);
    put_cells(cells(heads, true));
    rule(1);
  }

  std::vector<Layout> cells(const std::vector<std::string>& texts, bool head) const {
    std::vector<Layout> made;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const auto* font = head ? kHead : table_.columns[i].digits ? kDigits : kText;
      made.push_back(layout(i < texts.size() ? texts[i] : std::string(), font, widths_[i] - kPad));
    }
    return made;
  }
  static double tallest(const std::vector<Layout>& of) {
    double height = 0;
    for (const auto& one : of) height = std::max(height, height_of(one));
    return height + 2 * kPad;
  }
  void put_cells(const std::vector<Layout>& row) {
    double x = kMargin;
    for (std::size_t i = 0; i < row.size(); ++i) {
      show(row[i], x, y_ + kPad);
      x += widths_[i];
    }
    y_ += tallest(row);
  }

  /// A row stands on one page whole, below the table's head.
  void put_row(const std::vector<std::string>& texts) {
    const auto row = cells(texts, false);
    if (y_ + tallest(row) > bottom()) {
      next_page();
      put_head();
    }
    put_cells(row);
    rule(0.3);
  }

  const Table& table_;
  cairo_t* cairo_;
  std::size_t all_pages_;
  std::vector<double> widths_;
  std::size_t page_ = 0;
  double y_ = 0;
};

/// The document, and how many pages it has. `all_pages` is said at the foot; 0: not known yet.
Result<std::pair<std::string, std::size_t>> document(const Table& table, std::size_t all_pages) {
  std::string bytes;
  std::size_t pages = 0;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, kWidth, kHeight));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, valid(table.title).c_str());
    const Context cairo(cairo_create(surface.get()));
    pages = Pages(table, cairo.get(), all_pages).run();
    cairo_surface_finish(surface.get());
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS ||
        cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
      return Error::internal("print.failed");
  }
  return std::pair(std::move(bytes), pages);
}

}  // namespace

Result<std::string> pdf_of(const Table& table) {
  KECANG_ASSIGN(const auto counted, document(table, 0));
  KECANG_ASSIGN(auto whole, document(table, counted.second));
  return std::move(whole.first);
}

}  // namespace kecang::print

#if defined(__SANITIZE_ADDRESS__)
/// What fontconfig, Pango and cairo keep for the next document hangs on pointers that the leak checker does
/// not see.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}
#endif
