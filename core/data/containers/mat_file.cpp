// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/mat_file.h"

#include "core/base/error.h"
#include "core/data/containers/deflate.h"

#include <algorithm>
#include <limits>

namespace spw {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t(2) << 30;
constexpr std::uint32_t kMatrix = 14, kCompressed = 15;
const char* const kMatCopyAgain = "The file is cut or damaged: copy it again.";

/// A tag and what it stands before.
struct Element {
    std::uint32_t type = 0;
    std::string_view content;
};

class MatParser {
public:
    MatParser(bool bigEndian, std::string where)
        : m_bigEndian(bigEndian), m_where(std::move(where))
    {
    }

    [[noreturn]] void fail(const std::string& what) const { throw Error(what, m_where, kMatCopyAgain); }

    std::uint32_t word(std::string_view bytes, std::size_t at) const
    {
        return m_bigEndian ? bigEndian<std::uint32_t>(bytes.data() + at) : littleEndian<std::uint32_t>(bytes.data() + at);
    }

    /// Takes the next element off `rest`, with its padding to 8 bytes (compressed ones have none).
    Element take(std::string_view& rest) const
    {
        if (rest.size() < 8)
            fail("An element's tag is cut.");
        const std::uint32_t first = word(rest, 0);
        if (first >> 16 != 0) {   // a small one: at most 4 bytes, in the tag itself
            const std::size_t size = first >> 16;
            if (size > 4)
                fail("A small element promises " + std::to_string(size) + " bytes, 4 are the most.");
            const Element element{first & 0xFFFF, rest.substr(4, size)};
            rest.remove_prefix(8);
            return element;
        }
        const std::size_t size = word(rest, 4);
        if (size > rest.size() - 8)
            fail("An element promises " + std::to_string(size) + " bytes, " + std::to_string(rest.size() - 8) + " are left.");
        const Element element{first, rest.substr(8, size)};
        const std::size_t padded = first == kCompressed ? size : (size + 7) / 8 * 8;
        rest.remove_prefix(8 + std::min(padded, rest.size() - 8));
        return element;
    }

    MatVariable matrix(std::string_view content) const
    {
        MatVariable variable;
        std::string_view rest = content;
        const Element flags = take(rest), extents = take(rest), name = take(rest);
        if (flags.content.size() < 8 || extents.content.size() % 4 != 0 || extents.content.size() > 4 * 32)
            fail("A variable's description is damaged.");
        const std::uint32_t bits = word(flags.content, 0);
        variable.isComplex = (bits & 0x800) != 0;
        variable.name = std::string(name.content.substr(0, name.content.find('\0')));
        variable.where = m_where + " > " + variable.name;
        std::uint64_t count = 1;
        for (std::size_t at = 0; at < extents.content.size(); at += 4) {
            const auto extent = std::int32_t(word(extents.content, at));
            if (extent < 0)
                fail("The variable '" + variable.name + "' has the extent " + std::to_string(extent) + ".");
            variable.shape.push_back(extent);
            if (extent > 0 && count > std::numeric_limits<std::uint64_t>::max() / std::uint64_t(extent))
                fail("The variable '" + variable.name + "' is larger than any file.");
            count *= std::uint64_t(extent);
        }
        static const char* const kClasses[] = {"unknown", "cell", "struct", "object", "char", "sparse", "float64", "float32",
                                               "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"};
        const std::uint32_t kind = bits & 0xFF;
        variable.type = kind < std::size(kClasses) ? kClasses[kind] : "unknown";
        if ((bits & 0x200) != 0)
            variable.type = "bool";
        if (kind < 6 || kind > 15)
            return variable;
        const Element data = take(rest);
        variable.values.type = scalarOf(data.type);
        if (!variable.values.type.isNumber())
            fail("The values of '" + variable.name + "' have the unknown type " + std::to_string(data.type) + ".");
        if (!fits(count, variable.values.type.size, data.content.size())
            || count * variable.values.type.size != data.content.size())
            fail("The variable '" + variable.name + "' has " + std::to_string(data.content.size()) + " bytes, "
                 + std::to_string(count * variable.values.type.size) + " were expected.");
        variable.values.data = data.content.data();
        variable.values.stride = variable.values.type.size;
        variable.values.count = std::size_t(count);
        return variable;
    }

private:
    ScalarType scalarOf(std::uint32_t type) const
    {
        switch (type) {
        case 1: return {ScalarKind::Int, 1, false};
        case 2: return {ScalarKind::UInt, 1, false};
        case 3: return {ScalarKind::Int, 2, m_bigEndian};
        case 4: return {ScalarKind::UInt, 2, m_bigEndian};
        case 5: return {ScalarKind::Int, 4, m_bigEndian};
        case 6: return {ScalarKind::UInt, 4, m_bigEndian};
        case 7: return {ScalarKind::Float, 4, m_bigEndian};
        case 9: return {ScalarKind::Float, 8, m_bigEndian};
        case 12: return {ScalarKind::Int, 8, m_bigEndian};
        case 13: return {ScalarKind::UInt, 8, m_bigEndian};
        default: return {};
        }
    }

    bool m_bigEndian;
    std::string m_where;
};

} // namespace

bool isMat5(std::string_view head)
{
    return head.size() >= 128 && (head.substr(126, 2) == "IM" || head.substr(126, 2) == "MI")
           && (head.substr(0, 6) == "MATLAB" || head[head[126] == 'I' ? 125 : 124] == 1);
}

MatFile::MatFile(std::shared_ptr<const ByteSource> file)
{
    if (file->size() > kMostBytes)
        throw Error("The file has " + std::to_string(file->size()) + " bytes, 2 GiB can be read.", file->name(),
                    "Split it into smaller ones.");
    m_bytes.push_back(file->text(0, std::size_t(file->size())));
    const std::string_view all = m_bytes.front();
    if (all.substr(0, 10) == "MATLAB 7.3" || (all.size() > 520 && all.substr(512, 4) == "\x89HDF"))
        throw Error("This is a MATLAB 7.3 file, which is HDF5 inside.", file->name(),
                    "Save it in MATLAB with save(..., '-v7'), or choose a file whose variables are ts, x, y and pol.");
    if (!isMat5(all))
        throw Error("The file is no MATLAB file of version 5: its header does not say so.", file->name() + ", byte 124",
                    "Save it in MATLAB with save(..., '-v7').");
    const bool bigEndian = all[126] == 'M';
    std::string_view rest = all.substr(128);
    std::uint64_t unpacked = 0;
    while (!rest.empty()) {
        const std::string where = file->name() + ", byte " + std::to_string(all.size() - rest.size());
        const MatParser parser(bigEndian, where);
        if (rest.size() < 8 || (parser.word(rest, 0) >> 16 == 0 && parser.word(rest, 4) > rest.size() - 8)) {
            if (m_variables.empty())
                parser.fail("The file ends inside its first variable.");
            m_dropped = rest.size();   // complete variables are kept
            break;
        }
        Element element = parser.take(rest);
        if (element.type == kCompressed) {
            m_bytes.push_back(inflated(element.content, DeflateWrapping::Zlib, kMostBytes - unpacked, where));
            unpacked += m_bytes.back().size();
            std::string_view inside = m_bytes.back();
            element = parser.take(inside);
        }
        if (element.type == kMatrix && !element.content.empty())
            m_variables.push_back(parser.matrix(element.content));
    }
}

const MatVariable* MatFile::find(std::string_view name) const
{
    const auto found = std::find_if(m_variables.begin(), m_variables.end(), [&](const MatVariable& v) { return v.name == name; });
    return found == m_variables.end() ? nullptr : &*found;
}

} // namespace spw
