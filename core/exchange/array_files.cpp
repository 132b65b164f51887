// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/array_files.h"

#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"
#include "core/exchange/half.h"

#include <bit>
#include <cmath>

namespace spw {

namespace {

template <class Bits>
void putBits(std::string& out, Bits bits)
{
    for (std::size_t i = 0; i < sizeof(Bits); ++i)
        out += char(bits >> (8 * i));
}

std::string rawBytes(const NamedArray& array)
{
    std::string out;
    for (const float value : array.values.data)
        switch (array.type) {
        case ArrayType::Half: putBits(out, halfBits(value)); break;
        case ArrayType::Float: putBits(out, std::bit_cast<std::uint32_t>(value)); break;
        case ArrayType::Int64: putBits(out, std::uint64_t(std::llround(value))); break;
        }
    return out;
}

const char* numpyName(ArrayType type) { return type == ArrayType::Half ? "<f2" : type == ArrayType::Float ? "<f4" : "<i8"; }
const char* storageName(ArrayType type)
{
    return type == ArrayType::Half ? "HalfStorage" : type == ArrayType::Float ? "FloatStorage" : "LongStorage";
}

/// Python's pickle, protocol 2: only what a dict of tensors needs (formats.md 6.2).
class Pickle {
public:
    std::string bytes = "\x80\x02";

    void op(char code) { bytes += code; }
    void text(const std::string& value)
    {
        op('X');
        putBits(bytes, std::uint32_t(value.size()));
        bytes += value;
    }
    void global(const char* module, const char* name) { bytes += std::string("c") + module + "\n" + name + "\n"; }
    void number(std::int64_t value)
    {
        if (value >= INT32_MIN && value <= INT32_MAX) {
            op('J');
            putBits(bytes, std::uint32_t(value));
        } else {   // a long of eight bytes
            bytes += "\x8a\x08";
            putBits(bytes, std::uint64_t(value));
        }
    }
    void numbers(const std::vector<std::int64_t>& values)
    {
        op('(');
        for (const std::int64_t one : values)
            number(one);
        op('t');
    }
};

void putTensor(Pickle& pickle, const NamedArray& array, std::size_t key)
{
    const std::vector<std::int64_t>& shape = array.values.shape;
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.op('(');
    pickle.op('(');   // where the numbers lie: ("storage", type, key, device, count)
    pickle.text("storage");
    pickle.global("torch", storageName(array.type));
    pickle.text(std::to_string(key));
    pickle.text("cpu");
    pickle.number(std::int64_t(array.values.data.size()));
    pickle.op('t');
    pickle.op('Q');
    pickle.number(0);
    pickle.numbers(shape);
    pickle.numbers(strides);
    pickle.op('\x89');   // False: needs no gradient
    pickle.global("collections", "OrderedDict");
    pickle.op(')');
    pickle.op('R');
    pickle.op('t');
    pickle.op('R');
}

} // namespace

std::string npzBytes(const std::vector<NamedArray>& arrays)
{
    std::string out;
    ZipWriter zip([&](std::string_view bytes) { out += bytes; });
    for (const NamedArray& array : arrays)
        zip.add(array.name + ".npy", npyHeaderBytes(numpyName(array.type), array.values.shape) + rawBytes(array), false);
    zip.finish();
    return out;
}

std::string torchDictBytes(const std::vector<NamedArray>& arrays)
{
    Pickle pickle;
    pickle.op('}');
    pickle.op('(');
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        pickle.text(arrays[i].name);
        putTensor(pickle, arrays[i], i);
    }
    pickle.op('u');
    pickle.op('.');
    std::string out;
    ZipWriter zip([&](std::string_view bytes) { out += bytes; });
    zip.add("weights/data.pkl", pickle.bytes, false);
    zip.add("weights/byteorder", "little", false);
    for (std::size_t i = 0; i < arrays.size(); ++i)
        zip.add("weights/data/" + std::to_string(i), rawBytes(arrays[i]), false);
    zip.add("weights/version", "3\n", false);
    zip.finish();
    return out;
}

} // namespace spw
