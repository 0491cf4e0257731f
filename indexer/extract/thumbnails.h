#pragma once
/// Small pictures of pages, films and pictures, by poppler and ffmpeg within this process's confinement.
#include <string>
#include <string_view>

#include "indexer/extract/derived_files.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

/// page-0001.jpg and so on: the first pages of a PDF, 480 pixels wide.
ExtractEnd page_thumbnails(const Source& pdf, DerivedFiles& files);
/// poster.jpg: a film as it looks after its opening, at most 640 pixels wide.
ExtractEnd film_poster(const Source& film, DerivedFiles& files);
/// page-0001.jpg: the picture itself, upright, at most 480 pixels wide.
ExtractEnd picture_thumbnail(const Source& picture, const std::string& media_type, DerivedFiles& files);
/// Of the kinds that `picture_thumbnail` takes.
bool is_picture(std::string_view media_type);

}  // namespace kecang::extract
