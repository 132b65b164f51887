// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/mat_file.h"

#include "core/base/error.h"
#include "core/data/containers/deflate.h"

#include <algorithm>
#include <bit>
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

constexpr int kDeepestStructure = 16;
// A small file can promise gigabytes of names: many empty fields, each called by all the structures that it lies in.
constexpr std::size_t kMostNamed = 20'000;   // variables, beyond which no fields become variables of their own
constexpr std::uint32_t kLongestName = 256;   // MATLAB itself allows 63

class MatParser {
public:
    /// @param gathered  keeps what does not lie in the file in one piece.
    MatParser(bool bigEndian, std::string where, std::deque<std::string>& gathered)
        : m_bigEndian(bigEndian), m_where(std::move(where)), m_gathered(gathered)
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

    /// Adds the variable, and the fields of structures behind it.
    /// @param owner  the structure it is a field of, with its dot; then `field` is its name.
    void add(std::string_view content, std::vector<MatVariable>& out, const std::string& owner = {}, const std::string& field = {},
             int depth = 0) const
    {
        MatVariable variable;
        if (content.empty() && !owner.empty()) {   // how [] may be written
            variable.type = "float64";
            variable.shape = {0, 0};
            variable.values = {"", 8, 0, {ScalarKind::Float, 8, false}};
            name(variable, owner + field);
            out.push_back(std::move(variable));
            return;
        }
        std::string_view rest = content;
        const Element flags = take(rest), extents = take(rest), called = take(rest);
        if (flags.content.size() < 8 || extents.content.size() % 4 != 0 || extents.content.size() > 4 * 32)
            fail("A variable's description is damaged.");
        const std::uint32_t bits = word(flags.content, 0);
        variable.isComplex = (bits & 0x800) != 0;
        name(variable, owner.empty() ? std::string(called.content.substr(0, called.content.find('\0'))) : owner + field);
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
        if (variable.type == "struct") {
            out.push_back(variable);
            if (depth < kDeepestStructure)
                addFields(rest, variable.name, count, out, depth + 1);
            return;
        }
        if ((bits & 0x200) != 0)
            variable.type = "bool";
        if (kind >= 6 && kind <= 15)
            variable.values = numbers(take(rest), variable.name, count);
        out.push_back(std::move(variable));
    }

private:
    void name(MatVariable& variable, std::string text) const
    {
        variable.name = std::move(text);
        variable.where = m_where + " > " + variable.name;
    }

    Column numbers(const Element& data, const std::string& name, std::uint64_t count) const
    {
        const ScalarType type = scalarOf(data.type);
        if (!type.isNumber())
            fail("The values of '" + name + "' have the unknown type " + std::to_string(data.type) + ".");
        if (!fits(count, type.size, data.content.size()) || count * type.size != data.content.size())
            fail("The variable '" + name + "' has " + std::to_string(data.content.size()) + " bytes, "
                 + std::to_string(count * type.size) + " were expected.");
        return {data.content.data(), type.size, std::size_t(count), type};
    }

    /// The fields of `count` structures: the length of their names, the names, then their values, structure by structure.
    void addFields(std::string_view rest, const std::string& structure, std::uint64_t count, std::vector<MatVariable>& out, int depth) const
    {
        const Element length = take(rest), names = take(rest);
        const std::uint32_t each = length.content.size() == 4 ? word(length.content, 0) : 0;
        if (each == 0 || each > kLongestName || names.content.size() % each != 0)
            fail("The names of the fields of '" + structure + "' are damaged.");
        std::vector<std::string> fields;
        for (std::size_t at = 0; at < names.content.size(); at += each) {
            const std::string_view one = names.content.substr(at, each);
            fields.emplace_back(one.substr(0, one.find('\0')));
        }
        if (fields.empty() || count == 0)
            return;
        if (count > rest.size() / 8 / fields.size())
            fail("'" + structure + "' promises " + std::to_string(count) + " structures, more than there are bytes for.");
        std::vector<std::string_view> values;   // of all structures, a row for each
        values.reserve(std::size_t(count) * fields.size());
        for (std::uint64_t i = 0; i < count * fields.size(); ++i) {
            const Element value = take(rest);
            if (value.type != kMatrix)
                fail("A field of '" + structure + "' is no variable.");
            values.push_back(value.content);
        }
        if (count > 1 && gather(values, fields, structure, out, depth))
            return;
        if (out.size() + values.size() > kMostNamed)
            return;   // too many to name; the structure itself is listed
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string number = count > 1 ? "(" + std::to_string(i / fields.size() + 1) + ")" : "";
            add(values[i], out, structure + number + ".", fields[i % fields.size()], depth);
        }
    }

    /// Structures whose fields are single numbers: a list of numbers for each field. @return false if some are something else.
    bool gather(const std::vector<std::string_view>& values, const std::vector<std::string>& fields, const std::string& structure,
                std::vector<MatVariable>& out, int depth) const
    {
        for (const std::string_view value : values) {
            std::string_view rest = value;
            const Element flags = value.empty() ? Element{} : take(rest);
            const std::uint32_t kind = flags.content.size() < 8 ? 0 : word(flags.content, 0) & 0xFF;
            if (kind < 6 || kind > 15)
                return false;
        }
        const std::size_t rows = values.size() / fields.size();
        std::vector<std::string> columns(fields.size());
        std::vector<MatVariable> one;
        for (std::size_t i = 0; i < values.size(); ++i) {
            one.clear();
            add(values[i], one, structure + ".", fields[i % fields.size()], depth);
            if (one.size() != 1 || !one[0].isNumeric() || one[0].values.count != 1)
                return false;
            const double number = realsOf(one[0].values).front();
            columns[i % fields.size()].append(reinterpret_cast<const char*>(&number), sizeof number);
        }
        for (std::size_t f = 0; f < fields.size(); ++f) {
            m_gathered.push_back(std::move(columns[f]));
            MatVariable variable;
            variable.type = "float64";
            variable.shape = {std::int64_t(rows), 1};
            variable.values = {m_gathered.back().data(), sizeof(double), rows,
                               {ScalarKind::Float, sizeof(double), std::endian::native == std::endian::big}};
            name(variable, structure + "." + fields[f]);
            out.push_back(std::move(variable));
        }
        return true;
    }

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
    std::deque<std::string>& m_gathered;
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
        const MatParser parser(bigEndian, where, m_bytes);
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
            parser.add(element.content, m_variables);
    }
}

const MatVariable* MatFile::find(std::string_view name) const
{
    const auto found = std::find_if(m_variables.begin(), m_variables.end(), [&](const MatVariable& v) { return v.name == name; });
    return found == m_variables.end() ? nullptr : &*found;
}

} // namespace spw
