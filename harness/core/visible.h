#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Text from elsewhere (a study, a store, what was typed) for people: control characters as `?`, since they could move
/// the cursor, colour what follows or hide what stands before them. Tabs and line breaks stay.
std::string visible(std::string_view text);

}  // namespace assay
