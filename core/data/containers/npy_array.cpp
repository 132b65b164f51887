// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/npy_array.h"

#include "core/base/error.h"
#include "core/data/containers/python_literal.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace spw {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostAxes = 32;                           // NumPy's own limit
constexpr std::size_t kMostItemBytes = std::size_t(1) << 30;
const char* const kWriteAgain = "The file is damaged: write it again with NumPy.";

std::string latin1ToUtf8(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        const auto code = std::uint8_t(c);
        if (code < 0x80)
            result += c;
        else
            result += {char(0xC0 | code >> 6), char(0x80 | (code & 0x3F))};
    }
    return result;
}

/// Reads the descriptions of a header; knows the place for its errors.
class DescriptionReader {
public:
    DescriptionReader(const std::string& where, bool utf8)
        : m_where(where), m_utf8(utf8)
    {
    }

    ScalarType plain(const std::string& text) const
    {
        std::string_view rest = text;
        ScalarType type;
        if (!rest.empty() && std::string_view("<>|=").find(rest.front()) != std::string_view::npos) {
            type.bigEndian = rest.front() == '>';
            rest.remove_prefix(1);
        }
        if (rest.empty())
            refuse(text);
        const char letter = rest.front();
        rest.remove_prefix(1);
        if (letter == 'O')
            throw Error("The array holds Python objects; reading them would run code from the file.", m_where,
                        "Save plain numbers: array.astype('float32').");
        if ((letter == 'M' || letter == 'm') && rest.substr(0, 1) == "8")   // times: the number, whatever the unit
            rest = rest.substr(0, 1);
        std::size_t size = 0;
        const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
        if (problem != std::errc() || end != rest.data() + rest.size() || size > kMostItemBytes)
            refuse(text);
        switch (letter) {
        case 'b': type.kind = ScalarKind::Bool; break;
        case 'i': case 'M': case 'm': type.kind = ScalarKind::Int; break;
        case 'u': type.kind = ScalarKind::UInt; break;
        case 'f': type.kind = ScalarKind::Float; break;
        case 'c': type.kind = ScalarKind::Complex; break;
        case 'S': case 'a': type.kind = ScalarKind::Bytes; break;
        case 'U': type.kind = ScalarKind::Unicode; break;
        case 'V': type.kind = ScalarKind::Void; break;
        default: refuse(text);
        }
        type.size = letter == 'U' ? size * 4 : size;
        if (type.size == 1 || type.kind == ScalarKind::Bytes || type.kind == ScalarKind::Void)
            type.bigEndian = false;
        const bool sized = type.kind == ScalarKind::Bytes || type.kind == ScalarKind::Unicode || type.kind == ScalarKind::Void;
        if ((!sized && !type.isNumber()) || type.size > kMostItemBytes)
            refuse(text);
        return type;
    }

    std::vector<std::int64_t> shape(const PythonLiteral& literal) const
    {
        std::vector<std::int64_t> result;
        if (const std::int64_t* const one = literal.integer()) {
            result.push_back(*one);
        } else if (const auto* const items = literal.list()) {
            if (items->size() > kMostAxes)
                throw Error("The array has " + std::to_string(items->size()) + " axes, 32 are the most.", m_where, kWriteAgain);
            for (const PythonLiteral& item : *items)
                result.push_back(item.integer() ? *item.integer() : -1);
        } else {
            result.push_back(-1);
        }
        for (const std::int64_t extent : result)
            if (extent < 0)
                throw Error("The shape holds something that is no number from 0 on.", m_where, kWriteAgain);
        return result;
    }

    /// Fields of a list of (name, type[, shape]). @return bytes of one record.
    std::size_t fields(const PythonLiteral::List& list, std::vector<NpyField>& out) const
    {
        std::size_t offset = 0;
        for (const PythonLiteral& entry : list) {
            const auto* const parts = entry.list();
            if (!parts || parts->size() < 2 || parts->size() > 3)
                throw Error("A field is not written as (name, type) or (name, type, shape).", m_where, kWriteAgain);
            NpyField field;
            field.name = nameOf((*parts)[0]);
            if (parts->size() == 3)
                field.shape = shape((*parts)[2]);
            field.offset = offset;
            std::size_t bytes = 0;
            std::vector<NpyField> inner;
            if (const std::string* const text = (*parts)[1].text()) {
                field.type = plain(*text);
                bytes = field.type.size;
            } else if (const auto* const nested = (*parts)[1].list()) {   // a record inside the record
                bytes = fields(*nested, inner);
                field.type = {ScalarKind::Void, bytes, false};
            } else {
                throw Error("The field '" + field.name + "' has no readable type.", m_where, kWriteAgain);
            }
            for (const std::int64_t extent : field.shape) {
                if (!fits(std::uint64_t(extent), bytes, kMostItemBytes))
                    tooLarge();
                bytes *= std::size_t(extent);
            }
            if (bytes > kMostItemBytes - offset)
                tooLarge();
            for (NpyField& one : inner)
                if (field.shape.empty()) {
                    one.name = field.name + "." + one.name;
                    one.offset += offset;
                    out.push_back(std::move(one));
                }
            offset += bytes;
            if (!field.name.empty())   // no name: padding
                out.push_back(std::move(field));
        }
        return offset;
    }

private:
    [[noreturn]] void refuse(const std::string& text) const
    {
        throw Error("The values have the type '" + text.substr(0, 40) + "', which cannot be read.", m_where,
                    "Convert them with array.astype('float32').");
    }
    [[noreturn]] void tooLarge() const
    {
        throw Error("One record is larger than 1 GiB.", m_where, kWriteAgain);
    }
    std::string nameOf(const PythonLiteral& literal) const
    {
        const PythonLiteral* name = &literal;
        if (const auto* const titled = literal.list(); titled && titled->size() == 2)   // (title, name)
            name = &(*titled)[1];
        if (!name->text())
            throw Error("A field has no name.", m_where, kWriteAgain);
        return m_utf8 ? *name->text() : latin1ToUtf8(*name->text());
    }

    const std::string& m_where;
    bool m_utf8;
};

/// Calls `take` with the offset of every item in C order, for an array that lies in Fortran order.
template <class Take>
void eachInCOrder(const NpyHeader& header, const Take& take)
{
    const std::size_t axes = header.shape.size();
    std::vector<std::uint64_t> step(axes), index(axes);
    std::uint64_t product = 1;
    for (std::size_t i = 0; i < axes; ++i) {
        step[i] = product;
        product *= std::uint64_t(header.shape[i]);
    }
    std::uint64_t offset = 0;
    for (std::uint64_t n = header.itemCount(); n > 0; --n) {
        take(offset);
        for (std::size_t axis = axes; axis-- > 0;) {
            offset += step[axis];
            if (++index[axis] < std::uint64_t(header.shape[axis]))
                break;
            offset -= step[axis] * index[axis];
            index[axis] = 0;
        }
    }
}

template <class Value>
std::vector<Value> inCOrder(const NpyHeader& header, std::vector<Value> values)
{
    if (!header.fortranOrder || header.shape.size() < 2)
        return values;
    std::vector<Value> result;
    result.reserve(values.size());
    eachInCOrder(header, [&](std::uint64_t at) { result.push_back(values[at]); });
    return result;
}

std::string shapeSource(const std::vector<std::int64_t>& shape)
{
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

} // namespace

const NpyField* NpyHeader::field(std::string_view name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const NpyField& f) { return f.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

std::uint64_t NpyHeader::itemCount() const
{
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= std::uint64_t(extent);
    return count;
}

NpyHeader parseNpyHeader(std::string_view start, std::uint64_t fileBytes, const std::string& where)
{
    const auto byteAt = [&](std::size_t i) { return std::size_t(std::uint8_t(start[i])); };
    if (start.size() < 10 || start.substr(0, kMagic.size()) != kMagic)
        throw Error("The file is no NumPy array: it does not start with \\x93NUMPY.", where + ", byte 0",
                    "Choose a .npy file.");
    NpyHeader header;
    header.major = int(byteAt(6)), header.minor = int(byteAt(7));
    if (header.major < 1 || header.major > 3)
        throw Error("The file has version " + std::to_string(header.major) + "; 1, 2 and 3 can be read.",
                    where + ", byte 6", kWriteAgain);
    const std::size_t begin = header.major == 1 ? 10 : 12;
    std::size_t length = byteAt(8) | byteAt(9) << 8;
    if (begin == 12 && start.size() >= 12)
        length |= byteAt(10) << 16 | byteAt(11) << 24;
    if (start.size() < begin || length > start.size() - begin)
        throw Error("The header promises " + std::to_string(length) + " bytes, "
                        + std::to_string(start.size() < begin ? 0 : start.size() - begin) + " are left.",
                    where + ", byte 8", "The file is cut or damaged: copy it again.");
    header.dataOffset = begin + length;

    const PythonLiteral dictionary = parsePythonLiteral(start.substr(begin, length), where);
    const auto valueOf = [&](const char* key) -> const PythonLiteral& {
        const PythonLiteral* const found = dictionary.find(key);
        if (!found)
            throw Error(std::string("The header has no key '") + key + "'.", where, kWriteAgain);
        return *found;
    };
    const DescriptionReader reader(where, header.major == 3);
    const PythonLiteral& descr = valueOf("descr");
    if (const std::string* const text = descr.text()) {
        header.type = reader.plain(*text);
        header.descr = *text;
        header.itemBytes = header.type.size;
    } else if (const auto* const list = descr.list()) {
        header.itemBytes = reader.fields(*list, header.fields);
    } else {
        throw Error("The type of the values is neither a text nor a list of fields.", where, kWriteAgain);
    }
    if (const bool* const order = valueOf("fortran_order").truth())
        header.fortranOrder = *order;
    else
        throw Error("fortran_order is neither True nor False.", where, kWriteAgain);
    header.shape = reader.shape(valueOf("shape"));

    const std::uint64_t available = fileBytes - std::min<std::uint64_t>(header.dataOffset, fileBytes);
    const bool empty = std::find(header.shape.begin(), header.shape.end(), 0) != header.shape.end();
    std::uint64_t count = 1;
    for (const std::int64_t extent : header.shape) {
        // Items of no bytes would let any shape pass.
        if (!fits(count, std::uint64_t(extent), std::numeric_limits<std::int64_t>::max())
            || (!empty && !fits(count * std::uint64_t(extent), std::max<std::size_t>(header.itemBytes, 1), available)))
            throw Error("The header promises more values of " + std::to_string(header.itemBytes)
                            + " bytes than the " + std::to_string(available) + " bytes in the file can hold.",
                        where + ", byte " + std::to_string(header.dataOffset), "The file is cut or damaged: copy it again.");
        count *= std::uint64_t(extent);
    }
    if (!fits(count, header.itemBytes, available))
        throw Error("The header promises " + std::to_string(count * header.itemBytes) + " bytes of data, "
                        + std::to_string(available) + " are left.",
                    where + ", byte " + std::to_string(header.dataOffset), "The file is cut or damaged: copy it again.");
    return header;
}

NpyView viewNpy(std::string_view file, const std::string& where)
{
    NpyView view{parseNpyHeader(file, file.size(), where), {}};
    view.data = file.substr(view.header.dataOffset, view.header.itemCount() * view.header.itemBytes);
    return view;
}

Column NpyView::values(const std::string& where) const
{
    if (header.structured() || !header.type.isNumber() || header.type.kind == ScalarKind::Complex)
        throw Error("The array holds " + (header.structured() ? std::string("records") : header.type.name())
                        + " where numbers were expected.",
                    where, "Choose another array, or save this one as numbers.");
    return {data.data(), header.itemBytes, std::size_t(header.itemCount()), header.type};
}

Column NpyView::column(const NpyField& field) const
{
    return {data.data() + field.offset, header.itemBytes, std::size_t(header.itemCount()), field.type};
}

std::string cOrderBytes(const NpyView& array)
{
    const NpyHeader& header = array.header;
    std::string result(array.data);
    const std::size_t item = header.itemBytes;
    if (header.fortranOrder && header.shape.size() > 1 && item > 0) {
        std::size_t to = 0;
        eachInCOrder(header, [&](std::uint64_t at) {
            std::copy_n(array.data.data() + at * item, item, result.data() + to);
            to += item;
        });
    }
    if (header.type.bigEndian && !header.structured()) {
        const std::size_t unit = header.type.kind == ScalarKind::Unicode ? 4
                                 : header.type.kind == ScalarKind::Complex ? item / 2 : item;
        for (std::size_t at = 0; unit > 0 && at + unit <= result.size(); at += unit)
            std::reverse(result.data() + at, result.data() + at + unit);
    }
    return result;
}

std::vector<double> cOrderReals(const NpyView& array, const std::string& where)
{
    return inCOrder(array.header, realsOf(array.values(where)));
}

std::vector<std::int64_t> cOrderIntegers(const NpyView& array, const std::string& where)
{
    return inCOrder(array.header, integersOf(array.values(where)));
}

std::string npyStructuredHeaderBytes(const std::string& descrSource, const std::vector<std::int64_t>& shape)
{
    std::string header = "{'descr': " + descrSource + ", 'fortran_order': False, 'shape': " + shapeSource(shape) + ", }";
    while ((kMagic.size() + 4 + header.size() + 1) % 64 != 0)
        header += ' ';
    header += '\n';
    std::string bytes(kMagic);
    bytes += {'\1', '\0', char(header.size() & 0xff), char(header.size() >> 8)};
    return bytes + header;
}

std::string npyHeaderBytes(const std::string& descr, const std::vector<std::int64_t>& shape)
{
    return npyStructuredHeaderBytes("'" + descr + "'", shape);
}

} // namespace spw
