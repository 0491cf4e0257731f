#include "indexer/extract/alt_chunk.h"

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/docx.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/registry.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kChunkBytes = 32ULL << 20;   // of all that one document holds
constexpr std::uint64_t kTextBytes = 16ULL << 20;  // of one
constexpr int kWithin = 2;                         // a document within a document within a document

class TextCollector final : public OutputListener {
 public:
  void text(const Locator&, std::string_view text, std::span<const PlacedPicture>) override {
    if (!all_.empty()) all_ += '\n';
    all_ += text;
  }
  void row(const Locator&, std::uint64_t, const std::vector<std::string>&) override {}
  void picture(const Locator&, const CellPicture&) override {}
  std::string take() { return std::move(all_); }

 private:
  std::string all_;
};

bool is_word_package(std::string_view type) {
  return type.find("wordprocessingml") != std::string_view::npos ||
         type.starts_with("application/vnd.ms-word.");
}

void read(const Source& source, const std::string& type, int within, Output& out) {
  if (type == "text/html" || type == "text/xml") extract_markup(source, type, out);
  if (type == "text/plain") extract_plain(source, type, out);
  if (type == "application/rtf") extract_rtf(source, type, out);
  if (type == "message/rfc822") extract_mhtml(source, type, out);
  if (type == "application/msword") extract_doc(source, type, out);
  if (is_word_package(type) && within < kWithin) read_docx(source, type, within + 1, out);
}

}  // namespace

void read_members(const Source& archive, std::map<std::string, std::string>& chunks) {
  ArchiveReader reader(archive);
  std::size_t total = 0;
  while (reader.next() == ArchiveReader::Step::entry) {
    const auto wanted = chunks.find(reader.entry().raw_name);
    if (wanted == chunks.end() || reader.entry().encrypted) continue;
    std::string_view block;
    while (reader.read(block) == ArchiveReader::Read::data && total + block.size() <= kChunkBytes) {
      wanted->second += block;
      total += block.size();
    }
  }
}

std::string chunk_text(std::string_view bytes, const std::string& name, int within) {
  if (bytes.empty()) return {};
  const Source source = Source::of_bytes(bytes, name);
  const Kind kind = identify(source);
  TextCollector collector;
  Output out(-1, kTextBytes);
  out.let_hear(&collector);
  if (!kind.encrypted) read(source, kind.media_type, within, out);
  return collector.take();
}

}  // namespace kecang::extract
