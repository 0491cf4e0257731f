#include "storage/config.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <memory>
#include <set>
#include <type_traits>
#include <utility>

namespace kecang {
namespace {

template <class T>
struct Bounds {
  T least = std::numeric_limits<T>::min();
  T most = std::numeric_limits<T>::max();
};
using Words = std::vector<std::string_view>;

/// The one list of settings. `v(key, value, what is allowed, meaning)`.
template <class V>
void list_settings(V& v, Config& c) {
  using U32 = Bounds<std::uint32_t>;
  using U64 = Bounds<std::uint64_t>;
  v("server.address", c.server.address, Words{}, "address the server listens on");
  v("server.port", c.server.port, Bounds<std::uint16_t>{},
    "port the server listens on; 0 takes any free one");
  v("server.threads", c.server.threads, U32{1, 1'024}, "requests handled at once");
  v("server.connections", c.server.connections, U32{1, 1'000'000},
    "connections open at once; more are answered 503");
  v("server.connections_per_address", c.server.connections_per_address, U32{1, 1'000'000},
    "connections open at once from one address");
  v("server.trusted_proxies", c.server.trusted_proxies, Words{}, "addresses whose X-Forwarded-For counts");
  v("server.web", c.server.web, Words{}, "folder of the built pages; empty: web/ beside the program");
  v("server.secure_cookies", c.server.secure_cookies, Words{},
    "cookies only over TLS; true behind a TLS proxy");
  v("server.indexer", c.server.indexer, Words{}, "start and supervise one kecang-indexer run");
  v("storage.data", c.storage.data, Words{}, "the data folder");
  v("storage.free_space_floor", c.storage.free_space_floor, U64{},
    "bytes that stay free; below, writes are refused");
  v("upload.max_bytes", c.upload.max_bytes, U64{1}, "largest file that may be uploaded");
  v("upload.school_bytes", c.upload.school_bytes, U64{},
    "bytes one school may hold, uploads under way included; 0: as many as there is room for");
  v("upload.expire_hours", c.upload.expire_hours, U32{1, 8'760}, "an unfinished upload is kept this long");
  v("upload.plan_days", c.upload.plan_days, U32{0, 3'650},
    "a plan nobody works on or applies is taken back after this; 0: never");
  v("indexer.server", c.indexer.server, Words{},
    "host:port of the server; empty: as written to the data folder");
  v("indexer.extract", c.indexer.extract, Words{}, "path of kecang-extract; empty: beside kecang-indexer");
  v("indexer.extract_unconfined", c.indexer.extract_unconfined, Words{},
    "read files even where the kernel confines nothing");
  v("indexer.workers", c.indexer.workers, U32{0, 256}, "files read at once; 0: as many as processor cores");
  v("indexer.memory_bytes", c.indexer.memory_bytes, U64{64ULL << 20}, "memory one file's reading may take");
  v("indexer.cpu_seconds", c.indexer.cpu_seconds, U32{1, 86'400},
    "processor time one file's reading may take");
  v("indexer.wall_seconds", c.indexer.wall_seconds, U32{1, 86'400}, "time one file's reading may take");
  v("indexer.text_bytes", c.indexer.text_bytes, U64{1'024, 64ULL << 20},
    "text kept of one file; the rest is left out");
  v("indexer.archive_bytes", c.indexer.archive_bytes, U64{1'024}, "bytes one archive may unpack to");
  v("indexer.archive_seconds", c.indexer.archive_seconds, U32{1, 604'800},
    "time one archive's unpacking may take");
  v("indexer.archive_members", c.indexer.archive_members, U64{1, 1'000'000},
    "files one archive may hold; more are listed as too large");
  v("indexer.archive_ratio", c.indexer.archive_ratio, U64{2},
    "bytes an archive may unpack to over its own; beyond it is taken for a bomb");
  v("indexer.previews", c.indexer.previews, Words{},
    "make pages and pictures of files, so that they can be looked at in the page");
  v("indexer.ocr", c.indexer.ocr, Words{},
    "read scans and pictures with tesseract when nothing else is to be done");
  v("indexer.slow_seconds", c.indexer.slow_seconds, U32{1, 86'400},
    "time the preview or the recognition of one file may take");
  v("indexer.commit_documents", c.indexer.commit_documents, U32{1, 100'000},
    "documents in one commit of the index");
  v("indexer.commit_ms", c.indexer.commit_ms, U32{1, 60'000},
    "the longest the index waits before it commits");
  v("search.cache_bytes", c.search.cache_bytes, U64{},
    "memory for answers of the index that are asked for again; 0: none are kept");
  v("search.postings_bytes", c.search.postings_bytes, U64{},
    "memory for the lists of documents of terms that are asked for; 0: each is read anew");
  v("indexer.keep_former_hours", c.indexer.keep_former_hours, U32{0, 8'760},
    "how long the index before the last rebuild is kept to go back to");
  v("drop.poll_seconds", c.drop.poll_seconds, U32{1, 3'600},
    "how often the drop folders of recording rooms are looked through");
  v("drop.settle_seconds", c.drop.settle_seconds, U32{1, 86'400},
    "a recording counts as whole when its size and time stand still for this long");
  v("drop.utc_offset_minutes", c.drop.utc_offset_minutes, Bounds<std::int32_t>{-840, 840},
    "local time of schedules and of recordings' names, ahead of UTC");
  v("mail.host", c.mail.host, Words{}, "mail server that letters are handed to; empty: none are sent");
  v("mail.port", c.mail.port, Bounds<std::uint16_t>{1, 65'535}, "its port");
  v("mail.security", c.mail.security, Words{"none", "starttls", "tls"}, "how the way there is protected");
  v("mail.user", c.mail.user, Words{}, "who signs in there; empty: nobody");
  v("mail.password_file", c.mail.password_file, Words{}, "file with the password, and nothing else");
  v("mail.from", c.mail.from, Words{}, "address that letters come from");
  v("mail.site", c.mail.site, Words{}, "address of the pages, for links in letters; empty: none");
  v("mail.poll_seconds", c.mail.poll_seconds, U32{1, 3'600}, "how often it is looked what has to be sent");
  v("log.level", c.log.level, Words{"debug", "info", "warn", "error"}, "what is logged");
  v("log.format", c.log.format, Words{"auto", "text", "json"},
    "auto: text on a terminal, JSON lines otherwise");
}

std::string environment_name(std::string_view key) {
  std::string name = "KECANG_";
  for (const char c : key)
    name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

struct Place {
  std::string file;
  std::size_t line = 0;
};

Error fault(std::string code, std::string_view key, const Place& place) {
  Error error = Error::invalid(std::move(code)).with("key", std::string(key)).with("file", place.file);
  if (place.line == 0) return error;
  return Error(std::move(error)).with("line", std::to_string(place.line));
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

template <class T>
std::string shown(const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(value);
  } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
    return quoted(value.string());
  } else if constexpr (std::is_same_v<T, std::string>) {
    return quoted(value);
  } else {
    std::string list;
    for (const auto& item : value) list += (list.empty() ? "" : ", ") + quoted(item);
    return "[" + list + "]";
  }
}

/// A value on its way in: from the file with its type, or from text (a variable, the command line) without
/// one.
struct Given {
  const toml::node* node = nullptr;
  std::string text;
  Place place;
  std::string origin;
};

Result<void> read(const Given& given, std::string_view key, bool& into) {
  if (given.node != nullptr) {
    const auto value = given.node->value_exact<bool>();
    if (!value) return fault("config.wrong_type", key, given.place);
    into = *value;
    return {};
  }
  if (given.text != "true" && given.text != "false") return fault("config.wrong_type", key, given.place);
  into = given.text == "true";
  return {};
}

template <class T>
requires std::is_integral_v<T> Result<void> read(const Given& given, std::string_view key, T& into,
                                                 const Bounds<T>& bounds) {
  std::int64_t number = 0;
  if (given.node != nullptr) {
    const auto value = given.node->value_exact<std::int64_t>();
    if (!value) return fault("config.wrong_type", key, given.place);
    number = *value;
  } else {
    const char* end = given.text.data() + given.text.size();
    const auto [stopped, error] = std::from_chars(given.text.data(), end, number);
    if (error != std::errc() || stopped != end) return fault("config.wrong_type", key, given.place);
  }
  if (!std::in_range<T>(number) || static_cast<T>(number) < bounds.least ||
      static_cast<T>(number) > bounds.most)
    return fault("config.out_of_range", key, given.place)
        .with("least", std::to_string(bounds.least))
        .with("most", std::to_string(bounds.most));
  into = static_cast<T>(number);
  return {};
}

Result<void> read(const Given& given, std::string_view key, std::string& into, const Words& allowed) {
  std::string value = given.text;
  if (given.node != nullptr) {
    const auto text = given.node->value_exact<std::string>();
    if (!text) return fault("config.wrong_type", key, given.place);
    value = *text;
  }
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    return fault("config.unknown_value", key, given.place).with("value", value);
  into = std::move(value);
  return {};
}

Result<void> read(const Given& given, std::string_view key, std::filesystem::path& into) {
  std::string text;
  KECANG_TRY(read(given, key, text, Words{}));
  std::filesystem::path path(text);
  if (given.node != nullptr && !text.empty() && path.is_relative())
    path = std::filesystem::path(given.place.file).parent_path() / path;
  into = std::move(path);
  return {};
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (const auto part = text.substr(0, comma); !part.empty()) parts.emplace_back(part);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

Result<void> read(const Given& given, std::string_view key, std::vector<std::string>& into) {
  if (given.node == nullptr) {
    into = split(given.text);
    return {};
  }
  const auto* array = given.node->as_array();
  if (array == nullptr) return fault("config.wrong_type", key, given.place);
  std::vector<std::string> items;
  for (const auto& item : *array) {
    const auto text = item.value_exact<std::string>();
    if (!text) return fault("config.wrong_type", key, given.place);
    items.push_back(*text);
  }
  into = std::move(items);
  return {};
}

constexpr std::string_view kDropFolders = "drop.folder";

/// The keys of one [[drop.folder]].
template <class V>
void list_drop_folder(V& v, Config::Drop::Folder& f) {
  v("path", f.path, Words{}, "where the room's recorder puts its files");
  v("room", f.room, Words{}, "the room's name, as in the schedule");
  v("school", f.school, Words{}, "key or id of the school its recordings belong to");
  v("groups", f.groups, Words{}, "whom they are suggested for, once somebody releases them; keys or ids");
  v("schedule", f.schedule, Words{}, "CSV of the lessons; empty: names only");
  v("when_done", f.when_done, Words{"leave", "move"}, "leave the file, or move it to 已入库");
}

/// Reads one table of a list of tables.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string section, std::string file)
      : table_(table), section_(std::move(section)), file_(std::move(file)) {}

  template <class T, class Allowed>
  void operator()(const char* name, T& value, const Allowed& allowed, const char* meaning) {
    known_.insert(name);
    const auto* node = table_.get(name);
    const std::string key = section_ + '.' + name;
    const Place place{.file = file_, .line = node != nullptr ? node->source().begin.line : 0};
    if (node != nullptr && state_) {
      const Given given{.node = node, .text = {}, .place = place, .origin = {}};
      if constexpr (std::is_same_v<T, std::string>) {
        state_ = read(given, key, value, allowed);
      } else {
        state_ = read(given, key, value);
      }
    }
    settings_.push_back(
        {.key = key,
         .environment = {},
         .value = shown(value),
         .origin = node != nullptr ? file_ + ":" + std::to_string(place.line) : std::string("default"),
         .meaning = meaning});
  }

  /// invalid/config.unknown_key; config.missing where one of `needed` is not given.
  Result<std::vector<Setting>> finish(const std::vector<const char*>& needed) {
    KECANG_TRY(state_);
    for (const auto& [name, node] : table_)
      if (!known_.contains(std::string(name.str())))
        return fault("config.unknown_key", section_ + "." + std::string(name.str()),
                     {.file = file_, .line = node.source().begin.line});
    for (const auto* name : needed)
      if (table_.get(name) == nullptr)
        return fault("config.missing", section_ + "." + name,
                     {.file = file_, .line = table_.source().begin.line});
    return std::move(settings_);
  }

 private:
  const toml::table& table_;
  const std::string section_;
  const std::string file_;
  std::set<std::string> known_;
  std::vector<Setting> settings_;
  Result<void> state_;
};

Result<void> read_drop_folders(const toml::table& table, const std::string& file, LoadedConfig& into) {
  const auto node = table.at_path(kDropFolders);
  if (!node) return {};
  const auto* list = node.as_array();
  const Place place{.file = file, .line = node.node()->source().begin.line};
  if (list == nullptr) return fault("config.wrong_type", kDropFolders, place);
  for (const auto& one : *list) {
    if (!one.is_table()) return fault("config.wrong_type", kDropFolders, place);
    auto& folders = into.config.drop.folders;
    auto& folder = folders.emplace_back();
    TableReader reader(*one.as_table(),
                       std::string(kDropFolders) + "[" + std::to_string(folders.size()) + "]", file);
    list_drop_folder(reader, folder);
    KECANG_ASSIGN(auto settings, reader.finish({"path", "room", "school"}));
    std::move(settings.begin(), settings.end(), std::back_inserter(into.settings));
  }
  return {};
}

/// Takes each setting from the strongest source that has it.
class Reader {
 public:
  Reader(const toml::table& table, const ConfigSources& sources) : table_(table), sources_(sources) {}

  template <class T, class Allowed>
  void operator()(const char* key, T& value, const Allowed& allowed, const char* meaning) {
    known_.insert(key);
    known_environment_.insert(environment_name(key));
    const Given given = find(key);
    if (!given.origin.empty() && state_) state_ = take(given, key, value, allowed);
    settings_.push_back({.key = key,
                         .environment = environment_name(key),
                         .value = shown(value),
                         .origin = given.origin.empty() ? "default" : given.origin,
                         .meaning = meaning});
  }

  /// The first key nobody knows, wherever it stands.
  Result<void> unknown_keys() const {
    for (const auto& [key, value] : sources_.command_line)
      if (!known_.contains(key)) return fault("config.unknown_key", key, {.file = "command line"});
    for (const auto& [name, value] : sources_.environment)
      if (claims_a_section(name) && !known_environment_.contains(name))
        return fault("config.unknown_key", name, {.file = "environment"});
    for (const auto& [section, node] : table_) {
      if (!node.is_table() || !is_section(section.str())) return unknown_in_file(section.str(), node);
      for (const auto& [name, value] : *node.as_table()) {
        const std::string key = std::string(section.str()) + "." + std::string(name.str());
        if (!known_.contains(key) && key != kDropFolders) return unknown_in_file(key, value);
      }
    }
    return {};
  }
  const Result<void>& state() const { return state_; }
  std::vector<Setting> take_settings() { return std::move(settings_); }

 private:
  template <class T, class Allowed>
  static Result<void> take(const Given& given, const char* key, T& value, const Allowed& allowed) {
    if constexpr (std::is_same_v<T, std::string> || (std::is_integral_v<T> && !std::is_same_v<T, bool>)) {
      return read(given, key, value, allowed);
    } else {
      return read(given, key, value);
    }
  }

  Given find(const std::string& key) const {
    if (const auto found = sources_.command_line.find(key); found != sources_.command_line.end())
      return {.text = found->second, .place = {.file = "command line"}, .origin = "command line"};
    const std::string name = environment_name(key);
    if (const auto found = sources_.environment.find(name); found != sources_.environment.end())
      return {.text = found->second, .place = {.file = "environment"}, .origin = name};
    if (const auto node = table_.at_path(key); node) {
      const Place place{.file = sources_.file->string(), .line = node.node()->source().begin.line};
      return {.node = node.node(),
              .text = {},
              .place = place,
              .origin = place.file + ":" + std::to_string(place.line)};
    }
    return {};
  }

  bool is_section(std::string_view name) const {
    const auto first = known_.lower_bound(std::string(name) + ".");
    return first != known_.end() && first->starts_with(std::string(name) + ".");
  }

  /// KECANG_SERVER_PROT is a slip worth reporting; KECANG_SOMETHING may be somebody else's.
  bool claims_a_section(const std::string& name) const {
    for (const auto& known : known_)
      if (name.starts_with(environment_name(known.substr(0, known.find('.') + 1)))) return true;
    return false;
  }

  Error unknown_in_file(std::string_view key, const toml::node& node) const {
    return fault("config.unknown_key", key,
                 {.file = sources_.file->string(), .line = node.source().begin.line});
  }

  const toml::table& table_;
  const ConfigSources& sources_;
  std::set<std::string> known_;
  std::set<std::string> known_environment_;
  std::vector<Setting> settings_;
  Result<void> state_;
};

Result<toml::table> read_file(const std::filesystem::path& file) {
  if (::access(file.c_str(), R_OK) != 0)
    return Error::invalid("config.unreadable").with("file", file.string());
  try {
    return toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return Error::invalid("config.syntax")
        .with("file", file.string())
        .with("line", std::to_string(error.source().begin.line))
        .because(std::string(error.description()));
  }
}

}  // namespace

Result<LoadedConfig> load_config(const ConfigSources& sources) {
  toml::table table;
  if (sources.file) {
    KECANG_ASSIGN(table, read_file(*sources.file));
  }
  LoadedConfig loaded;
  Reader reader(table, sources);
  list_settings(reader, loaded.config);
  KECANG_TRY(reader.state());
  KECANG_TRY(reader.unknown_keys());
  loaded.settings = reader.take_settings();
  if (sources.file) KECANG_TRY(read_drop_folders(table, sources.file->string(), loaded));
  return loaded;
}

std::vector<Setting> default_settings() {
  const toml::table nothing;
  const ConfigSources none;
  Config config;
  Reader reader(nothing, none);
  list_settings(reader, config);
  return reader.take_settings();
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (const auto equals = text.find('='); equals != std::string_view::npos)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

std::optional<std::filesystem::path> config_file(const std::optional<std::filesystem::path>& chosen,
                                                 const std::map<std::string, std::string>& environment) {
  if (chosen) return chosen;
  if (const auto found = environment.find("KECANG_CONFIG"); found != environment.end()) return found->second;
  const std::filesystem::path usual = "/etc/kecang/kecang.toml";
  if (::access(usual.c_str(), R_OK) == 0) return usual;
  return std::nullopt;
}

std::filesystem::path program_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

std::filesystem::path installed(std::string_view name) {
  std::error_code ignored;
  const auto beside = program_folder() / name;
  return std::filesystem::exists(beside, ignored)
             ? beside
             : program_folder().parent_path() / "share" / "kecang" / name;
}

}  // namespace kecang
