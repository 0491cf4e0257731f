#include "indexer/pipeline/manifest_line.h"

#include <array>
#include <filesystem>
#include <utility>

namespace kecang::pipeline {
namespace {

constexpr std::size_t kTextLimit = 1024 * 1024;  // of one record, as the catalogue keeps it
constexpr std::size_t kFieldLimit = 1'000;
constexpr std::size_t kGroupLimit = 200;

struct Field {
  const char* name;
  std::string indexing::Record::*member;
  std::size_t limit;
  bool required;
};
constexpr std::array kFields = {
    Field{"id", &indexing::Record::id, 200, true},
    Field{"title", &indexing::Record::title, kFieldLimit, true},
    Field{"text", &indexing::Record::text, kTextLimit, false},
    Field{"subject", &indexing::Record::subject, kFieldLimit, false},
    Field{"grade", &indexing::Record::grade, kFieldLimit, false},
    Field{"type", &indexing::Record::type, kFieldLimit, false},
    Field{"edition", &indexing::Record::edition, kFieldLimit, false},
    Field{"year", &indexing::Record::year, kFieldLimit, false},
    Field{"owner_school", &indexing::Record::owner_school, kFieldLimit, false},
    Field{"file", &indexing::Record::file, 4'096, false},
};

/// Text, or a number as its text; nothing for other types.
std::optional<std::string> text_of(const Json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return std::nullopt;
}

/// Files stand beside the manifest or below it.
bool stays_inside(const std::string& file) {
  const std::filesystem::path path(file);
  if (path.is_absolute()) return false;
  for (const auto& part : path)
    if (part == "..") return false;
  return true;
}

class Reader {
 public:
  Reader(std::uint64_t line, ManifestLine& into) : line_(line), into_(into) {}

  void read(const Json& object) {
    for (const auto& field : kFields) read_field(object, field);
    read_groups(object);
    if (!stays_inside(into_.record.file)) problem("file", "record.file_outside");
    for (auto& one : into_.problems) one.id = into_.record.id;
  }
  void problem(std::string field, std::string code) {
    into_.problems.push_back({.line = line_, .id = {}, .field = std::move(field), .code = std::move(code)});
  }

 private:
  void read_field(const Json& object, const Field& field) {
    std::string& value = into_.record.*field.member;
    if (const auto found = object.find(field.name); found != object.end()) {
      auto text = text_of(*found);
      if (!text) return problem(field.name, "value.wrong_type");
      value = std::move(*text);
    }
    if (field.required && value.empty()) problem(field.name, "record.missing");
    if (value.size() > field.limit) problem(field.name, "value.too_long");
  }

  void read_groups(const Json& object) {
    const auto found = object.find("visible_groups");
    if (found == object.end() || found->is_null()) return;
    if (!found->is_array()) return problem("visible_groups", "value.wrong_type");
    if (found->size() > kGroupLimit) return problem("visible_groups", "value.too_long");
    for (const auto& item : *found) {
      auto text = text_of(item);
      if (!text || text->empty()) return problem("visible_groups", "value.wrong_type");
      into_.record.visible_groups.push_back(std::move(*text));
    }
  }

  std::uint64_t line_;
  ManifestLine& into_;
};

}  // namespace

ManifestLine parse_manifest_line(std::string_view text, std::uint64_t line, const std::string& school) {
  ManifestLine parsed;
  Reader reader(line, parsed);
  const auto json = parse_json(text);
  if (!json) {
    reader.problem("", json.error().code());
    return parsed;
  }
  if (!json->is_object()) {
    reader.problem("", "record.not_an_object");
    return parsed;
  }
  parsed.record.owner_school = school;
  reader.read(*json);
  if (parsed.record.owner_school.empty()) {
    reader.problem("owner_school", "record.missing");
    parsed.problems.back().id = parsed.record.id;
  }
  return parsed;
}

}  // namespace kecang::pipeline
