// SPDX-License-Identifier: GPL-3.0-or-later
// GIF 89a, animated. Pictures of events have few colours and wide empty places, which its compression handles well.
#include "core/data/pictures/picture_writer.h"
#include "core/data/writers/output_file.h"

#include <algorithm>

namespace spw {

namespace {

void u16(std::string& b, std::int64_t v) { appendLittleEndian(b, std::uint16_t(v)); }

/// Lempel, Ziv and Welch with codes of growing size, packed into blocks of at most 255 bytes.
class LzwPacker {
public:
    LzwPacker(std::string& out, int symbolBits) : m_out(out), m_symbolBits(symbolBits), m_next(kMostCodes * 16) {}

    void pack(std::span<const std::uint8_t> symbols)
    {
        m_out += char(m_symbolBits);
        restart();
        emit(clearCode());
        int prefix = symbols.empty() ? -1 : symbols[0];
        for (std::size_t i = 1; i < symbols.size(); ++i) {
            std::uint16_t& next = m_next[std::size_t(prefix) * 16 + symbols[i]];
            if (next != 0) {
                prefix = next;
                continue;
            }
            emit(prefix);
            if (m_codes < kMostCodes) {
                if (m_codes == 1 << m_bits)
                    ++m_bits;
                next = std::uint16_t(m_codes++);
            } else {
                emit(clearCode());
                restart();
            }
            prefix = symbols[i];
        }
        if (prefix >= 0)
            emit(prefix);
        emit(clearCode() + 1);
        if (m_held > 0)
            putByte(std::uint8_t(m_bitBuffer));
        endBlock();
        m_out += '\0';
    }

private:
    static constexpr int kMostCodes = 4096;

    int clearCode() const { return 1 << m_symbolBits; }

    void restart()
    {
        std::fill(m_next.begin(), m_next.end(), std::uint16_t(0));
        m_codes = clearCode() + 2;
        m_bits = m_symbolBits + 1;
    }

    void emit(int code)
    {
        m_bitBuffer |= std::uint32_t(code) << m_held;
        m_held += m_bits;
        for (; m_held >= 8; m_held -= 8, m_bitBuffer >>= 8)
            putByte(std::uint8_t(m_bitBuffer));
    }

    void putByte(std::uint8_t byte)
    {
        m_block += char(byte);
        if (m_block.size() == 255)
            endBlock();
    }

    void endBlock()
    {
        if (!m_block.empty()) {
            m_out += char(std::uint8_t(m_block.size()));
            m_out += m_block;
            m_block.clear();
        }
    }

    std::string& m_out;
    int m_symbolBits, m_codes = 0, m_bits = 0, m_held = 0;
    std::uint32_t m_bitBuffer = 0;
    std::string m_block;
    std::vector<std::uint16_t> m_next;   // of a code and a symbol: the code of both together, 0 if there is none
};

class GifWriter final : public PictureWriter {
public:
    GifWriter(const std::filesystem::path& file, const FilmFormat& format) : m_file(file), m_format(format)
    {
        while ((std::size_t(1) << m_symbolBits) < format.colours.size())
            ++m_symbolBits;
        std::string b = "GIF89a";
        u16(b, format.width), u16(b, format.height);
        b += char(0x80 | 0x70 | (m_symbolBits - 1));
        b += std::string(2, '\0');
        for (std::size_t i = 0; i < std::size_t(1) << m_symbolBits; ++i) {
            const Rgb colour = i < format.colours.size() ? format.colours[i] : Rgb{};
            b += char(colour.r), b += char(colour.g), b += char(colour.b);
        }
        b += std::string("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00", 19);   // over and over
        m_file.write(b);
    }

    void add(std::span<const std::uint8_t> pixels) override
    {
        const std::int64_t end = 100 * (m_count + 1) / m_format.framesPerSecond;   // in hundredths
        std::string b("\x21\xf9\x04\x04", 4);
        u16(b, end - m_shown);
        b += std::string(2, '\0');
        b += ',';
        u16(b, 0), u16(b, 0), u16(b, m_format.width), u16(b, m_format.height);
        b += '\0';
        LzwPacker(b, std::max(2, m_symbolBits)).pack(pixels);
        m_file.write(b);
        m_shown = end;
        ++m_count;
    }

    void finish() override
    {
        m_file.write(";");
        m_file.commit();
    }

private:
    OutputFile m_file;
    FilmFormat m_format;
    int m_symbolBits = 1;
    std::int64_t m_count = 0, m_shown = 0;
};

} // namespace

std::unique_ptr<PictureWriter> createGif(const std::filesystem::path& file, const FilmFormat& format)
{
    return std::make_unique<GifWriter>(file, format);
}

} // namespace spw
