// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

enum class ScalarKind { Bool, Int, UInt, Float, Complex, Bytes, Unicode, Void };

/// How one value lies in a file: NumPy arrays, HDF5 columns, MATLAB matrices and IDX files share this description.
struct ScalarType {
    ScalarKind kind = ScalarKind::Void;
    std::size_t size = 0;      // bytes of one value; Complex: both parts together
    bool bigEndian = false;

    /// Bool, Int and UInt of 1, 2, 4, 8 bytes, Float of 2, 4, 8, Complex of 8, 16.
    bool isNumber() const;
    bool isInteger() const { return kind == ScalarKind::Bool || kind == ScalarKind::Int || kind == ScalarKind::UInt; }
    /// As NumPy names it: "float32", ">i2", "bool", "|V4".
    std::string name() const;
    bool operator==(const ScalarType&) const = default;
};

/// Values of one type at equal distances in memory: a column of records, or a whole array. Nothing is aligned.
struct Column {
    const char* data = nullptr;
    std::size_t stride = 0;
    std::size_t count = 0;
    ScalarType type;

    Column part(std::size_t first, std::size_t howMany) const { return {data + first * stride, stride, howMany, type}; }
};

/// The column as integers. Real values are rounded half to even; what int64 cannot hold, and not-a-number, become the
/// nearest bound and 0. Needs isNumber() and no Complex.
void toIntegers(const Column& column, std::int64_t* out);
/// The column times `scale`, rounded half to even: seconds to microseconds.
void toScaledIntegers(const Column& column, double scale, std::int64_t* out);
void toReals(const Column& column, double* out);
std::vector<std::int64_t> integersOf(const Column& column);
std::vector<double> realsOf(const Column& column);

/// IEEE half precision.
double halfToDouble(std::uint16_t half);
/// The nearest integer, ties to even; bounds and 0 for what int64 cannot hold.
std::int64_t roundedToInteger(double value);

/// `count` items of `size` bytes fit in `available` bytes; computed without overflow.
inline bool fits(std::uint64_t count, std::uint64_t size, std::uint64_t available)
{
    return size == 0 || count <= available / size;
}

} // namespace spw
