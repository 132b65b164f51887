// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pictures/picture_writer.h"

/// Films as MP4 need FFmpeg's libraries, which bring a hundred others: so they live in a library of their own, which only
/// 'events render' loads and which is built where they are found.
namespace spw::cli {

extern "C" void spwCreateVideo(const std::filesystem::path& file, const FilmFormat& format, std::unique_ptr<PictureWriter>& out);
using CreateVideoFunction = void (*)(const std::filesystem::path&, const FilmFormat&, std::unique_ptr<PictureWriter>&);

} // namespace spw::cli
