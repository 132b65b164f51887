// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "plugins/python_weights/tensor_file.h"

#include <nlohmann/json.hpp>

#include <map>

namespace spw::pythonweights {

namespace {

constexpr std::uint64_t kLargestHeader = 100'000'000;   // as the format's own reader has it

std::uint64_t headerSize(std::string_view head) { return littleEndian<std::uint64_t>(head.data()); }

} // namespace

bool isSafetensors(std::string_view head, std::uint64_t size)
{
    if (head.size() < 10 || head[8] != '{' || headerSize(head) < 2)
        return false;
    return headerSize(head) <= size - 8 || (headerSize(head) <= kLargestHeader && head[9] == '"');   // cut short: told when it is read
}

std::vector<ForeignTensor> readSafetensors(const std::shared_ptr<const ByteSource>& file, std::vector<OtherTensor>* others)
{
    static const std::map<std::string, NumberType> types{
        {"F64", NumberType::Float64}, {"F32", NumberType::Float32}, {"F16", NumberType::Float16}, {"BF16", NumberType::BFloat16},
        {"I64", NumberType::Int64},   {"I32", NumberType::Int32},   {"I16", NumberType::Int16},   {"I8", NumberType::Int8},
        {"U64", NumberType::UInt64},  {"U32", NumberType::UInt32},  {"U16", NumberType::UInt16}, {"U8", NumberType::UInt8},
        {"BOOL", NumberType::Bool}};
    const std::uint64_t length = headerSize(file->text(0, 8));
    if (length > kLargestHeader || length > file->size() - 8)
        throw Error("The header is said to have " + std::to_string(length) + " bytes.", file->name() + ", byte 0",
                    "The file is damaged or no safetensors file.");
    const std::uint64_t start = 8 + length, room = file->size() - start;
    using Json = nlohmann::ordered_json;
    const Json header = Json::parse(file->text(8, std::size_t(length)), nullptr, false);
    if (!header.is_object())
        throw Error("The header is no JSON object.", file->name() + ", byte 8", "The file is damaged; write it again.");
    std::vector<ForeignTensor> out;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__")
            continue;
        const std::string where = file->name() + " > " + name;
        const auto broken = [&](const std::string& what) { throw Error(what, where, "The file is damaged; write it again."); };
        if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() || !entry.contains("shape") ||
            !entry["shape"].is_array() || !entry.contains("data_offsets") || !entry["data_offsets"].is_array() ||
            entry["data_offsets"].size() != 2 || !entry["data_offsets"][0].is_number_unsigned() || !entry["data_offsets"][1].is_number_unsigned())
            broken("The entry lacks dtype, shape or data_offsets.");
        const auto type = types.find(entry["dtype"].get<std::string>());
        if (type == types.end() && others) {
            others->push_back({name, entry["dtype"].get<std::string>()});
            continue;
        }
        if (type == types.end())
            throw Error("The tensor is of type " + entry["dtype"].get<std::string>() + ", which is not known.", where,
                        "Save float32, float16 or bfloat16 tensors.");
        ForeignTensor tensor{name, type->second, {}, {}};
        std::uint64_t bytes = bytesOf(tensor.type);
        for (const Json& size : entry["shape"]) {
            if (!size.is_number_unsigned() || __builtin_mul_overflow(bytes, size.get<std::uint64_t>(), &bytes))
                broken("The shape is none, or too large.");
            tensor.shape.push_back(std::int64_t(size.get<std::uint64_t>()));
        }
        const std::uint64_t from = entry["data_offsets"][0].get<std::uint64_t>(), to = entry["data_offsets"][1].get<std::uint64_t>();
        if (from > to || to > room || to - from != bytes)
            broken("The data lie at bytes " + std::to_string(from) + " to " + std::to_string(to) + " of " + std::to_string(room) +
                   ", and the shape needs " + std::to_string(bytes) + ".");
        tensor.bytes = file->text(start + from, std::size_t(bytes));
        out.push_back(std::move(tensor));
    }
    return out;
}

} // namespace spw::pythonweights
