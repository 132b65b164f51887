// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/scalar_type.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace spw {

static_assert(std::endian::native == std::endian::little, "values of the other byte order are turned when read");

namespace {

template <class Bits>
Bits turned(Bits value)
{
    Bits result = 0;
    for (std::size_t i = 0; i < sizeof(Bits); ++i)
        result = Bits(result << 8 | (value >> (8 * i) & 0xff));
    return result;
}

template <class Value, class Bits, bool kTurn>
Value valueAt(const char* at)
{
    Bits bits;
    std::memcpy(&bits, at, sizeof bits);
    if constexpr (kTurn && sizeof(Bits) > 1)
        bits = turned(bits);
    return std::bit_cast<Value>(bits);
}

struct Half {
    std::uint16_t bits;
};
struct Truth {
    std::uint8_t bits;
};

double real(Half value) { return halfToDouble(value.bits); }
double real(Truth value) { return value.bits != 0; }
template <class Value>
double real(Value value) { return double(value); }

std::int64_t whole(Half value) { return roundedToInteger(halfToDouble(value.bits)); }
std::int64_t whole(Truth value) { return value.bits != 0; }
std::int64_t whole(float value) { return roundedToInteger(value); }
std::int64_t whole(double value) { return roundedToInteger(value); }
std::int64_t whole(std::uint64_t value)
{
    constexpr auto kMost = std::uint64_t(std::numeric_limits<std::int64_t>::max());
    return std::int64_t(value > kMost ? kMost : value);
}
template <class Value>
std::int64_t whole(Value value) { return std::int64_t(value); }

/// Calls `make` with each value: one decision about the type a column, not one a value.
template <class Value, class Bits, class Make>
void each(const Column& column, const Make& make)
{
    const char* at = column.data;
    if (column.type.bigEndian)
        for (std::size_t i = 0; i < column.count; ++i, at += column.stride)
            make(i, valueAt<Value, Bits, true>(at));
    else
        for (std::size_t i = 0; i < column.count; ++i, at += column.stride)
            make(i, valueAt<Value, Bits, false>(at));
}

template <class Make>
void eachOf(const Column& column, const Make& make)
{
    const std::size_t size = column.type.size;
    switch (column.type.kind) {
    case ScalarKind::Bool:
        return each<Truth, std::uint8_t>(column, make);
    case ScalarKind::Int:
        if (size == 1)
            return each<std::int8_t, std::uint8_t>(column, make);
        if (size == 2)
            return each<std::int16_t, std::uint16_t>(column, make);
        if (size == 4)
            return each<std::int32_t, std::uint32_t>(column, make);
        return each<std::int64_t, std::uint64_t>(column, make);
    case ScalarKind::UInt:
        if (size == 1)
            return each<std::uint8_t, std::uint8_t>(column, make);
        if (size == 2)
            return each<std::uint16_t, std::uint16_t>(column, make);
        if (size == 4)
            return each<std::uint32_t, std::uint32_t>(column, make);
        return each<std::uint64_t, std::uint64_t>(column, make);
    case ScalarKind::Float:
        if (size == 2)
            return each<Half, std::uint16_t>(column, make);
        if (size == 4)
            return each<float, std::uint32_t>(column, make);
        return each<double, std::uint64_t>(column, make);
    default:
        return;   // callers ask isNumber first; a complex number has no place on a line
    }
}

} // namespace

bool ScalarType::isNumber() const
{
    switch (kind) {
    case ScalarKind::Bool:
        return size == 1;
    case ScalarKind::Int:
    case ScalarKind::UInt:
        return size == 1 || size == 2 || size == 4 || size == 8;
    case ScalarKind::Float:
        return size == 2 || size == 4 || size == 8;
    case ScalarKind::Complex:
        return size == 8 || size == 16;
    default:
        return false;
    }
}

std::string ScalarType::name() const
{
    const char* const words[] = {"bool", "int", "uint", "float", "complex"};
    if (kind == ScalarKind::Bool)
        return "bool";
    if (isNumber() && !bigEndian)
        return words[int(kind)] + std::to_string(size * 8);
    const char letters[] = {'b', 'i', 'u', 'f', 'c', 'S', 'U', 'V'};
    const bool ordered = isNumber() ? size > 1 : kind == ScalarKind::Unicode;
    return std::string(1, ordered ? (bigEndian ? '>' : '<') : '|') + letters[int(kind)]
           + std::to_string(kind == ScalarKind::Unicode ? size / 4 : size);
}

double halfToDouble(std::uint16_t half)
{
    const int exponent = half >> 10 & 31, mantissa = half & 1023;
    const double sign = half & 0x8000 ? -1.0 : 1.0;
    if (exponent == 31)
        return mantissa ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
    if (exponent == 0)
        return sign * std::ldexp(mantissa, -24);
    return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

std::int64_t roundedToInteger(double value)
{
    if (!(value == value))
        return 0;
    if (value >= 0x1p63)
        return std::numeric_limits<std::int64_t>::max();
    if (value <= -0x1p63)
        return std::numeric_limits<std::int64_t>::min();
    return std::int64_t(std::nearbyint(value));
}

void toIntegers(const Column& column, std::int64_t* out)
{
    eachOf(column, [out](std::size_t i, auto value) { out[i] = whole(value); });
}

void toScaledIntegers(const Column& column, double scale, std::int64_t* out)
{
    eachOf(column, [out, scale](std::size_t i, auto value) { out[i] = roundedToInteger(real(value) * scale); });
}

void toReals(const Column& column, double* out)
{
    eachOf(column, [out](std::size_t i, auto value) { out[i] = real(value); });
}

std::vector<std::int64_t> integersOf(const Column& column)
{
    std::vector<std::int64_t> values(column.count);
    toIntegers(column, values.data());
    return values;
}

std::vector<double> realsOf(const Column& column)
{
    std::vector<double> values(column.count);
    toReals(column, values.data());
    return values;
}

} // namespace spw
