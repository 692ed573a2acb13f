#include "core/codes/codes.hpp"

#include "core/base/json_nodes.hpp"
#include "core/codes/check_texts.hpp"
#include "core/codes/code_nodes.hpp"
#include "core/codes/failure_texts.hpp"
#include "core/codes/left_out_texts.hpp"
#include "core/codes/not_carried_texts.hpp"
#include "core/codes/object_texts.hpp"
#include "core/codes/retention_texts.hpp"
#include "core/codes/status_texts.hpp"
#include "core/codes/warning_texts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace paliad::codes {

namespace {

template <std::size_t N>
Topic topic(std::string_view name, const Sentence (&sentences)[N]) {
  return {name, std::begin(sentences), std::end(sentences)};
}

const Sentence* find_sentence(std::string_view code) {
  for (const Topic& topic : topics()) {
    const Sentence* const found = std::find_if(
        topic.begin, topic.end, [&](const Sentence& sentence) { return sentence.code == code; });
    if (found != topic.end) return found;
  }
  return nullptr;
}

std::string_view in_language(const Sentence& sentence, Language language) {
  return language == Language::german ? sentence.german : sentence.english;
}

const Argument* find_argument(const CodedText& coded, std::string_view name) {
  const auto found = std::find_if(coded.arguments.begin(), coded.arguments.end(),
                                  [&](const Argument& argument) { return argument.name == name; });
  return found == coded.arguments.end() ? nullptr : &*found;
}

// The text that replaces `hole`, the text between braces; nullopt where its argument is missing.
std::optional<std::string> filling(std::string_view hole, const CodedText& coded,
                                   Language language) {
  if (hole == "because" && !coded.because.empty()) return text_in(language, coded.because.front());
  const std::size_t bar = hole.find('|');
  const Argument* const argument = find_argument(coded, hole.substr(0, bar));
  if (argument == nullptr) return std::nullopt;
  if (bar == std::string_view::npos) return argument->value;
  const std::string_view forms = hole.substr(bar + 1);
  const std::size_t between = forms.find('|');
  return std::string(argument->value == "1" ? forms.substr(0, between) : forms.substr(between + 1));
}

std::optional<std::string> filled(std::string_view sentence, const CodedText& coded,
                                  Language language) {
  std::string text;
  while (!sentence.empty()) {
    const std::size_t open = std::min(sentence.find('{'), sentence.size());
    text.append(sentence.substr(0, open));
    sentence.remove_prefix(open);
    if (sentence.empty()) break;
    const std::size_t close = sentence.find('}');
    const auto value = filling(sentence.substr(1, close - 1), coded, language);
    if (!value) return std::nullopt;
    text.append(*value);
    sentence.remove_prefix(close + 1);
  }
  return text;
}

CodedText with_text(CodedText coded) {
  const Sentence* const sentence = find_sentence(coded.code);
  auto text =
      sentence == nullptr ? std::nullopt : filled(sentence->english, coded, Language::english);
  if (!text)
    throw Error(sqlstate::internal_error,
                "there is no sentence of code \"" + coded.code + "\" with these arguments");
  coded.text = std::move(*text);
  return coded;
}

// The string; empty where the value is no string.
std::string text_of(const json_t* value) {
  return json_is_string(value) ? std::string(json_string_value(value), json_string_length(value))
                               : std::string();
}

Json node_of(const CodedText& coded) {
  Json node = new_json_object();
  put(node, "code", coded.code);
  put(node, "arguments", arguments_node(coded));
  put(node, "text", coded.text);
  return node;
}

struct NamedState {
  std::string_view state;  // or its class, the first two characters
  std::string_view code;
};

// The first match counts.
constexpr NamedState named_states[] = {{sqlstate::query_canceled, "canceled"},
                                       {"57", "server_ending"},
                                       {sqlstate::disk_full, "disk_full"},
                                       {sqlstate::out_of_memory, "out_of_memory"},
                                       {"53", "no_resources"},
                                       {sqlstate::lock_not_available, "lock_timeout"},
                                       {sqlstate::insufficient_privilege, "permission_denied"},
                                       {"40", "changed"},
                                       {sqlstate::internal_error, "other"},
                                       {"XX", "damaged"},
                                       {"58", "file_error"},
                                       {"", "other"}};

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      topic("Left out of a bundle", left_out_texts),
      topic("Not carried by schema.sql and restore.sql", not_carried_texts),
      topic("Objects that are not carried", object_texts),
      topic("Warnings", warning_texts),
      topic("Retention", retention_texts),
      topic("Status", status_texts),
      topic("Failures", failure_texts),
      topic("Checks", check_texts)};
  return all;
}

CodedText coded(std::string_view code, std::vector<Argument> arguments) {
  return with_text({std::string(code), std::move(arguments), {}, {}});
}

CodedText coded(std::string_view code, std::vector<Argument> arguments, CodedText because) {
  return with_text({std::string(code), std::move(arguments), {std::move(because)}, {}});
}

namespace {

CodedText read_coded(const json_t* node);

// Takes the members of a JSON object as arguments; "because" is the reason behind the code.
void read_arguments(json_t* object, CodedText& coded) {
  const char* name = nullptr;
  json_t* value = nullptr;
  json_object_foreach(object, name, value) {
    if (std::string_view(name) == "because" && json_is_object(value))
      coded.because = {read_coded(value)};
    else if (json_is_integer(value) && json_integer_value(value) >= 0)
      coded.arguments.emplace_back(name, static_cast<std::uint64_t>(json_integer_value(value)));
    else if (json_is_string(value))
      coded.arguments.emplace_back(name, text_of(value));
  }
}

CodedText read_coded(const json_t* node) {
  CodedText coded;
  coded.code = text_of(json_object_get(node, "code"));
  coded.text = text_of(json_object_get(node, "text"));
  read_arguments(json_object_get(node, "arguments"), coded);
  return coded;
}

}  // namespace

CodedText stored(const std::string& code, const std::string& arguments) {
  const Json object(json_loads(arguments.c_str(), 0, nullptr));
  CodedText coded{code, {}, {}, {}};
  read_arguments(object.get(), coded);
  coded.text = text_in(Language::english, coded);
  return coded;
}

CodedText coded_of(const std::string& json) {
  const Json object(json_loads(json.c_str(), 0, nullptr));
  CodedText found;
  read_arguments(object.get(), found);
  const auto is_code = [](const Argument& argument) { return argument.name == "code"; };
  const auto code = std::find_if(found.arguments.begin(), found.arguments.end(), is_code);
  if (code != found.arguments.end()) {
    found.code = code->value;
    found.arguments.erase(code);
  }
  // The functions return strings only.
  for (Argument& argument : found.arguments) argument.is_number = argument.name == "count";
  return with_text(std::move(found));
}

std::string text_in(Language language, const CodedText& coded) {
  const Sentence* const sentence = find_sentence(coded.code);
  if (sentence == nullptr) return coded.text;
  return filled(in_language(*sentence, language), coded, language).value_or(coded.text);
}

Json arguments_node(const CodedText& coded) {
  Json node = new_json_object();
  for (const Argument& argument : coded.arguments)
    if (argument.is_number)
      put(node, argument.name, std::uint64_t{std::stoull(argument.value)});
    else
      put(node, argument.name, argument.value);
  if (!coded.because.empty()) put(node, "because", node_of(coded.because.front()));
  return node;
}

std::string arguments_json(const CodedText& coded) {
  return json_text(arguments_node(coded), JSON_COMPACT);
}

std::string json_of(const std::vector<CodedText>& all) {
  return json_text(json_array_of(all, node_of, "codes"), JSON_COMPACT);
}

CodedText failure_of(const Error& error) {
  if (!error.reason().code.empty()) return error.reason();
  const auto* const named =
      std::find_if(std::begin(named_states), std::end(named_states), [&](const NamedState& one) {
        return std::string_view(error.state()).substr(0, one.state.size()) == one.state;
      });
  return coded(named->code, {{"message", error.what()}});
}

}  // namespace paliad::codes
