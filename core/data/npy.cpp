// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <string_view>

namespace spw {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in memory");

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uintmax_t kMaxBytes = std::uintmax_t(4) << 30;

/// The text after "'key':" in the header's dictionary, which NumPy writes in one fixed style.
std::string_view valueOf(std::string_view header, std::string_view key, const std::string& where)
{
    const std::size_t at = header.find("'" + std::string(key) + "':");
    if (at == std::string_view::npos)
        throw Error("The header has no key '" + std::string(key) + "'.", where, "Write the file again with NumPy.");
    std::string_view rest = header.substr(at + key.size() + 3);
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    return rest;
}

std::vector<std::int64_t> parseShape(std::string_view text, const std::string& where)
{
    const Error malformed("The shape is malformed.", where, "Write the file again with NumPy.");
    const std::size_t end = text.find(')');
    if (text.empty() || text.front() != '(' || end == std::string_view::npos)
        throw malformed;
    text = text.substr(1, end - 1);
    std::vector<std::int64_t> shape;
    while (!text.empty()) {
        if (text.front() == ' ' || text.front() == ',') {
            text.remove_prefix(1);
            continue;
        }
        std::int64_t extent = 0;
        const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), extent);
        if (problem != std::errc() || extent < 0 || shape.size() == 32)   // 32 axes: NumPy's own limit
            throw malformed;
        shape.push_back(extent);
        text.remove_prefix(std::size_t(rest - text.data()));
    }
    return shape;
}

template <class T>
std::vector<T> copied(std::string_view bytes, std::size_t count)
{
    std::vector<T> values(count);
    if (count > 0)
        std::memcpy(values.data(), bytes.data(), count * sizeof(T));
    return values;
}

} // namespace

std::string npyBytes(const NpyArray& array)
{
    const bool real = std::holds_alternative<std::vector<float>>(array.data);
    std::string header = std::string("{'descr': '") + (real ? "<f4" : "<i8") + "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < array.shape.size(); ++i)
        header += (i ? ", " : "") + std::to_string(array.shape[i]);
    header += array.shape.size() == 1 ? ",), }" : "), }";
    while ((kMagic.size() + 4 + header.size() + 1) % 64 != 0)
        header += ' ';
    header += '\n';
    std::string bytes(kMagic);
    bytes += {'\1', '\0', char(header.size() & 0xff), char(header.size() >> 8)};
    bytes += header;
    std::visit(
        [&](const auto& values) {
            bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
        },
        array.data);
    return bytes;
}

void writeNpy(const std::filesystem::path& file, const NpyArray& array)
{
    writeFileAtomically(file, npyBytes(array));
}

void writeNpy(const std::filesystem::path& file, const PlainTensor& tensor)
{
    writeNpy(file, NpyArray{tensor.shape, tensor.data});
}

NpyArray readNpy(const std::filesystem::path& file)
{
    const std::string bytes = readFile(file, kMaxBytes);
    const std::string where = file.string();
    const std::string_view all = bytes;
    const auto byteAt = [&](std::size_t i) { return std::size_t(std::uint8_t(all[i])); };
    if (all.size() < 12 || all.substr(0, kMagic.size()) != kMagic)
        throw Error("The file is no NumPy array: it does not start with \\x93NUMPY.", where + ", byte 0",
                    "Choose a .npy file.");
    const bool wide = byteAt(6) >= 2;
    const std::size_t start = wide ? 12 : 10;
    std::size_t length = byteAt(8) | (byteAt(9) << 8);
    if (wide)
        length |= (byteAt(10) << 16) | (byteAt(11) << 24);
    if (length > all.size() - start)
        throw Error("The header promises " + std::to_string(length) + " bytes, " + std::to_string(all.size() - start)
                        + " are left.",
                    where + ", byte 8", "Copy the file again.");
    const std::string_view header = all.substr(start, length), payload = all.substr(start + length);
    const std::string_view type = valueOf(header, "descr", where).substr(0, 5);
    const bool real = type == "'<f4'";
    if (!real && type != "'<i8'")
        throw Error("The values have type " + std::string(type) + "; '<f4' and '<i8' can be read.",
                    where + ", byte " + std::to_string(start), "Convert with array.astype('<f4').");
    if (valueOf(header, "fortran_order", where).substr(0, 5) != "False")
        throw Error("The array is in column-major order.", where, "Convert with numpy.ascontiguousarray.");
    NpyArray array;
    array.shape = parseShape(valueOf(header, "shape", where), where);
    const std::size_t available = payload.size() / (real ? 4 : 8);
    std::size_t count = 1;
    for (const std::int64_t extent : array.shape)
        if (extent == 0)
            count = 0;
    for (const std::int64_t extent : array.shape) {
        if (count > 0 && std::size_t(extent) > available / count)
            throw Error("The header promises more values than the " + std::to_string(available) + " in the file.",
                        where + ", byte " + std::to_string(start + length), "Copy the file again.");
        count *= std::size_t(extent);
    }
    if (count > available)
        throw Error("The header promises one value, the file has none.", where, "Copy the file again.");
    if (real)
        array.data = copied<float>(payload, count);
    else
        array.data = copied<std::int64_t>(payload, count);
    return array;
}

} // namespace spw
