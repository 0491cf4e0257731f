#include "indexer/extract/extractors.h"
#include "tests/fuzz/listener.h"
#include "tests/fuzz/targets.h"
#include "tests/support/zip_writer.h"

namespace kecang::fuzz {
namespace {

using Read = ExtractEnd (*)(const extract::Source&, const std::string& media_type, extract::Output&);

struct FileReader {
  const char* name;
  Read read;
  const char* file_name;
  const char* media_type;
};

constexpr auto kFiles = std::to_array<FileReader>({
    {"doc", extract::extract_doc, "a.doc", "application/msword"},
    {"xls", extract::extract_xls, "a.xls", "application/vnd.ms-excel"},
    {"ppt", extract::extract_ppt, "a.ppt", "application/vnd.ms-powerpoint"},
    {"rtf", extract::extract_rtf, "a.rtf", "application/rtf"},
    {"mhtml", extract::extract_mhtml, "a.mht", "multipart/related"},
    {"works", extract::extract_works, "a.wps", "application/vnd.ms-works"},
    {"plain", extract::extract_plain, "a.txt", "text/plain"},
    {"csv", extract::extract_plain, "a.csv", "text/csv"},
    {"moodle-xml", extract::extract_moodle_xml, "a.xml", "application/x-moodle-questions+xml"},
    {"qti", extract::extract_qti, "a.xml", "application/x-qti+xml"},
    {"gift", extract::extract_gift, "a.gift", "text/x-gift"},
    {"aiken", extract::extract_aiken, "a.txt", "text/x-aiken"},
    {"markup", extract::extract_markup, "a.html", "text/html"},
    {"subtitles", extract::extract_subtitles, "a.srt", "application/x-subrip"},
    {"ass", extract::extract_subtitles, "a.ass", "text/x-ssa"},
    {"ttml", extract::extract_subtitles, "a.ttml", "application/ttml+xml"},
    {"png", extract::extract_image, "a.png", "image/png"},
    {"jpeg", extract::extract_image, "a.jpg", "image/jpeg"},
    {"tiff", extract::extract_image, "a.tif", "image/tiff"},
    {"webp", extract::extract_image, "a.webp", "image/webp"},
});

struct PackageReader {
  const char* name;
  Read read;
  const char* file_name;
  std::vector<std::string> parts;
};

std::vector<PackageReader> packages() {
  return {
      {"docx",
       extract::extract_docx,
       "a.docx",
       {"word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml",
        "word/footnotes.xml", "word/chunk.html", "word/charts/chart1.xml"}},
      {"pptx",
       extract::extract_pptx,
       "a.pptx",
       {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels", "ppt/slides/slide1.xml",
        "ppt/slides/_rels/slide1.xml.rels", "ppt/notesSlides/notesSlide1.xml", "ppt/charts/chart1.xml"}},
      {"xlsx",
       extract::extract_xlsx,
       "a.xlsx",
       {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
        "xl/styles.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml",
        "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/cellimages.xml",
        "xl/_rels/cellimages.xml.rels"}},
      {"odf",
       extract::extract_odf,
       "a.odt",
       {"mimetype", "content.xml", "meta.xml", "META-INF/manifest.xml"}},
      {"epub",
       extract::extract_epub,
       "a.epub",
       {"mimetype", "META-INF/container.xml", "content.opf", "a.xhtml", "b.xhtml"}},
      {"ofd",
       extract::extract_ofd,
       "a.ofd",
       {"OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/PublicRes.xml"}},
      {"h5p", extract::extract_h5p, "a.h5p", {"h5p.json", "content/content.json"}},
      {"geogebra", extract::extract_geogebra, "a.ggb", {"geogebra.xml", "geogebra_defaults2d.xml"}},
      {"seewo", extract::extract_seewo, "a.enbx", {"Document.xml", "Slides/Slide_0.xml", "Board.xml"}},
      {"ims-package", extract::extract_ims_package, "a.zip", {"imsmanifest.xml", "item.xml", "page.html"}},
      {"moodle-backup",
       extract::extract_moodle_backup,
       "a.mbz",
       {"moodle_backup.xml", "questions.xml", "activities/quiz_1/quiz.xml"}},
  };
}

void read(Read reader, std::string_view bytes, const char* file_name, const char* media_type) {
  bounded([&] {
    Listener listener;
    extract::Output out(-1, kOutputLimit);
    out.let_hear(&listener);
    reader(extract::Source::of_bytes(bytes, file_name), media_type, out);
  });
}

std::string_view take(std::string_view& from, char mark) {
  const auto end = std::min(from.find(mark), from.size());
  const auto piece = from.substr(0, end);
  from.remove_prefix(std::min(end + 1, from.size()));
  return piece;
}

std::string package_of(const std::vector<std::string>& parts, std::string_view contents) {
  testing::ZipWriter zip;
  for (const auto& part : parts) zip.add(part, std::string(take(contents, '\x1E')));
  return zip.bytes();
}

}  // namespace

std::vector<Target> reader_targets() {
  std::vector<Target> all;
  for (const auto& file : kFiles)
    all.push_back({file.name, [file](std::string_view bytes) {
                     read(file.read, bytes, file.file_name, file.media_type);
                   }});
  for (const auto& package : packages())
    all.push_back({package.name, [package](std::string_view bytes) {
                     read(package.read, package_of(package.parts, bytes), package.file_name,
                          "application/zip");
                   }});
  return all;
}

}  // namespace kecang::fuzz
