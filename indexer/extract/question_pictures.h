#pragma once
/// The pictures that a file's questions name, as files of their own, so that they can be shown with them.
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/derived_files.h"
#include "indexer/extract/drawn_pictures.h"
#include "indexer/extract/source.h"
#include "schemas/model/question.h"

namespace kecang::extract {

/// A kind of file that holds its questions' pictures within it. Not those of PDF.
bool holds_pictures(std::string_view media_type);

/// PNG, JPEG, GIF and WebP by their content, as they are; at most kMostPictures, with bounds on bytes and
/// pixels. Returns those that are still to be drawn, so many that they are no more together. What is no
/// picture of either kind, is damaged or missing is left out.
std::vector<Drawing> write_question_pictures(const Source& source, const std::string& media_type,
                                             const std::vector<Question>& questions, DerivedFiles& files);

}  // namespace kecang::extract
