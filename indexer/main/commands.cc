#include "indexer/main/commands.h"

#include <fmt/format.h>

#include <cstdio>

#include "indexer/pipeline/import_files.h"
#include "indexer/pipeline/import_manifest.h"
#include "indexer/pipeline/learning.h"
#include "indexer/pipeline/plan_files.h"
#include "indexer/pipeline/rebuild.h"
#include "indexer/pipeline/run.h"
#include "indexer/pipeline/verify.h"
#include "storage/open.h"

namespace kecang {
namespace {

pipeline::InternalClient client_of(const Surroundings& here) {
  return {pipeline::server_place(here.config), here.stop, here.patience};
}

/// Beside this program unless the configuration says otherwise.
std::filesystem::path extract_program(const Config& config) {
  if (!config.indexer.extract.empty()) return config.indexer.extract;
  return program_folder() / "kecang-extract";
}

void print_line(const std::string& text) {
  fmt::print("{}\n", text);
}

std::string counts_line(const pipeline::ImportProgress& one) {
  const auto& c = one.counts;
  return fmt::format(
      "{}: {} 个文件 files; 已可查找 indexed {}, 部分 in part {}, 仅存 stored only {}, 重复 duplicate {}, "
      "加密 encrypted {}, "
      "损坏 broken {}, 过大 too large {}, 跳过 skipped {}, 等待 waiting {}, 计划 planned {}, 请核对 unsure "
      "{}, "
      "撤销 undone {}",
      one.import.file_name, c.total, c.indexed, c.indexed_partly, c.stored_only, c.duplicate, c.encrypted,
      c.broken, c.too_large, c.skipped, c.waiting, c.planned, c.unsure, c.undone);
}

void print_import(const Surroundings& here, const pipeline::ImportedFiles& imported) {
  Json list = Json::array();
  for (const auto& one : imported.imports) {
    if (here.json) {
      list.push_back(to_json(one));
      continue;
    }
    print_line(counts_line(one));
    if (one.import.state == ImportState::failed)
      print_line(fmt::format("{}: 打不开 cannot be opened ({})", one.import.file_name, one.import.reason));
  }
  if (here.json) print_line(json_text({{"imports", list}}));
}

Json problem_json(const pipeline::LineProblem& problem) {
  return {{"line", problem.line}, {"id", problem.id}, {"field", problem.field}, {"code", problem.code}};
}

void print_manifest(const Surroundings& here, const pipeline::ImportedManifest& imported) {
  if (here.json) {
    Json problems = Json::array();
    for (const auto& problem : imported.first_problems) problems.push_back(problem_json(problem));
    print_line(json_text({{"records", imported.lines},
                          {"created", imported.created},
                          {"updated", imported.updated},
                          {"unchanged", imported.unchanged},
                          {"rejected", imported.rejected},
                          {"first_problems", problems}}));
    return;
  }
  print_line(
      fmt::format("{} 条记录 records; 新增 created {}, 更新 updated {}, 未变 unchanged {}, 拒绝 rejected {}",
                  imported.lines, imported.created, imported.updated, imported.unchanged, imported.rejected));
  for (const auto& problem : imported.first_problems)
    print_line(fmt::format("第 {} 行 line {} ({}): {} {}", problem.line, problem.line, problem.id,
                           problem.field, problem.code));
}

Result<ExitCode> import_catalogue(const Surroundings& here, const ImportArguments& arguments) {
  auto client = client_of(here);
  KECANG_ASSIGN(
      const auto imported,
      pipeline::import_manifest(client,
                                {.file = *arguments.manifest,
                                 .school = arguments.school,
                                 .wait = arguments.no_wait ? pipeline::Wait::no : pipeline::Wait::until_done,
                                 .progress = here.progress,
                                 .report = arguments.report},
                                here.stop));
  print_manifest(here, imported);
  return imported.rejected == 0 ? ExitCode::ok : ExitCode::some_failed;
}

Result<ExitCode> apply_plans(const Surroundings& here, const ImportArguments& arguments) {
  auto client = client_of(here);
  const auto wait = arguments.no_wait ? pipeline::Wait::no : pipeline::Wait::until_done;
  KECANG_ASSIGN(const auto applied,
                pipeline::apply_plans(client, *arguments.apply, wait, here.progress, here.stop));
  for (const auto& problem : applied.problems)
    print_line(
        fmt::format("第 {} 行 line {}: {} {}", problem.line, problem.line, problem.column, problem.code));
  if (!applied.problems.empty()) return ExitCode::some_failed;
  if (arguments.report) KECANG_TRY(pipeline::write_report(client, applied.imported, *arguments.report));
  print_import(here, applied.imported);
  return applied.imported.some_failed() ? ExitCode::some_failed : ExitCode::ok;
}

Result<ExitCode> undo_import(const Surroundings& here, const ImportArguments& arguments) {
  auto client = client_of(here);
  KECANG_ASSIGN(const auto id, ImportId::parse(arguments.undo));
  KECANG_ASSIGN(const auto import, client.undo_import(id));
  if (arguments.no_wait) return ExitCode::ok;
  KECANG_ASSIGN(auto undone, pipeline::wait_for_import(client, import, here.progress, here.stop));
  print_import(here, {.imports = {std::move(undone)}});
  return ExitCode::ok;
}

void print_comparison(const RebuildStatus& status) {
  const auto& c = status.comparison;
  print_line(
      fmt::format("新索引 new index: {} 条资源 resources（目录 catalogue {}）, {} 道题 questions（目录 {}）",
                  c.resources_found, c.resources_wanted, c.questions_found, c.questions_wanted));
  if (c.changing > 0)
    print_line(fmt::format("核对时有 {} 条正在变动 resources were changing meanwhile", c.changing));
  if (status.compared_with_live) {
    print_line(
        fmt::format("抽查检索 sampled queries {}: 相同 same {}, 次序或数目不同 different {}, 变少 fewer {}, "
                    "找不到 lost {}",
                    c.asked, c.same, c.different, c.fewer, c.lost));
  } else {
    print_line(fmt::format(
        "抽查检索 sampled queries {}: 找不到 lost {}（没有可比的旧索引 no former index to compare)", c.asked,
        c.lost));
  }
  for (const auto& id : c.first_lost) print_line(fmt::format("  找不到 lost {}", id.text()));
  if (status.state == RebuildState::done) {
    print_line("新索引已启用；可用 rebuild --rollback 退回 it is live now; rebuild --rollback goes back");
  } else {
    print_line(
        "新索引不如现有的，没有启用；仍要启用请加 --publish-anyway "
        "it is worse and was not published; --publish-anyway does so nevertheless");
  }
}

}  // namespace

Result<ExitCode> run_command(const Surroundings& here) {
  const pipeline::Programs programs{.extract = extract_program(here.config),
                                    .vocabulary = installed("vocab")};
  KECANG_TRY(pipeline::run(here.config, programs, here.stop));
  return ExitCode::ok;
}

Result<ExitCode> import_command(const Surroundings& here, const ImportArguments& arguments) {
  if (arguments.manifest) return import_catalogue(here, arguments);
  if (arguments.apply) return apply_plans(here, arguments);
  if (!arguments.undo.empty()) return undo_import(here, arguments);
  auto client = client_of(here);
  const auto wait = arguments.no_wait && !arguments.dry_run ? pipeline::Wait::no : pipeline::Wait::until_done;
  KECANG_ASSIGN(const auto imported, pipeline::import_files(client,
                                                            {.paths = arguments.paths,
                                                             .school = arguments.school,
                                                             .groups = arguments.groups,
                                                             .review = arguments.dry_run.has_value(),
                                                             .wait = wait,
                                                             .progress = here.progress,
                                                             .report = arguments.report},
                                                            here.stop));
  if (arguments.dry_run) KECANG_TRY(pipeline::write_plans(client, imported, *arguments.dry_run));
  print_import(here, imported);
  return imported.some_failed() ? ExitCode::some_failed : ExitCode::ok;
}

Result<ExitCode> verify_command(const Surroundings& here, const VerifyArguments& arguments) {
  auto client = client_of(here);
  const StorageConfig storage{.data = here.config.storage.data,
                              .free_space_floor = here.config.storage.free_space_floor};
  KECANG_ASSIGN(const auto blobs, open_blob_store(storage, Access::read_only));
  KECANG_ASSIGN(const auto index, open_index_inspector(storage));
  Json differences = Json::array();
  const auto tell = [&](pipeline::Difference difference, const ResourceId& id, const std::string& title) {
    if (here.json) {
      differences.push_back(
          {{"difference", pipeline::name_of(difference)}, {"resource", id.text()}, {"title", title}});
    } else {
      print_line(fmt::format("{} {} {}", pipeline::name_of(difference), id.text(), title));
    }
  };
  KECANG_ASSIGN(
      const auto verified,
      pipeline::verify(client, *blobs, *index,
                       {.repair = arguments.repair, .read_blobs = arguments.read_blobs}, here.stop, tell));
  if (here.json) {
    print_line(json_text({{"resources", verified.resources},
                          {"indexed", verified.indexed},
                          {"waiting", verified.waiting},
                          {"differences", differences},
                          {"repaired", verified.repaired}}));
  } else {
    print_line(fmt::format(
        "{} 条资源 resources, 索引 indexed {}, 等待 waiting {}, 差异 differences {}, 已安排修复 being "
        "repaired {}",
        verified.resources, verified.indexed, verified.waiting, verified.differences, verified.repaired));
  }
  return verified.differences == 0 ? ExitCode::ok : ExitCode::some_failed;
}

Result<ExitCode> learn_command(const Surroundings& here, const LearnArguments& arguments) {
  auto client = client_of(here);
  const auto place = pipeline::index_place(here.config);
  KECANG_ASSIGN(
      const auto learned,
      pipeline::learn_now(
          client, {.index = place.data / "index", .forget = arguments.forget, .progress = here.progress},
          here.stop));
  if (here.json) {
    print_line(json_text(
        {{"generation", learned.generation}, {"documents", learned.documents}, {"pieces", learned.pieces}}));
  } else {
    print_line(fmt::format(
        "从 {} 条对所有人公开的资源学习 learned from public resources; 标签词 pieces of labels {}",
        learned.documents, learned.pieces));
  }
  return ExitCode::ok;
}

Result<ExitCode> rebuild_command(const Surroundings& here, const RebuildArguments& arguments) {
  auto client = client_of(here);
  KECANG_ASSIGN(
      const auto status,
      pipeline::rebuild(client, pipeline::index_place(here.config), SystemClock(),
                        {.action = arguments.rollback ? RebuildAction::rollback : RebuildAction::rebuild,
                         .publish_anyway = arguments.publish_anyway,
                         .progress = here.progress},
                        here.stop));
  if (here.json) {
    print_line(json_text(to_json(status)));
  } else {
    print_comparison(status);
  }
  return status.state == RebuildState::done ? ExitCode::ok : ExitCode::some_failed;
}

}  // namespace kecang
