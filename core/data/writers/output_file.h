// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace spw {

/// A file written piece by piece beside its final name, which it gets with commit(): it is complete or not there.
class OutputFile {
public:
    /// @throws Error if the folder is not there or may not be written.
    explicit OutputFile(const std::filesystem::path& file);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void write(const void* bytes, std::size_t count);
    void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }
    std::uint64_t size() const { return m_size; }
    /// Writes over what is already there.
    void patch(std::uint64_t offset, std::string_view bytes);
    /// Reads back what was written. @throws Error if it is not there.
    void read(std::uint64_t offset, void* out, std::size_t count);
    void commit();

    /// Where the bytes are until then: for libraries that write files themselves (they close it before commit()).
    const std::filesystem::path& temporary() const { return m_temporary; }

private:
    void flush();
    [[noreturn]] void fail(int reason) const;

    std::filesystem::path m_file, m_temporary;
    int m_handle = -1;
    std::string m_buffer;
    std::uint64_t m_size = 0;
};

template <class Number>
void appendLittleEndian(std::string& bytes, Number value)
{
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        bytes += char(std::uint8_t(std::uint64_t(value) >> (8 * i)));
}

} // namespace spw
