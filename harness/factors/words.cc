#include "harness/factors/words.h"

#include <fmt/format.h>

#include <string_view>

namespace assay {
namespace {

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view shell_only = "|&;<>()$`*?[";
constexpr std::string_view shell_only_in_front = "~#!";

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

class Splitter {
 public:
  explicit Splitter(const std::string& text) : text_(text) {}

  Result<std::vector<std::string>> split() {
    for (; at_ < text_.size(); ++at_) {
      if (auto taken = take(text_[at_]); !taken) return tl::unexpected(taken.error());
    }
    end_word();
    return words_;
  }

 private:
  Result<void> take(char c) {
    if (is_one_of(c, blanks)) {
      end_word();
    } else if (c == '\'' || c == '"') {
      return quoted(c);
    } else if (c == '\\') {
      if (++at_ == text_.size()) return fail("ends with a backslash", text_);
      add(text_[at_]);
    } else if (is_one_of(c, shell_only) || (!started_ && is_one_of(c, shell_only_in_front))) {
      return fail(fmt::format("\"{}\" is for a shell, and commands are started without one", c), text_,
                  "quote it, or write sh -c '…' to measure a shell as well");
    } else {
      add(c);
    }
    return {};
  }

  Result<void> quoted(char quote) {
    started_ = true;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const bool escapes =
          quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size() && is_one_of(text_[at_ + 1], "\"\\$`");
      if (escapes) ++at_;
      add(text_[at_]);
    }
    if (at_ == text_.size()) return fail(fmt::format("a {} is not closed", quote), text_);
    return {};
  }

  void add(char c) {
    started_ = true;
    word_ += c;
  }

  void end_word() {
    if (started_) words_.push_back(std::move(word_));
    word_.clear();
    started_ = false;
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::vector<std::string> words_;
  std::string word_;
  bool started_ = false;
};

}  // namespace

Result<std::vector<std::string>> split_words(const std::string& text) {
  return Splitter(text).split();
}

}  // namespace assay
