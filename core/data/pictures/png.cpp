// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/pictures/picture_writer.h"

#include <zlib.h>

#include <cstdio>
#include <fstream>

namespace spw {

namespace {

namespace fs = std::filesystem;

void bigEndian32(std::string& b, std::uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        b += char(std::uint8_t(v >> shift));
}

void addChunk(std::string& png, const std::string& typeAndData)
{
    bigEndian32(png, std::uint32_t(typeAndData.size() - 4));
    png += typeAndData;
    bigEndian32(png, std::uint32_t(crc32_z(0, reinterpret_cast<const Bytef*>(typeAndData.data()), typeAndData.size())));
}

/// Only pictures, numbered as ours: what an earlier run left, and nothing that somebody would miss.
bool holdsOnlyPictures(const fs::path& folder)
{
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.size() < 10 || name.substr(name.size() - 4) != ".png"
            || name.find_first_not_of("0123456789") != name.size() - 4)
            return false;
    }
    return true;
}

class PngFolder final : public PictureWriter {
public:
    PngFolder(const fs::path& folder, const FilmFormat& format) : m_folder(folder), m_format(format)
    {
        std::error_code ec;
        if (fs::exists(folder, ec) && (!fs::is_directory(folder, ec) || !holdsOnlyPictures(folder)))
            throw Error("The folder holds other files than numbered pictures.", folder.string(),
                        "Give the name of a new folder.");
        m_temporary = folder;
        if (m_temporary.filename().empty())   // "name/"
            m_temporary = m_temporary.parent_path();
        m_folder = m_temporary;
        m_temporary += ".part";
        fs::remove_all(m_temporary, ec);
        if (!fs::create_directory(m_temporary, ec))
            throw Error("The folder could not be made: " + ec.message() + ".", folder.string(),
                        "Check that the folder above it exists and may be written.");
    }
    ~PngFolder() override
    {
        std::error_code ec;
        if (!m_temporary.empty())
            fs::remove_all(m_temporary, ec);
    }

    void add(std::span<const std::uint8_t> pixels) override
    {
        char name[32];
        std::snprintf(name, sizeof name, "%06lld.png", static_cast<long long>(m_count++));
        const std::string bytes = pngBytes(m_format, pixels);
        std::ofstream file(m_temporary / name, std::ios::binary);   // the folder gets its name when all are there
        file.write(bytes.data(), std::streamsize(bytes.size()));
        file.close();
        if (!file)
            throw Error("A picture could not be written.", (m_temporary / name).string(), "Check that the disk is not full.");
    }

    void finish() override
    {
        std::error_code ec;
        fs::remove_all(m_folder, ec);
        fs::rename(m_temporary, m_folder, ec);
        if (ec)
            throw Error("The folder could not be written: " + ec.message() + ".", m_folder.string(),
                        "Check that it is not in use.");
        m_temporary.clear();
    }

private:
    fs::path m_folder, m_temporary;
    FilmFormat m_format;
    std::int64_t m_count = 0;
};

} // namespace

std::string pngBytes(const FilmFormat& format, std::span<const std::uint8_t> pixels)
{
    const auto width = std::size_t(format.width), height = std::size_t(format.height);
    const std::size_t rowBytes = (width + 1) / 2;   // 4 bits a pixel
    std::string rows;
    rows.reserve((rowBytes + 1) * height);
    for (std::size_t y = 0; y < height; ++y) {
        rows += '\0';   // no filter
        for (std::size_t x = 0; x < width; x += 2) {
            const unsigned left = pixels[y * width + x] & 15u, right = x + 1 < width ? pixels[y * width + x + 1] & 15u : 0u;
            rows += char(std::uint8_t(left << 4 | right));
        }
    }
    uLongf size = compressBound(uLong(rows.size()));
    std::string data = "IDAT";
    data.resize(4 + size);
    if (compress2(reinterpret_cast<Bytef*>(data.data() + 4), &size, reinterpret_cast<const Bytef*>(rows.data()), uLong(rows.size()), 6)
        != Z_OK)
        throw Error("A picture could not be packed.", "PNG", "Free memory.");
    data.resize(4 + size);
    std::string header = "IHDR", palette = "PLTE", png = "\x89PNG\r\n\x1a\n";
    bigEndian32(header, std::uint32_t(width));
    bigEndian32(header, std::uint32_t(height));
    header += std::string("\x04\x03\x00\x00\x00", 5);   // 4 bits, indexed
    for (const Rgb& c : format.colours)
        palette += char(c.r), palette += char(c.g), palette += char(c.b);
    addChunk(png, header);
    addChunk(png, palette);
    addChunk(png, data);
    addChunk(png, "IEND");
    return png;
}

std::unique_ptr<PictureWriter> createPngFolder(const fs::path& folder, const FilmFormat& format)
{
    return std::make_unique<PngFolder>(folder, format);
}

} // namespace spw
