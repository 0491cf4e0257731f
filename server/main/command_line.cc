#include "server/main/command_line.h"

#include <CLI/CLI.hpp>

namespace kecang {
namespace {

constexpr const char* kVersion = KECANG_VERSION;

void add_setting(CLI::App& app, CommandLine& line, const char* option, const char* key, const char* meaning) {
  app.add_option_function<std::string>(
      option, [&line, key](const std::string& value) { line.common.settings[key] = value; }, meaning);
}

void add_common(CLI::App& app, CommandLine& line) {
  app.add_option("--config", line.common.config_file, "the configuration file (TOML)");
  add_setting(app, line, "--data", "storage.data", "the data folder");
}

CLI::App* command(CLI::App& parent, CommandLine& line, CommandLine::Command which, const char* name,
                  const char* meaning, const char* example) {
  auto* app = parent.add_subcommand(name, meaning);
  app->footer(std::string("Example:\n  ") + example);
  app->callback([&line, which] { line.command = which; });
  add_common(*app, line);
  return app;
}

void add_run(CLI::App& app, CommandLine& line) {
  auto* run =
      command(app, line, CommandLine::Command::run, "run", "Serve the pages and the API until asked to stop",
              "kecang-server run --data /srv/kecang --port 8080");
  add_setting(*run, line, "--address", "server.address", "address to listen on");
  add_setting(*run, line, "--port", "server.port", "port to listen on; 0 takes any free one");
  add_setting(*run, line, "--web", "server.web", "folder of the built pages");
  run->add_flag_callback(
      "--no-indexer", [&line] { line.common.settings["server.indexer"] = "false"; },
      "do not start kecang-indexer");
}

void add_init(CLI::App& app, CommandLine& line) {
  auto* init = command(app, line, CommandLine::Command::init, "init",
                       "Make the data folder and the first administrator, and print a one-time password",
                       "kecang-server init --data /srv/kecang");
  init->add_flag("--json", line.json, "print one JSON object");
}

void add_admin(CLI::App& app, CommandLine& line) {
  auto* admin = app.add_subcommand("admin", "Work on the data folder of a stopped server");
  admin->require_subcommand(1);
  admin->footer("Example:\n  kecang-server admin reset-password wang --data /srv/kecang");
  auto* reset = command(*admin, line, CommandLine::Command::reset_password, "reset-password",
                        "Give a user a new one-time password", "kecang-server admin reset-password wang");
  reset->add_option("LOGIN", line.login)->required();
  auto* create = command(*admin, line, CommandLine::Command::create_admin, "create-admin",
                         "Make another administrator and print a one-time password",
                         "kecang-server admin create-admin zhang --name 张老师");
  create->add_option("LOGIN", line.login)->required();
  create->add_option("--name", line.name, "as people read it");
  command(*admin, line, CommandLine::Command::verify_audit, "verify-audit",
          "Follow the audit trail from its first record and say whether it was changed",
          "kecang-server admin verify-audit");
  auto* roster = command(*admin, line, CommandLine::Command::roster, "roster",
                         "Import schools, groups, users or memberships from CSV",
                         "kecang-server admin roster users teachers.csv --dry-run");
  roster->add_option("KIND", line.roster_kind)
      ->required()
      ->check(CLI::IsMember({"schools", "groups", "users", "memberships"}));
  roster->add_option("FILE", line.file)->required()->check(CLI::ExistingFile);
  roster->add_flag("--dry-run", line.dry_run, "only say what would happen");
}

void add_config(CLI::App& app, CommandLine& line) {
  auto* config = app.add_subcommand("config", "Look at the configuration");
  config->require_subcommand(1);
  config->footer("Example:\n  kecang-server config show --origin");
  auto* show = command(*config, line, CommandLine::Command::config_show, "show",
                       "Print every setting as it counts now", "kecang-server config show --origin");
  show->add_flag("--origin", line.origin, "say where each value comes from");
  command(*config, line, CommandLine::Command::config_check, "check",
          "Say whether the configuration is right", "kecang-server config check --config kecang.toml");
}

}  // namespace

std::optional<CommandLine> parse_command_line(int count, char** words, int& exit) {
  CommandLine line;
  CLI::App app{"Kecang 课藏 server: shared teaching resources for groups of schools", "kecang-server"};
  app.set_version_flag("--version", kVersion);
  app.require_subcommand(1);
  app.footer("Example:\n  kecang-server init --data data && kecang-server run --data data");
  add_run(app, line);
  add_init(app, line);
  add_admin(app, line);
  add_config(app, line);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    exit = app.exit(error) == 0 ? static_cast<int>(Exit::ok) : static_cast<int>(Exit::usage);
    return std::nullopt;
  }
  return line;
}

Result<LoadedConfig> load(const CommonOptions& options) {
  const auto environment = process_environment();
  return load_config({.file = config_file(options.config_file, environment),
                      .environment = environment,
                      .command_line = options.settings});
}

}  // namespace kecang
