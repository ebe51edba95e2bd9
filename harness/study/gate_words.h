#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "harness/core/error.h"
#include "harness/study/study.h"

namespace assay {

/// A key that takes one of two words.
template <typename Value>
struct Word {
  std::string key;
  std::array<std::pair<std::string_view, Value>, 2> known;
};

inline Word<Sided> sided_word() {
  return {"sided", {{{"slower", Sided::Slower}, {"both", Sided::Both}}}};
}
inline Word<bool> noisy_word() {
  return {"noisy", {{{"refuse", false}, {"pass", true}}}};
}
inline Word<bool> anchor_word() {
  return {"anchor", {{{"same", false}, {"any", true}}}};
}

/// The meaning of what was written, or an error with the words that are known.
template <typename Value>
void take_word(const Word<Value>& word, const Written& written, Value& into, Errors& errors) {
  for (const auto& [text, value] : word.known) {
    if (written.value != text) continue;
    into = value;
    return;
  }
  errors.push_back(
      {word.key + " \"" + written.value + "\" is unknown", written.place,
       "it is \"" + std::string(word.known[0].first) + "\" or \"" + std::string(word.known[1].first) + "\""});
}

}  // namespace assay
