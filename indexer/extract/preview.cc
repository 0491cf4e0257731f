#include "indexer/extract/preview.h"

#include "indexer/extract/office_pdf.h"
#include "indexer/extract/question_pictures.h"
#include "indexer/extract/registry.h"
#include "indexer/extract/thumbnails.h"
#include "indexer/sandbox/descriptor.h"

namespace kecang::extract {
namespace {

constexpr std::uint64_t kPdfLimit = 64ULL << 20;
constexpr std::uint64_t kTextLimit = 16ULL << 20;
constexpr std::size_t kBlock = 256 * 1024;

void write_pdf(const Source& pdf, DerivedFiles& files) {
  files.begin("document.pdf");
  for (std::uint64_t at = 0; at < pdf.size() && !files.full(); at += kBlock) files.take(pdf.read(at, kBlock));
  files.end();
}

/// How the reading of a file went, and the pictures of its questions that are to be drawn.
struct ReadFile {
  ExtractEnd end;
  std::vector<Drawing> drawings;
};

// The other pictures are written on the way: they need no program, and are there if that takes too long.
ReadFile read_with_pictures(const Source& source, const std::string& media_type, DerivedFiles& files) {
  std::vector<Question> questions;
  Output nowhere(-1, kTextLimit);
  nowhere.keep_questions(&questions);
  ExtractEnd end = extract_text(source, nowhere);
  return {std::move(end), write_question_pictures(source, media_type, questions, files)};
}

// LibreOffice is only given what our own reader could read: a bomb would cost it all its time.
ExtractEnd judged(ExtractEnd end) {
  const bool too_much = end.reason == "extract.output_limit" || end.reason == "extract.part_too_large";
  if (too_much) return {ExtractStatus::too_large, "extract.preview_too_large"};
  const bool readable = end.status == ExtractStatus::ok || end.status == ExtractStatus::partial;
  return readable ? ExtractEnd{} : end;
}

ExtractEnd write_pages(const Source& source, const OfficeKind& kind, OfficeProgram& office,
                       DerivedFiles& files) {
  Descriptor file;
  if (auto made = make_pdf(source, kind, office, file); made.status != ExtractStatus::ok) return made;
  const auto pdf = Source::of(file.get(), "document.pdf");
  if (!pdf || pdf->size() == 0) return {ExtractStatus::broken, "extract.preview_failed"};
  if (pdf->size() > kPdfLimit) return {ExtractStatus::too_large, "extract.preview_too_large"};
  write_pdf(*pdf, files);
  return page_thumbnails(*pdf, files);
}

// A picture that costs LibreOffice all its time costs nobody the pages: it comes behind them.
ExtractEnd preview_office(const Source& source, const OfficeKind& kind, OfficeProgram& office,
                          DerivedFiles& files) {
  const auto read = read_with_pictures(source, std::string(kind.media_type), files);
  if (auto end = judged(read.end); end.status != ExtractStatus::ok) return end;
  const ExtractEnd end = write_pages(source, kind, office, files);
  draw_pictures(read.drawings, office, source.fd(), files);
  return end;
}

// Packages have no pages, but their questions' pictures can be looked at.
ExtractEnd preview_package(const Source& source, const std::string& media_type, OfficeProgram& office,
                           DerivedFiles& files) {
  const auto read = read_with_pictures(source, media_type, files);
  if (auto end = judged(read.end); end.status != ExtractStatus::ok) return end;
  draw_pictures(read.drawings, office, source.fd(), files);
  if (files.any()) return {};
  return {ExtractStatus::unsupported, "extract.no_preview"};
}

ExtractEnd preview_of(const Source& source, const std::string& media_type, OfficeProgram& office,
                      DerivedFiles& files) {
  if (const OfficeKind* kind = office_kind_of(media_type))
    return preview_office(source, *kind, office, files);
  if (media_type == "application/pdf") return page_thumbnails(source, files);
  if (media_type.starts_with("video/") || media_type == "application/vnd.rn-realmedia")
    return film_poster(source, files);
  if (is_picture(media_type)) return picture_thumbnail(source, media_type, files);
  if (holds_pictures(media_type)) return preview_package(source, media_type, office, files);
  return {ExtractStatus::unsupported, "extract.no_preview"};
}

}  // namespace

ExtractEnd extract_preview(const Source& source, const std::string& scratch, Output& out) {
  const Kind kind = source.size() == 0 ? Kind{.media_type = "application/x-empty"} : identify(source);
  out.head({.media_type = kind.media_type});
  if (source.size() == 0) return {ExtractStatus::broken, "extract.empty"};
  if (kind.encrypted) return {ExtractStatus::encrypted, "extract.encrypted"};
  DerivedFiles files(out);
  OfficeProgram office(scratch);
  const ExtractEnd end = preview_of(source, kind.media_type, office, files);
  if (out.full()) return finished(out);
  const bool only_partly = out.has_content() && end.status != ExtractStatus::ok;
  return only_partly ? ExtractEnd{ExtractStatus::partial, end.reason} : end;
}

}  // namespace kecang::extract
