// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace spw {

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
};

/// What a film of a recording looks like. Pictures have few colours: each pixel is an index into them.
struct FilmFormat {
    std::int64_t width = 0, height = 0;   // of a picture, 1 to 16384
    int framesPerSecond = 25;
    std::vector<Rgb> colours;             // 2 to 16
};

/// A film that is written picture by picture. It appears when it is finished.
class PictureWriter {
public:
    virtual ~PictureWriter() = default;
    /// @param pixels  width * height indices, the top row first.  @throws Error
    virtual void add(std::span<const std::uint8_t> pixels) = 0;
    virtual void finish() = 0;
};

/// An animated GIF. It plays in hundredths of a second: rates that do not divide 100 are met on average.
std::unique_ptr<PictureWriter> createGif(const std::filesystem::path& file, const FilmFormat& format);
/// A folder with 000000.png, 000001.png, ...; an existing folder is replaced if it holds nothing else.
std::unique_ptr<PictureWriter> createPngFolder(const std::filesystem::path& folder, const FilmFormat& format);

/// One picture as the bytes of a PNG.
std::string pngBytes(const FilmFormat& format, std::span<const std::uint8_t> pixels);

} // namespace spw
