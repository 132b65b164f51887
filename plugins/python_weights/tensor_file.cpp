// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python_weights/tensor_file.h"

#include "core/base/error.h"
#include "core/data/containers/npz_file.h"

#include <bit>
#include <optional>

namespace spw::pythonweights {

namespace {

bool isZip(std::string_view head) { return head.substr(0, 4) == "PK\x03\x04"; }

bool hasPickle(const ZipFile& zip)
{
    for (const ZipMember& member : zip.members())
        if (member.name == "data.pkl" || member.name.ends_with("/data.pkl"))
            return true;
    return false;
}

std::optional<NumberType> typeOf(const ScalarType& type)
{
    switch (type.kind) {
    case ScalarKind::Float:
        return type.size == 8 ? NumberType::Float64 : type.size == 4 ? NumberType::Float32 : NumberType::Float16;
    case ScalarKind::Int:
        return type.size == 8 ? NumberType::Int64 : type.size == 4 ? NumberType::Int32 : type.size == 2 ? NumberType::Int16 : NumberType::Int8;
    case ScalarKind::Bool: return NumberType::Bool;
    case ScalarKind::UInt:
        return type.size == 8 ? NumberType::UInt64 : type.size == 4 ? NumberType::UInt32 : type.size == 2 ? NumberType::UInt16 : NumberType::UInt8;
    default: return {};
    }
}

std::vector<ForeignTensor> readNpz(const std::shared_ptr<const ByteSource>& file, std::vector<OtherTensor>* others)
{
    const NpzFile npz(file);
    std::vector<ForeignTensor> out;
    for (const std::string& key : npz.keys()) {
        const std::unique_ptr<NpyFile> array = npz.read(key);
        const std::string where = file->name() + " > " + key;
        const bool table = array->view.header.structured();
        const auto type = table ? std::optional<NumberType>() : typeOf(array->view.header.type);
        if (type)
            out.push_back({key, *type, array->view.header.shape, cOrderBytes(array->view)});
        else if (others)
            others->push_back({key, table ? "a table of records" : array->view.header.type.name()});
        else
            throw Error("An array is of type " + array->view.header.type.name() + ", which is none of weights.", where, "Save float32 arrays.");
    }
    return out;
}

} // namespace

std::size_t bytesOf(NumberType type)
{
    switch (type) {
    case NumberType::Float64:
    case NumberType::UInt64:
    case NumberType::Int64: return 8;
    case NumberType::Float32:
    case NumberType::UInt32:
    case NumberType::Int32: return 4;
    case NumberType::Float16:
    case NumberType::BFloat16:
    case NumberType::UInt16:
    case NumberType::Int16: return 2;
    default: return 1;
    }
}

const char* nameOf(NumberType type)
{
    static constexpr const char* names[]{"float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8",
                                         "uint64", "uint32", "uint16", "uint8", "bool"};
    return names[std::size_t(type)];
}

double ForeignTensor::value(std::size_t index) const
{
    const char* at = bytes.data() + index * bytesOf(type);
    switch (type) {
    case NumberType::Float64: return std::bit_cast<double>(littleEndian<std::uint64_t>(at));
    case NumberType::Float32: return double(std::bit_cast<float>(littleEndian<std::uint32_t>(at)));
    case NumberType::Float16: return halfToDouble(littleEndian<std::uint16_t>(at));
    case NumberType::BFloat16: return double(std::bit_cast<float>(std::uint32_t(littleEndian<std::uint16_t>(at)) << 16));
    case NumberType::Int64: return double(littleEndian<std::int64_t>(at));
    case NumberType::Int32: return double(littleEndian<std::int32_t>(at));
    case NumberType::Int16: return double(littleEndian<std::int16_t>(at));
    case NumberType::Int8: return double(littleEndian<std::int8_t>(at));
    case NumberType::UInt64: return double(littleEndian<std::uint64_t>(at));
    case NumberType::UInt32: return double(littleEndian<std::uint32_t>(at));
    case NumberType::UInt16: return double(littleEndian<std::uint16_t>(at));
    default: return double(littleEndian<std::uint8_t>(at));
    }
}

bool isTensorFile(const std::shared_ptr<const ByteSource>& file)
{
    try {
        const std::string head = file->text(0, 4096);
        if (isTorchLegacy(head) || isSafetensors(head, file->size()))
            return true;
        if (!isZip(head))
            return false;
        try {
            const ZipFile zip(file);
            return hasPickle(zip) || isNpz(zip);
        } catch (const Error&) {   // cut short: its first member still says what it was
            const std::string_view first = std::string_view(head).substr(0, 256);
            return first.find("/data.pkl") != first.npos || first.find(".npy") != first.npos;
        }
    } catch (const std::exception&) {
        return false;
    }
}

std::vector<ForeignTensor> readTensors(const std::shared_ptr<const ByteSource>& file, const std::string& key,
                                       std::vector<OtherTensor>* others)
{
    const std::string head = file->text(0, 4096);
    if (isTorchLegacy(head))
        return readTorchLegacy(file, key);
    if (isZip(head)) {
        const ZipFile zip(file);
        if (hasPickle(zip))
            return readTorchZip(file, key);
        if (isNpz(zip))
            return readNpz(file, others);
        throw Error("The zip file has neither data.pkl nor .npy members.", file->name(), "Give a .pt, .pth, .npz or .safetensors file.");
    }
    if (isSafetensors(head, file->size()))
        return readSafetensors(file, others);
    if (head.rfind("version https://git-lfs", 0) == 0)
        throw Error("This is a pointer of Git LFS, not the file itself.", file->name(), "Run 'git lfs pull' where it came from.");
    throw Error("The file is no PyTorch, NumPy or safetensors file of weights.", file->name(), "Give a .pt, .pth, .npz or .safetensors file.");
}

} // namespace spw::pythonweights
