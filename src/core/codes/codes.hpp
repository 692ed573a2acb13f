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

// With its English sentence. Throws Error(internal_error) where there is no such code, or where its
// sentence needs an argument that isn't given.
CodedText coded(std::string_view code, std::vector<Argument> arguments = {});
CodedText coded(std::string_view code, std::vector<Argument> arguments, CodedText because);

// The sentence in that language. `text` itself where this version doesn't know the code, or where
// an argument is missing: what a bundle or a row says may be another version's, or somebody's.
std::string text_in(Language language, const CodedText& coded);

// {"name": value, …} on one line; with "because": {"code": …, "arguments": …, "text": …} where it
// has one.
std::string arguments_json(const CodedText& coded);

// [{"code": …, "arguments": {…}, "text": …}, …].
std::string json_of(const std::vector<CodedText>& all);

// Of {"code": "view", "relation": "paliad.x", …}, as the install script's functions give it. Throws
// as coded() does, and Error(internal_error) where it isn't that.
CodedText coded_of(const std::string& json);

// A code and its arguments as arguments_json() wrote them; without those that it can't have
// written, and without a text where this version doesn't know the code.
CodedText stored(const std::string& code, const std::string& arguments);

// What went wrong: the error's own reason, or one that its SQLSTATE names (failure_texts.hpp).
CodedText failure_of(const Error& error);

struct Topic {
  std::string_view name;
  const Sentence* begin;
  const Sentence* end;
};

// All of them, in the order of docs/codes.md.
const std::vector<Topic>& topics();

}  // namespace paliad::codes
