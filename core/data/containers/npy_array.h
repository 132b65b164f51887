// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/scalar_type.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// One named part of the records of a structured array.
struct NpyField {
    std::string name;                      // UTF-8
    ScalarType type;
    std::vector<std::int64_t> shape;       // of a field that is itself an array; empty: one value
    std::size_t offset = 0;                // inside the record
};

/// What the header of a `.npy` file says (formats.md 6.1).
struct NpyHeader {
    int major = 0, minor = 0;
    std::string descr;                     // a plain type as written, e.g. "<f4"; empty: structured
    ScalarType type;                       // of a plain array
    std::vector<NpyField> fields;          // of a structured one, without its padding
    std::vector<std::int64_t> shape;
    bool fortranOrder = false;
    std::size_t itemBytes = 0;
    std::size_t dataOffset = 0;            // from the start of the file

    bool structured() const { return descr.empty(); }
    const NpyField* field(std::string_view name) const;
    std::uint64_t itemCount() const;       // product of the shape
};

/// A NumPy array as it lies in memory or in a mapped file. Holds no bytes of its own.
struct NpyView {
    NpyHeader header;
    std::string_view data;                 // exactly itemCount() items

    /// All items of a plain array in the order of the file; of a structured one, one field. @throws Error.
    Column values(const std::string& where) const;
    Column column(const NpyField& field) const;
};

/// Reads versions 1, 2 and 3: every numeric type in both byte orders, half precision, complex, texts, structured types,
/// Fortran order. Python objects are refused: they hold code.
/// @throws Error naming `where`, the offset, what was found and what was expected; nothing is allocated by a promised size.
NpyView viewNpy(std::string_view file, const std::string& where);

/// The header alone, of a file whose first bytes are `start`; its data are `dataBytes - dataOffset` long at most.
NpyHeader parseNpyHeader(std::string_view start, std::uint64_t fileBytes, const std::string& where);

/// The items of a plain array in C order, little-endian, one after the other: what is hashed and compared.
std::string cOrderBytes(const NpyView& array);
/// The numbers of a plain array in C order. @throws Error if they are none.
std::vector<double> cOrderReals(const NpyView& array, const std::string& where);
std::vector<std::int64_t> cOrderIntegers(const NpyView& array, const std::string& where);

/// Header (version 1) for an array of that plain type in C order, padded so that data begin at a multiple of 64.
std::string npyHeaderBytes(const std::string& descr, const std::vector<std::int64_t>& shape);
/// The same for a structured type, given as Python source: "[('t', '<i8'), ('p', '|b1')]".
std::string npyStructuredHeaderBytes(const std::string& descrSource, const std::vector<std::int64_t>& shape);

} // namespace spw
