#pragma once
/// What there is for each lesson of a textbook, and what is missing: of what the viewer may see. Any thread
/// may call.
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/resources.h"
#include "server/library/vocabulary.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

/// One volume of an edition, as the vocabulary names it.
struct Textbook {
  std::string subject;
  std::string edition;
  std::string grade;
  std::string volume;
  std::string stage;
  bool is_same(const Textbook& other) const {
    return subject == other.subject && edition == other.edition && grade == other.grade &&
           volume == other.volume;
  }
};

/// How many resources of one type, by owner's id text.
using CountsBySchool = std::map<std::string, std::size_t>;

/// A chapter or lesson, in the order of the book.
struct TextbookRow {
  std::string title;
  std::string chapter;                          ///< what it stands in; empty: the book
  std::map<std::string, CountsBySchool> types;  ///< by type; an empty type: of none
};

struct TextbookMap {
  std::vector<TextbookRow> rows;  ///< none: the vocabulary does not know the book's contents
  std::map<std::string, std::string> school_names;  ///< by id text, of those counted
  std::size_t elsewhere = 0;                        ///< of subject and grade, at no lesson of this book
  bool cut_short = false;                           ///< more than kMostLooked fit; the newest were counted
};

class TextbookMaps {
 public:
  TextbookMaps(const LibraryCatalog& catalog, const IndexReader& index, const Resources& resources,
               const Directory& directory, const LiveVocabulary& vocabulary)
      : catalog_(catalog),
        index_(index),
        resources_(resources),
        directory_(directory),
        vocabulary_(vocabulary) {}

  /// Resources looked through for one map.
  static constexpr std::uint32_t kMostLooked = 20'000;
  /// Resources of one lesson that are told.
  static constexpr std::size_t kMostOfLesson = 200;

  /// Those whose contents the vocabulary knows, in its order.
  std::vector<Textbook> books() const;
  Result<TextbookMap> map(const access::Viewer& viewer, const Textbook& book) const;
  /// 课时包: what there is for one lesson, newest first; of a chapter, what is for the chapter itself.
  Result<std::vector<ResourceView>> lesson(const access::Viewer& viewer, const Textbook& book,
                                           const std::string& chapter, const std::string& title) const;

 private:
  /// Every resource of the book's subject and grade that the viewer may see; true if that was all.
  template <class Each>
  Result<bool> each_of(const access::Viewer& viewer, const Textbook& book, const Each& each) const;

  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Resources& resources_;
  const Directory& directory_;
  const LiveVocabulary& vocabulary_;
};

}  // namespace kecang
