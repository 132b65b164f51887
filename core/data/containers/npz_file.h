// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// An array and the bytes it lies in.
struct NpyFile {
    std::string bytes;
    NpyView view;

    /// @throws Error as viewNpy.
    NpyFile(std::string file, const std::string& where) : bytes(std::move(file)), view(viewNpy(bytes, where)) {}
    NpyFile(const NpyFile&) = delete;   // a copy's view would look into the original
    NpyFile& operator=(const NpyFile&) = delete;
};

/// A `.npz` file: a zip of `<key>.npy` (formats.md 6.1).
class NpzFile {
public:
    /// @throws Error as ZipFile.
    explicit NpzFile(std::shared_ptr<const ByteSource> file) : m_zip(std::move(file)) {}

    /// Names without `.npy`, in the order of the file.
    std::vector<std::string> keys() const;
    bool has(std::string_view key) const { return m_zip.find(std::string(key) + ".npy") != nullptr; }
    /// The array's member. @throws Error naming the keys there are.
    const ZipMember& member(std::string_view key) const;
    /// @throws Error: no such key, damaged, Python objects, more than `limit` bytes.
    std::unique_ptr<NpyFile> read(std::string_view key, std::uint64_t limit = std::uint64_t(4) << 30) const;
    /// Type and shape of one array, without unpacking it all.
    NpyHeader header(std::string_view key) const;
    const ZipFile& zip() const { return m_zip; }

private:
    ZipFile m_zip;
};

/// True for a zip file with a member that ends in `.npy`.
bool isNpz(const ZipFile& zip);

} // namespace spw
