#include "tests/unit/indexer/fixtures.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "indexer/sandbox/descriptor.h"

namespace kecang::testing {
namespace {

class Recorder final : public ExtractSink {
 public:
  explicit Recorder(Reading& reading) : reading_(reading) {}
  Result<void> head(const DocumentHead& head) override {
    reading_.head = head;
    return {};
  }
  Result<void> segment(Segment segment) override {
    reading_.segments.push_back(std::move(segment));
    return {};
  }
  Result<void> answers(SegmentAnswers answers) override {
    reading_.segments.at(answers.segment).answers = std::move(answers.passages);
    return {};
  }
  Result<void> question(Question question) override {
    reading_.questions.push_back(std::move(question));
    return {};
  }
  Result<void> member_begin(const Member& member) override {
    reading_.members.push_back({member, {}});
    return {};
  }
  Result<void> member_data(std::string_view bytes) override {
    reading_.members.back().bytes += bytes;
    return {};
  }
  Result<void> member_end(const Member& member) override {
    reading_.members.back().member = member;
    return {};
  }

 private:
  Reading& reading_;
};

Reading run(ExtractTask task, const std::string& bytes, std::string_view name, const ExtractLimits& limits) {
  static const auto extractor = make_process_extractor(KECANG_EXTRACT);
  if (!extractor) throw std::runtime_error(extractor.error().describe());
  const Descriptor file(::memfd_create("fixture", MFD_CLOEXEC));
  if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("the fixture cannot be written");
  Reading reading;
  Recorder recorder(reading);
  auto end = (*extractor)->run(task, file.get(), name, limits, recorder);
  if (!end) throw std::runtime_error(end.error().describe());
  reading.end = *end;
  return reading;
}

constexpr std::string_view kWordNames =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

}  // namespace

std::string Reading::text() const {
  std::string all;
  for (const auto& segment : segments) all += (all.empty() ? "" : "\n") + segment.text;
  return all;
}

std::string Reading::text_without_answers() const {
  std::string all;
  for (const auto& segment : segments) all += kecang::text_without_answers(segment) + "\n";
  return all;
}

std::vector<std::string> Reading::paths() const {
  std::vector<std::string> all;
  for (const auto& read : members) all.push_back(read.member.path);
  return all;
}

const ReadMember& Reading::member(std::string_view path) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const ReadMember& read) { return read.member.path == path; });
  if (found == members.end()) throw std::runtime_error("no member " + std::string(path));
  return *found;
}

Reading read_file(const std::string& bytes, std::string_view name, const ExtractLimits& limits) {
  return run(ExtractTask::text, bytes, name, limits);
}

Reading unpack_file(const std::string& bytes, std::string_view name, const ExtractLimits& limits) {
  return run(ExtractTask::members, bytes, name, limits);
}

Reading read_by_ocr(const std::string& bytes, std::string_view name) {
  return run(ExtractTask::ocr, bytes, name, {});
}

Reading preview_file(const std::string& bytes, std::string_view name, const ExtractLimits& limits) {
  return run(ExtractTask::preview, bytes, name, limits);
}

std::string extract_program() {
  return KECANG_EXTRACT;
}

std::string package(const Parts& parts) {
  ZipWriter zip;
  zip.add("[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
  for (const auto& [name, content] : parts) zip.add(name, content);
  return zip.bytes();
}

std::string docx(std::string_view body, const Parts& more) {
  Parts parts{{"word/document.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " +
                                        std::string(kWordNames) + "><w:body>" + std::string(body) +
                                        "</w:body></w:document>"}};
  parts.insert(parts.end(), more.begin(), more.end());
  return package(parts);
}

std::string paragraph(std::string_view text, std::string_view style) {
  std::string xml = "<w:p>";
  if (!style.empty()) xml += "<w:pPr><w:pStyle w:val=\"" + std::string(style) + "\"/></w:pPr>";
  return xml + "<w:r><w:t>" + std::string(text) + "</w:t></w:r></w:p>";
}

std::string pdf(const std::vector<std::string>& pages, std::string_view trailer_entries) {
  std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", "",
                                   "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
  std::string kids;
  for (const auto& page : pages) {
    const auto number = std::to_string(objects.size() + 1);
    const auto content = std::to_string(objects.size() + 2);
    kids += number + " 0 R ";
    objects.push_back(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F 3 0 R>>>>/Contents " + content +
        " 0 R>>");
    const std::string stream = "BT /F 12 Tf 20 200 Td (" + page + ") Tj ET";
    objects.push_back("<</Length " + std::to_string(stream.size()) + ">>stream\n" + stream + "\nendstream");
  }
  objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>";
  std::string file = "%PDF-1.4\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(file.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(file.size());
  const std::string count = std::to_string(objects.size() + 1);
  return file + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " + count +
         "/Root 1 0 R" + std::string(trailer_entries) + ">>\nstartxref\n" + start + "\n%%EOF\n";
}

std::string zip_of_zeros(std::string_view name, std::size_t size) {
  std::string bytes(size / 100 + 4096, '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(),
                                                                       &archive_write_free);
  archive_write_set_format_zip(writer.get());
  archive_write_open_memory(writer.get(), bytes.data(), bytes.size(), &used);
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            &archive_entry_free);
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_write_header(writer.get(), entry.get());
  const std::string zeros(1 << 20, '\0');
  for (std::size_t left = size; left > 0; left -= std::min(left, zeros.size()))
    archive_write_data(writer.get(), zeros.data(), std::min(left, zeros.size()));
  archive_write_close(writer.get());
  bytes.resize(used);
  return bytes;
}

}  // namespace kecang::testing
