// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace spw {

/// The bytes of a recording, read at any place and from several threads at once. Nothing is held in memory that was not
/// asked for. A file is read, not mapped: one that shrinks while it is open gives fewer bytes instead of a crash.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// As errors name it.
    virtual const std::string& name() const = 0;
    virtual std::uint64_t size() const = 0;
    /// Copies at most `count` bytes from `offset` on. @return how many; fewer only at the end. @throws Error
    virtual std::size_t read(std::uint64_t offset, void* out, std::size_t count) const = 0;
    /// The file, for libraries that open it themselves; empty for bytes in memory.
    virtual const std::filesystem::path& path() const = 0;

    std::string text(std::uint64_t offset, std::size_t count) const;
};

/// @throws Error naming the file and the system's reason.
std::shared_ptr<const ByteSource> openBytes(const std::filesystem::path& file);
std::shared_ptr<const ByteSource> bytesInMemory(std::string bytes, std::string name);

/// Integers of a file, from bytes of any alignment.
template <class Number>
Number littleEndian(const void* from)
{
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value |= std::uint64_t(bytes[i]) << (8 * i);
    return Number(value);
}

template <class Number>
Number bigEndian(const void* from)
{
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value = value << 8 | bytes[i];
    return Number(value);
}

} // namespace spw
