#include "core/bundle/readme.hpp"

#include "core/base/ascii.hpp"
#include "core/base/instant.hpp"
#include "core/bundle/readme_texts.hpp"
#include "core/codes/codes.hpp"
#include "core/model/sheet_names.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace paliad::bundle {

namespace {

constexpr std::size_t page_width = 78;
constexpr std::size_t longest_list = 200;

using Values = std::vector<std::pair<std::string_view, std::string>>;

// ---- Values as words ----

// A text from the database, without control characters, which could disturb the page or a terminal.
std::string plain(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), is_control, '?');
  return out;
}

std::string grouped(std::uint64_t number, char thousands) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, thousands);
  return digits;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(plain(name));
  return out;
}

// `text` with its {words} replaced, in one pass, so that braces within a value stay.
std::string filled(std::string_view text, const Values& values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out.append(text.substr(0, open));
    text.remove_prefix(open);
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& candidate) {
      return text.substr(0, candidate.first.size()) == candidate.first;
    });
    if (value != values.end()) {
      out.append(value->second);
      text.remove_prefix(value->first.size());
    } else if (!text.empty()) {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// ---- The page ----

// Renders the markup that readme_texts.hpp describes.
class Page {
public:
  void add(std::string_view source) {
    while (!source.empty()) {
      const std::size_t end = std::min(source.find('\n'), source.size());
      add_line(source.substr(0, end));
      source.remove_prefix(std::min(end + 1, source.size()));
    }
    end_paragraph();
  }

  void add_blank() { out_ += '\n'; }

  void add_heading(std::string_view text, char underline) {
    out_.append(text).append(1, '\n').append(model::utf16_length(text), underline).append(1, '\n');
  }

  std::string take() { return std::move(out_); }

private:
  static bool begins(std::string_view line, std::string_view with) {
    return line.substr(0, with.size()) == with;
  }

  void add_line(std::string_view line) {
    const bool is_item = begins(line, "- ");
    const bool is_verbatim = begins(line, "    ");
    const bool is_heading = begins(line, "# ");
    if (line.empty() || is_item || is_verbatim || is_heading) end_paragraph();
    if (line.empty()) return add_blank();
    if (is_heading) return add_heading(line.substr(2), '-');
    if (is_verbatim) {
      out_.append(line).append(1, '\n');
      return;
    }
    paragraph_.append(paragraph_.empty() ? "" : " ").append(line);
  }

  // Breaks the paragraph into lines; a list item's further lines are indented to its first word.
  void end_paragraph() {
    const std::size_t indent = begins(paragraph_, "- ") ? 2 : 0;
    std::size_t column = 0;
    for (std::string_view rest = paragraph_; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, end);
      const std::size_t width = model::utf16_length(word);
      if (column > indent && column + 1 + width > page_width) {
        out_.append(1, '\n').append(indent, ' ');
        column = indent;
      } else if (column > 0) {
        out_ += ' ';
        ++column;
      }
      out_.append(word);
      column += width;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!paragraph_.empty()) out_ += '\n';
    paragraph_.clear();
  }

  std::string out_;
  std::string paragraph_;
};

// ---- The lists ----

void add_more(Page& page, std::size_t count, const ReadmeTexts& texts) {
  if (count <= longest_list) return;
  page.add_blank();
  page.add(filled(texts.more, {{"{count}", grouped(count - longest_list, texts.thousands)}}));
}

using Reasoned = std::pair<std::string, CodedText>;  // what is missing, and why

// Lists what is missing, grouped by reason, both in the order of their first mention.
void add_grouped(Page& page, const std::vector<Reasoned>& missing, const ReadmeTexts& texts) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (std::size_t i = 0; i < std::min(missing.size(), longest_list); ++i) {
    const std::string reason = codes::text_in(texts.language, missing[i].second);
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& candidate) {
      return candidate.first == reason;
    });
    if (group != groups.end()) {
      group->second.push_back(missing[i].first);
    } else {
      groups.push_back({reason, {missing[i].first}});
    }
  }
  if (!groups.empty()) page.add_blank();
  for (const auto& [reason, objects] : groups) {
    page.add("- " + plain(reason) + ": " + joined(objects));
  }
  add_more(page, missing.size(), texts);
}

void add_exclusions(Page& page, const std::vector<model::Exclusion>& exclusions,
                    const ReadmeTexts& texts) {
  page.add(exclusions.empty() ? texts.nothing_left_out : texts.left_out);
  std::vector<Reasoned> missing;
  missing.reserve(exclusions.size());
  for (const model::Exclusion& exclusion : exclusions)
    missing.emplace_back(exclusion.relation, exclusion.reason);
  add_grouped(page, missing, texts);
}

void add_not_carried(Page& page, const std::vector<model::NotCarried>& not_carried,
                     const ReadmeTexts& texts) {
  if (not_carried.empty()) return;
  page.add_blank();
  page.add(texts.not_carried);
  std::vector<Reasoned> missing;
  missing.reserve(not_carried.size());
  for (const model::NotCarried& one : not_carried)
    missing.emplace_back(codes::text_in(texts.language, one.object), one.reason);
  add_grouped(page, missing, texts);
}

void add_omitted_columns(Page& page, const std::vector<model::SheetInfo>& sheets,
                         const ReadmeTexts& texts) {
  bool first = true;
  for (const model::SheetInfo& sheet : sheets) {
    if (sheet.omitted_columns.empty()) continue;
    if (std::exchange(first, false)) {
      page.add_blank();
      page.add(texts.columns_left_out);
      page.add_blank();
    }
    page.add("- " + plain(sheet.sheet) + ": " + joined(sheet.omitted_columns));
  }
}

std::string warning_item(const model::Warning& warning, const ReadmeTexts& texts) {
  std::string where = plain(warning.sheet);
  if (!warning.column.empty())
    where.append(where.empty() ? "" : ", ").append(plain(warning.column));
  if (warning.count > 0)
    where.append(where.empty() ? "(" : " (")
        .append(grouped(warning.count, texts.thousands))
        .append(")");
  return "- " + where + (where.empty() ? "" : ": ") +
         plain(codes::text_in(texts.language, warning.what));
}

void add_warnings(Page& page, const std::vector<model::Warning>& warnings,
                  const ReadmeTexts& texts) {
  page.add(warnings.empty() ? texts.no_warnings : texts.warnings);
  if (!warnings.empty()) page.add_blank();
  for (std::size_t i = 0; i < std::min(warnings.size(), longest_list); ++i) {
    page.add(warning_item(warnings[i], texts));
  }
  add_more(page, warnings.size(), texts);
}

void add_settings(Page& page, const model::BundleInfo& info, const ReadmeTexts& texts) {
  if (info.settings.empty()) return;
  page.add_blank();
  page.add(texts.settings);
  page.add_blank();
  for (const auto& [name, value] : info.settings) {
    page.add("- " + plain(name) + " = " + plain(value));
  }
}

// ---- The whole ----

Values values_of(const model::BundleInfo& info, const ReadmeTexts& texts) {
  std::uint64_t rows = 0;
  for (const model::SheetInfo& sheet : info.sheets) rows += sheet.rows;
  const bool any = !info.large_objects.empty();
  const Values requester = {{"{requested_by}", plain(info.requested_by)}};
  const std::string_view occasion = info.kind == "scheduled" ? texts.scheduled : texts.on_demand;
  return {{"{database}", plain(info.database)},
          {"{time}", to_text(info.started_at, texts.time_format)},
          {"{reason}", filled(occasion, requester)},
          {"{sheets}", grouped(info.sheets.size(), texts.thousands)},
          {"{rows}", grouped(rows, texts.thousands)},
          {"{id}", plain(info.id)},
          {"{extension_version}", plain(info.extension_version)},
          {"{server_version}", plain(info.server_version)},
          {"{workbook}", plain(info.workbook.name)},
          {"{large_objects}", any ? std::string(texts.large_objects) + "\n\n" : ""},
          {"{windows_large_objects}", any ? ", large_objects\\*" : ""},
          {"{all_large_objects}", any ? " \\\n        large_objects/*" : ""}};
}

void add_language(Page& page, const model::BundleInfo& info, const ReadmeTexts& texts) {
  const Values values = values_of(info, texts);
  const auto section = [&](std::string_view text) {
    page.add_blank();
    page.add(filled(text, values));
  };
  page.add_heading(texts.title, '=');
  section(texts.note);
  section(texts.facts);
  section(texts.what);
  section(texts.how_to_open);
  section(texts.files);
  page.add_blank();
  add_exclusions(page, info.exclusions, texts);
  add_omitted_columns(page, info.sheets, texts);
  page.add_blank();
  add_warnings(page, info.warnings, texts);
  section(texts.how_to_check);
  section(texts.how_to_restore);
  add_not_carried(page, info.not_carried, texts);
  add_settings(page, info, texts);
  section(texts.confidentiality);
}

}  // namespace

std::string readme_text(const model::BundleInfo& info) {
  Page page;
  add_language(page, info, german_texts);
  page.add_blank();
  page.add_blank();
  add_language(page, info, english_texts);
  return page.take();
}

}  // namespace paliad::bundle
