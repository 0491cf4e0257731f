#pragma once
/// What an operator may set: one TOML file, overridden by KECANG_* variables, overridden by the command line.
/// Every key, its default and its meaning stands once, in the list of storage/config.cc; schemas/config.md is
/// the page people read.
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang {

struct Config {
  struct Server {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::uint32_t threads = 16;
    std::uint32_t connections = 2'000;
    std::uint32_t connections_per_address = 256;
    std::vector<std::string> trusted_proxies;
    std::filesystem::path web;
    bool secure_cookies = false;
    bool indexer = true;
  } server;
  struct Storage {
    std::filesystem::path data = "data";
    std::uint64_t free_space_floor = 1ULL << 30;
  } storage;
  struct Upload {
    std::uint64_t max_bytes = 64ULL << 30;
    std::uint64_t school_bytes = 0;
    std::uint32_t expire_hours = 48;
    std::uint32_t plan_days = 30;
  } upload;
  struct Indexer {
    std::string server;
    std::filesystem::path extract;
    bool extract_unconfined = false;
    std::uint32_t workers = 0;
    std::uint64_t memory_bytes = 1ULL << 30;
    std::uint32_t cpu_seconds = 60;
    std::uint32_t wall_seconds = 90;
    std::uint64_t text_bytes = 64ULL << 20;
    std::uint64_t archive_bytes = 64ULL << 30;
    std::uint32_t archive_seconds = 3'600;
    std::uint64_t archive_members = 200'000;
    std::uint64_t archive_ratio = 200;
    bool previews = true;
    bool ocr = false;
    std::uint32_t slow_seconds = 900;
    std::uint32_t commit_documents = 1'000;
    std::uint32_t commit_ms = 1'000;
    std::uint32_t keep_former_hours = 168;
  } indexer;
  struct Search {
    std::uint64_t cache_bytes = 64ULL << 20;
    std::uint64_t postings_bytes = 512ULL << 20;
  } search;
  /// Where recording rooms put their files.
  struct Drop {
    std::uint32_t poll_seconds = 15;
    std::uint32_t settle_seconds = 60;
    std::int32_t utc_offset_minutes = 480;
    /// One room. Written as [[drop.folder]], in the file only.
    struct Folder {
      std::filesystem::path path;
      std::string room;
      std::string school;
      std::vector<std::string> groups;
      std::filesystem::path schedule;
      std::string when_done = "leave";
    };
    std::vector<Folder> folders;
  } drop;
  /// Where letters go out; none without a host.
  struct Mail {
    std::string host;
    std::uint16_t port = 25;
    std::string security = "starttls";
    std::string user;
    std::filesystem::path password_file;
    std::string from;
    std::string site;
    std::uint32_t poll_seconds = 60;
  } mail;
  struct Log {
    std::string level = "info";
    std::string format = "auto";
  } log;
};

/// One key as it stands after loading, for `config show`.
struct Setting {
  std::string key;          ///< dotted, e.g. server.port
  std::string environment;  ///< the variable that overrides it, e.g. KECANG_SERVER_PORT
  std::string value;        ///< as it would be written in the file
  std::string origin;       ///< "default", "kecang.toml:12", "KECANG_SERVER_PORT", "command line"
  std::string meaning;
};

struct ConfigSources {
  std::optional<std::filesystem::path> file;        ///< none: defaults
  std::map<std::string, std::string> environment;   ///< the process's variables; only KECANG_* matter
  std::map<std::string, std::string> command_line;  ///< dotted key → value
};

struct LoadedConfig {
  Config config;
  std::vector<Setting> settings;  ///< in the order of the list
};

/// Relative paths in the file count from the file's folder, others from the working directory.
/// invalid/config.unreadable, config.syntax, config.unknown_key, config.wrong_type, config.out_of_range,
/// config.unknown_value, config.missing; `with` file, line and key where there are any.
Result<LoadedConfig> load_config(const ConfigSources& sources);

/// Every key with its default.
std::vector<Setting> default_settings();

/// The variables of this process.
std::map<std::string, std::string> process_environment();

/// The file to read: `chosen` (--config), else KECANG_CONFIG, else /etc/kecang/kecang.toml where it exists,
/// else none.
std::optional<std::filesystem::path> config_file(const std::optional<std::filesystem::path>& chosen,
                                                 const std::map<std::string, std::string>& environment);

/// The folder the running program stands in.
std::filesystem::path program_folder();
/// Data files that belong to the programs: beside them in a build, in share/kecang where they are installed.
std::filesystem::path installed(std::string_view name);

}  // namespace kecang
