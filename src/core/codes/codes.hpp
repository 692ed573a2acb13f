// The codes of this version and their sentences, in English and German. docs/codes.md lists them.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/error.hpp"
#include "core/codes/sentence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace paliad::codes {

enum class Language { english, german };

// The code with its arguments and its English sentence; `because` is the reason behind it. Throws
// Error(internal_error) where there is no such code, or where its sentence needs an argument that
// is not given.
CodedText coded(std::string_view code, std::vector<Argument> arguments = {});
CodedText coded(std::string_view code, std::vector<Argument> arguments, CodedText because);

// The sentence in that language. coded.text where this version doesn't know the code, or where an
// argument is missing: a bundle or a row may be from another version, or may have been changed.
std::string text_in(Language language, const CodedText& coded);

// {"name": value, …} on one line, with "because": {"code": …, "arguments": …, "text": …} where
// there is a reason behind it. Throws Error(internal_error) where a text is not UTF-8.
std::string arguments_json(const CodedText& coded);

// [{"code": …, "arguments": {…}, "text": …}, …] on one line. Throws as arguments_json() does.
std::string json_of(const std::vector<CodedText>& all);

// Reads {"code": "view", "relation": "paliad.x", …}, as the install script's functions return it.
// Throws as coded() does; so also for any other text, which has no code.
CodedText coded_of(const std::string& json);

// Reads a code and its arguments as arguments_json() wrote them, for display: ignores arguments
// that it can't have written; without a text where this version doesn't know the code.
CodedText stored(const std::string& code, const std::string& arguments);

// The reason of a failure: the error's own, or one by its SQLSTATE (failure_texts.hpp).
CodedText failure_of(const Error& error);

// A section of docs/codes.md and its sentences.
struct Topic {
  std::string_view name;
  const Sentence* begin;
  const Sentence* end;
};

// All codes by topic, in the order of docs/codes.md.
const std::vector<Topic>& topics();

}  // namespace paliad::codes
