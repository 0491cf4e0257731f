/// kecang-indexer: reads files and keeps the index up, moves data in, checks and rebuilds the index.
#include <CLI/CLI.hpp>
#include <iostream>

#include "indexer/main/commands.h"
#include "indexer/pipeline/stop_signals.h"
#include "schemas/sentences/sentences.h"
#include "storage/logging.h"

namespace kecang {
namespace {

struct Arguments {
  std::optional<std::filesystem::path> config;
  std::string data;
  std::uint32_t patience = 60;
  bool quiet = false;
  bool json = false;
  ImportArguments import;
  VerifyArguments verify;
  RebuildArguments rebuild;
  LearnArguments learn;
};

void describe_import(CLI::App& command, ImportArguments& arguments) {
  command.add_option("PATH", arguments.paths, "压缩包、文件或文件夹 archives, files or folders")
      ->check(CLI::ExistingPath);
  command
      .add_option("--manifest", arguments.manifest,
                  "旧目录，每行一条 JSON 记录 a catalogue, one JSON record a line")
      ->check(CLI::ExistingFile);
  command.add_option("--school", arguments.school, "所属学校的编号 key or id of the owner school");
  command
      .add_option("--group", arguments.groups,
                  "共享给的群组，可多次 groups it is offered to; repeated or with commas")
      ->allow_extra_args(false)
      ->delimiter(',');
  command.add_option("--report", arguments.report,
                     "把每个文件的结果写成 CSV write what became of each item as CSV");
  command
      .add_option("--dry-run", arguments.dry_run,
                  "只列出压缩包里的文件，把计划写成 CSV only list what is in archives, write the plan as CSV")
      ->type_name("PLAN.csv");
  command
      .add_option("--apply", arguments.apply, "按改好的计划入库 take the files in as the edited plan says")
      ->check(CLI::ExistingFile)
      ->type_name("PLAN.csv");
  command.add_option("--undo", arguments.undo, "撤销一次导入 take an import back")->type_name("IMPORT");
  command.add_flag("--no-wait", arguments.no_wait, "交给服务器后就返回 return as soon as the server has it");
  command.footer(
      "例 examples:\n"
      "  kecang-indexer import 八年级物理.zip --school yucai --group physics --report report.csv\n"
      "  kecang-indexer import 资料盘/ --school yucai --dry-run plan.csv\n"
      "  kecang-indexer import --apply plan.csv --report report.csv\n"
      "  kecang-indexer import --manifest catalogue.jsonl --report problems.csv\n"
      "退出码 exit codes: 0 完成 done, 1 部分失败 some items failed, 2 用法 usage, 3 配置 configuration,\n"
      "  4 环境 environment, 130 中断 interrupted");
  command.callback([&arguments] {
    const int ways = (arguments.manifest ? 1 : 0) + (arguments.paths.empty() ? 0 : 1) +
                     (arguments.apply ? 1 : 0) + (arguments.undo.empty() ? 0 : 1);
    if (ways != 1)
      throw CLI::ValidationError(
          "import",
          "给出 PATH、--manifest、--apply 或 --undo 之一 give one of PATH, --manifest, "
          "--apply and --undo");
    if (arguments.dry_run && arguments.paths.empty())
      throw CLI::ValidationError("--dry-run", "缺少 PATH PATH is missing");
    if (!arguments.paths.empty() && arguments.school.empty())
      throw CLI::ValidationError("--school", "缺少所属学校 the owner school is missing");
  });
}

void describe_verify(CLI::App& command, VerifyArguments& arguments) {
  command.add_flag("--repair", arguments.repair,
                   "把索引能修的重新排入 index again what the index can get right");
  command.add_flag("--read-blobs", arguments.read_blobs,
                   "逐个读原件核对校验和 read every original and check its digest");
  command.footer(
      "例 example:\n  kecang-indexer verify --data /var/lib/kecang\n"
      "退出码 exit codes: 0 一致 all agree, 1 有差异 there are differences");
}

void describe_rebuild(CLI::App& command, RebuildArguments& arguments) {
  command.add_flag(
      "--rollback", arguments.rollback,
      "退回上次重建前的索引，先补上其后的变动 go back to the index before the last rebuild, brought up to "
      "date first");
  command.add_flag("--publish-anyway", arguments.publish_anyway,
                   "核对不如现有的也启用 publish it even if it compares badly");
  command.footer(
      "例 examples:\n"
      "  kecang-indexer rebuild --data /var/lib/kecang\n"
      "  kecang-indexer rebuild --rollback --data /var/lib/kecang\n"
      "退出码 exit codes: 0 已启用 it is live, 1 不如现有的，未启用 it is worse and not published");
}

void describe_learn(CLI::App& command, LearnArguments& arguments) {
  command.add_flag("--forget", arguments.forget,
                   "忘掉学到的，检索只按原词 forget what was learned; searches go by the words alone");
  command.footer(
      "例 example:\n  kecang-indexer learn --data /var/lib/kecang\n"
      "只读对所有人公开的资源；重建时自动进行，可每晚定时执行 reads what is open to everyone; a rebuild does "
      "it, "
      "too; may run every night");
}

void describe_all(CLI::App& app, Arguments& arguments) {
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", "kecang-indexer " KECANG_VERSION);
  app.add_option("--config", arguments.config, "配置文件 configuration file (TOML)");
  app.add_option("--data", arguments.data, "数据文件夹 data folder; overrides storage.data");
  app.add_option("--patience", arguments.patience,
                 "服务器不在时等多少秒 seconds to wait for a server that is away")
      ->capture_default_str();
  app.add_flag("--quiet,-q", arguments.quiet, "不显示进度 no progress");
  app.add_flag("--json", arguments.json, "结果输出为 JSON print the result as JSON");
  app.add_subcommand("run", "读取文件、维护索引，直到被停止 read files and keep the index up until stopped")
      ->footer("例 example:\n  kecang-indexer run --config /etc/kecang/kecang.toml");
  describe_import(*app.add_subcommand("import", "导入文件或旧目录 move files or a catalogue in"),
                  arguments.import);
  describe_verify(
      *app.add_subcommand("verify", "核对目录、原件与索引 compare catalogue, originals and index"),
      arguments.verify);
  describe_rebuild(
      *app.add_subcommand(
          "rebuild", "重建索引，建好并核对后替换 build the index anew beside the live one, compare, swap"),
      arguments.rebuild);
  describe_learn(*app.add_subcommand(
                     "learn", "从资源的章节标签学习相关词 learn related words from the resources' labels"),
                 arguments.learn);
}

Result<Config> configuration(const Arguments& arguments) {
  auto environment = process_environment();
  ConfigSources sources{
      .file = config_file(arguments.config, environment), .environment = {}, .command_line = {}};
  sources.environment = std::move(environment);
  if (!arguments.data.empty()) sources.command_line["storage.data"] = arguments.data;
  KECANG_ASSIGN(auto loaded, load_config(sources));
  return std::move(loaded.config);
}

Result<ExitCode> perform(const CLI::App& app, const Arguments& arguments, pipeline::Stop& stop) {
  KECANG_ASSIGN(auto config, configuration(arguments));
  log::set_up(config.log.level, config.log.format);
  const Surroundings here{.config = std::move(config),
                          .stop = stop,
                          .patience = seconds(arguments.patience),
                          .progress = arguments.quiet ? pipeline::Show::no : pipeline::Show::yes,
                          .json = arguments.json};
  if (app.got_subcommand("run")) return run_command(here);
  if (app.got_subcommand("import")) return import_command(here, arguments.import);
  if (app.got_subcommand("verify")) return verify_command(here, arguments.verify);
  if (app.got_subcommand("learn")) return learn_command(here, arguments.learn);
  return rebuild_command(here, arguments.rebuild);
}

void complain(const Error& error) {
  const auto& sentence = sentence_for(error.code(), error.kind());
  std::cerr << filled(sentence.zh, error.params()) << '\n'
            << filled(sentence.en, error.params()) << '\n'
            << "  [" << error.describe() << "]\n";
}

int run_program(int count, char** words) {
  Arguments arguments;
  CLI::App app("课藏的索引程序 Kecang's indexer", "kecang-indexer");
  describe_all(app, arguments);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  pipeline::Stop stop;
  const pipeline::StopSignals signals(stop);
  const auto ended = perform(app, arguments, stop);
  if (ended) return static_cast<int>(*ended);
  complain(ended.error());
  return static_cast<int>(exit_code(ended.error()));
}

}  // namespace
}  // namespace kecang

int main(int count, char** words) {
  return kecang::run_program(count, words);
}
