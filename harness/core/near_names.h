#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Up to `most` of `known` that `name` may have meant: those that share its beginning first, then by edit distance, of
/// at most a third of the name's length (at least 2).
std::vector<std::string> near_names(std::string_view name, const std::vector<std::string>& known, std::size_t most = 3);

/// `did you mean "a", "b" or "c"?`, followed by `Known here: …` (at most `listed` names, then "and N more").
std::string hint_for(std::string_view name, const std::vector<std::string>& known, std::size_t listed = 12);
/// The same where the near ones are found already.
std::string hint_for_near(const std::vector<std::string>& near, const std::vector<std::string>& known,
                          std::size_t listed = 12);

}  // namespace assay
