#include <deque>
#include <map>
#include <set>

#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/qti.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

constexpr std::string_view kManifest = "imsmanifest.xml";

bool is_html(std::string_view name) {
  return name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".xhtml");
}

// The manifest's place: at the top or in the one folder there.
std::string manifest_of(const Package& package) {
  if (package.part(kManifest) != nullptr) return std::string(kManifest);
  for (const auto& [name, xml] : package.parts())
    if (name.ends_with("/imsmanifest.xml") && name.find('/') == name.size() - kManifest.size() - 1)
      return name;
  return {};
}

std::string string_of(XmlNode titled) {
  const XmlNode inner = titled.find("langstring") ? titled.find("langstring") : titled.find("string");
  return normal_label((inner ? inner : titled).text());
}

// The title of the whole: as its metadata say, else of its first organization.
std::string title_of(XmlNode manifest) {
  const XmlNode general = manifest.child("metadata").find("general");
  if (std::string title = string_of(general.child("title")); !title.empty()) return title;
  return normal_label(manifest.find("organization").child_text("title"));
}

DocumentHead head_of_manifest(XmlNode manifest, std::string media_type) {
  DocumentHead head{.media_type = std::move(media_type), .title = title_of(manifest)};
  const XmlNode metadata = manifest.child("metadata");
  head.properties["schema"] = metadata.child_text("schema");
  head.properties["schema_version"] = metadata.child_text("schemaversion");
  head.properties["resources"] = std::to_string(manifest.all("resource").size());
  return head;
}

struct Resource {
  std::string start;  // the part that opens it
  std::vector<std::string> files;
};

// Reads each part once, in the order in which the manifest and the tests name them, then those nobody names.
class Course {
 public:
  Course(const Package& package, std::string folder, Output& out)
      : package_(package), folder_(std::move(folder)), writer_(out) {}

  void read(XmlNode manifest) {
    for (const XmlNode resource : manifest.all("resource")) add_resource(resource);
    const XmlNode organizations = manifest.child("organizations");
    for (std::size_t i = organizations.place(); organizations && i < organizations.past(); ++i)
      add_item(organizations.tree()->node(i));
    read_waiting();
    add_tests();
    read_waiting();
    for (const auto& [identifier, resource] : resources_) add_parts_of(resource, {});
    read_waiting();
    for (const auto& [name, bytes] : package_.parts())
      if (name.starts_with(folder_)) add(name, {});
    read_waiting();
  }

  XmlTree::State worst() const { return worst_; }

 private:
  struct Waiting {
    std::string part;
    std::string label;
  };

  void add_resource(XmlNode node) {
    const std::string base = folder_ + node.attribute("base");
    Resource resource;
    if (const auto href = node.attribute("href"); !href.empty())
      resource.start = resolved_address(base, href);
    for (const XmlNode file : node.all("file"))
      resource.files.push_back(resolved_address(base, file.attribute("href")));
    resources_[node.attribute("identifier")] = std::move(resource);
  }

  // An entry of the table of contents: its title, then its text.
  void add_item(XmlNode node) {
    if (node.name() != "item" && node.name() != "organization") return;
    const std::string title = normal_label(node.child_text("title"));
    const auto resource = resources_.find(node.attribute("identifierref"));
    if (resource == resources_.end())
      waiting_.push_back({{}, title});
    else
      add_parts_of(resource->second, title);
  }

  void add_parts_of(const Resource& resource, const std::string& label) {
    waiting_.push_back({resource.start, label});
    for (const auto& file : resource.files) add(file, label);
  }

  void add(const std::string& part, const std::string& label) { waiting_.push_back({part, label}); }

  void add_tests() {
    for (const auto& [name, bytes] : package_.parts())
      if (root_of(bytes) == "assessmentTest" && name.starts_with(folder_)) add(name, {});
  }

  static std::string root_of(std::string_view xml) {
    XmlReader reader(xml, XmlReader::Doctype::passed_when_harmless);
    return reader.next() == XmlReader::Token::start ? qti_name(reader.name()) : std::string();
  }

  void read_waiting() {
    while (!waiting_.empty() && !writer_.full()) {
      const Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      read_part(next);
    }
  }

  void read_part(const Waiting& wanted) {
    const std::string* bytes = package_.part(wanted.part);
    const bool seen = bytes == nullptr || is_repeated(wanted.part) || !done_.insert(wanted.part).second;
    if (seen) return writer_.section(wanted.label, titles_.insert(wanted.label).second ? wanted.label : "");
    if (is_html(wanted.part)) return read_html(wanted, *bytes);
    if (wanted.part.ends_with(kManifest) || wanted.part.ends_with(".json")) return;
    read_xml(wanted, *bytes);
  }

  // Canvas keeps a fuller copy of each quiz elsewhere.
  bool is_repeated(const std::string& part) const {
    if (!part.ends_with("/assessment_qti.xml")) return false;
    const std::string folder = part.substr(0, part.rfind('/'));
    const std::string name = folder.substr(folder.rfind('/') + 1);
    return package_.part(folder_ + "non_cc_assessments/" + name + ".xml.qti") != nullptr;
  }

  void read_html(const Waiting& wanted, std::string_view bytes) {
    const HtmlText html = html_text(bytes);
    const std::string label = wanted.label.empty() ? normal_label(html.title) : wanted.label;
    std::string text = html.text;
    if (text.find(label) == std::string::npos) text.insert(0, label + '\n');
    titles_.insert(label);
    writer_.section(label, text);
  }

  void read_xml(const Waiting& wanted, std::string_view bytes) {
    const std::string root = root_of(bytes);
    if (root.empty()) return;
    const bool known = root == "questestinterop" || root == "assessmentItem" || root == "assessmentTest";
    if (!known && !is_page(root)) return;
    const XmlTree tree(bytes, qti_name);
    worst_ = std::max(worst_, tree.state());
    writer_.stand_in(wanted.part);
    if (root == "assessmentTest") return read_test(tree.root(), folder_of(wanted.part));
    if (!write_qti(tree, writer_)) read_page(tree.root());
  }

  // Pages that courses write in XML: discussions, links, tasks, quizzes' introductions.
  static bool is_page(std::string_view root) {
    return root == "topic" || root == "webLink" || root == "assignment" || root == "quiz" ||
           root == "modules" || root == "course" || root == "stimulus" || root == "assessmentStimulus";
  }

  void read_page(XmlNode root) {
    std::string text;
    for (const char* name : {"title", "text", "description", "instructor_text", "stimulusBody"})
      for (const XmlNode node : root.all(name)) text += html_text(node.text()).text + '\n';
    writer_.section(normal_label(root.child_text("title")), text);
  }

  void read_test(XmlNode test, const std::string& folder) {
    writer_.section(test.attribute("title"), test.attribute("title"));
    std::vector<Waiting> items;
    for (const XmlNode item : test.all("assessmentItemRef"))
      items.push_back({resolved_address(folder, item.attribute("href")), {}});
    waiting_.insert(waiting_.begin(), items.begin(), items.end());
  }

  const Package& package_;
  std::string folder_;
  QuestionWriter writer_;
  std::map<std::string, Resource> resources_;
  std::deque<Waiting> waiting_;
  std::set<std::string> done_;
  std::set<std::string> titles_;
  XmlTree::State worst_ = XmlTree::State::whole;
};

}  // namespace

ExtractEnd extract_ims_package(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source, Package::is_course_part);
  const std::string name = manifest_of(package);
  const std::string* xml = package.part(name);
  if (xml == nullptr) {
    out.head({.media_type = media_type});
    return office_end(package, XmlState::broken, out);
  }
  const XmlTree manifest(*xml);
  out.head(head_of_manifest(manifest.root(), media_type));
  if (manifest.state() == XmlTree::State::forbidden || XmlReader(*xml).next() == XmlReader::Token::forbidden)
    return office_end(package, XmlState::forbidden, out);
  Course course(package, folder_of(name), out);
  course.read(manifest.root());
  const bool whole = manifest.state() == XmlTree::State::whole && course.worst() == XmlTree::State::whole;
  return office_end(package, whole ? XmlState::whole : XmlState::broken, out);
}

}  // namespace kecang::extract
