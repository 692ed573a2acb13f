#include "list_query.hpp"

#include "problem.hpp"

#include <algorithm>
#include <cctype>

namespace paliad::web {

namespace {

[[noreturn]] void bad(const std::string& name, const std::string& what) {
  throw Problem("bad_request", "The parameter " + name + " must be " + what + ".");
}

bool all_digits(const std::string& text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

// Whether `text` has a digit wherever `shape` has 0, and the same character everywhere else.
bool has_shape(const std::string& text, const std::string& shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(), [](char c, char s) {
           return s == '0' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == s;
         });
}

bool in_range(const std::string& text, std::size_t at, int least, int most) {
  const int value = std::stoi(text.substr(at, 2));
  return value >= least && value <= most;
}

bool is_date(const std::string& text) {
  return has_shape(text, "0000-00-00") && text.compare(0, 4, "0000") != 0 &&
         in_range(text, 5, 1, 12) && in_range(text, 8, 1, 31);
}

// Whether `text` may follow the seconds: a fraction, or none, then Z or an offset.
bool is_zone(std::string text) {
  if (!text.empty() && text.front() == '.') {
    const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    if (end < 2 || end > 10) return false;
    text.erase(0, end);
  }
  return text == "Z" || ((has_shape(text, "+00:00") || has_shape(text, "-00:00")) &&
                         in_range(text, 1, 0, 15) && in_range(text, 4, 0, 59));
}

std::string time_of(const std::string& name, const std::string& text) {
  if (is_date(text)) return text + "T00:00:00Z";
  constexpr std::size_t seconds_end = 19;
  if (text.size() <= seconds_end || !is_date(text.substr(0, 10)) ||
      !has_shape(text.substr(10, 9), "T00:00:00") || !in_range(text, 11, 0, 23) ||
      !in_range(text, 14, 0, 59) || !in_range(text, 17, 0, 59) ||
      !is_zone(text.substr(seconds_end)))
    bad(name, "a date or an RFC 3339 time");
  return text;
}

class Builder {
public:
  explicit Builder(const httplib::Params& parameters) : parameters_(parameters) {}

  ListQuery build() {
    require_known();
    add_words("status", {"running", "done", "failed"}, "b.status", true);
    add_words("kind", {"on_demand", "scheduled"}, "b.kind", false);
    add_artifact();
    add_held();
    add_time("from", ">=");
    add_time("to", "<");
    add_text();
    query_.filter_values = query_.values.size();
    add_after();
    query_.limit = limit();
    return query_;
  }

private:
  std::optional<std::string> find(const std::string& name) const {
    const auto found = parameters_.find(name);
    if (found == parameters_.end()) return std::nullopt;
    return found->second;
  }

  void require_known() const {
    static const std::string known[] = {"limit", "after", "status", "kind", "artifact",
                                        "held",  "from",  "to",     "q"};
    for (const auto& [name, value] : parameters_) {
      if (std::find(std::begin(known), std::end(known), name) == std::end(known))
        throw Problem("bad_request", "There is a parameter that the list does not have.");
      if (parameters_.count(name) > 1) bad(name, "given once");
    }
  }

  std::string next(const std::string& value) {
    query_.values.emplace_back(value);
    return "$" + std::to_string(query_.values.size());
  }

  void also(const std::string& condition) { query_.filter += " AND " + condition; }

  void add_words(const std::string& name, const std::vector<std::string>& words,
                 const std::string& column, bool several) {
    const auto text = find(name);
    if (!text) return;
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    for (std::size_t at = 0; at <= text->size();) {
      const auto end = std::min(several ? text->find(',', at) : std::string::npos, text->size());
      if (std::find(words.begin(), words.end(), text->substr(at, end - at)) == words.end())
        bad(name, (several ? "one or more of " : "one of ") + all);
      at = end + 1;
    }
    also(column + " = ANY (string_to_array(" + next(*text) + ", ','))");
  }

  void add_artifact() {
    const auto text = find("artifact");
    if (!text) return;
    if (*text == "present")
      also("b.status = 'done' AND b.deleted_at IS NULL");
    else if (*text == "removed")
      also("b.deleted_at IS NOT NULL");
    else
      bad("artifact", "present or removed");
  }

  void add_held() {
    const auto text = find("held");
    if (!text) return;
    if (*text != "true" && *text != "false") bad("held", "true or false");
    also(*text == "true" ? "b.held" : "NOT b.held");
  }

  void add_time(const std::string& name, const std::string& comparison) {
    if (const auto text = find(name))
      also("b.started_at " + comparison + " " + next(time_of(name, *text)) + "::timestamptz");
  }

  void add_text() {
    constexpr std::size_t longest = 400;  // 100 characters of UTF-8
    const auto text = find("q");
    if (!text || text->empty()) return;
    const auto characters = std::count_if(text->begin(), text->end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    if (text->size() > longest || characters > 100 || text->find('\0') != std::string::npos)
      bad("q", "a text of up to 100 characters");
    also("position(lower(" + next(*text) +
         ") IN lower(concat_ws(E'\\n', b.requested_by_email, b.error,"
         " regexp_replace(b.storage_uri, '^.*/', ''), b.id))) > 0");
  }

  // <microseconds since 1970>-<id>, as list_backups() writes `next`.
  void add_after() {
    const auto text = find("after");
    if (!text) return;
    const auto dash = text->find('-');
    const std::string time = text->substr(0, dash);
    const std::string id = dash == std::string::npos ? "" : text->substr(dash + 1);
    constexpr std::size_t most_digits = 17;
    if (!all_digits(time, most_digits) || !is_uuid(id)) bad("after", "the next of the page before");
    const std::string when = next(time);
    query_.after = " AND (b.started_at, b.id) < (timestamptz 'epoch' + " + when +
                   "::bigint * interval '1 microsecond', " + next(id) + "::uuid)";
  }

  int limit() const {
    constexpr int otherwise = 50;
    constexpr int most = 200;
    const auto text = find("limit");
    if (!text) return otherwise;
    if (!all_digits(*text, 3) || std::stoi(*text) < 1 || std::stoi(*text) > most)
      bad("limit", "a number from 1 to 200");
    return std::stoi(*text);
  }

  const httplib::Params& parameters_;
  ListQuery query_;
};

}  // namespace

ListQuery parse_list_query(const httplib::Params& parameters) {
  return Builder(parameters).build();
}

}  // namespace paliad::web
