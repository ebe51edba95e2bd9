#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

/// Text from elsewhere (a study, a store, what was typed) for people: control characters as `?`, since they could move
/// the cursor, colour what follows or hide what stands before them. Tabs and line breaks stay.
std::string visible(std::string_view text);

/// Whether a character of a UTF-8 text begins with this byte.
bool begins_character(char byte);

/// How many columns of a terminal a UTF-8 text takes (each code point one).
std::size_t display_width(std::string_view text);

/// As much of a UTF-8 text from its start as `width` columns hold; no character is split.
std::string_view cut_to_width(std::string_view text, std::size_t width);

}  // namespace assay
